package io.vedette.model;

import io.vedette.geometry.Size;
import io.vedette.model.layer.Inventory;
import io.vedette.model.layer.Shape;
import io.vedette.model.repvit.RepVit;
import io.vedette.model.repvit.RepVitVariant;
import io.vedette.model.yolo.Backbone;
import io.vedette.model.yolo.CspBackbone;
import io.vedette.model.yolo.DetectorNetwork;
import io.vedette.model.yolo.YoloSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The architecture of a network: YOLOv5 of a size on a RepViT of a variant, or on its own backbone.
 * Immutable.
 *
 * @param variant of RepViT; null for YOLOv5's own backbone
 * @param size the size of neck and head
 */
public record Architecture(@Nullable RepVitVariant variant, YoloSize size) {
  private static final Pattern FORM = Pattern.compile("(?:repvit_(m\\d_\\d)-)?yolov5([nsml])");

  /**
   * Reads {@code repvit_m0_6-yolov5n} or {@code yolov5n}.
   *
   * @throws IllegalArgumentException when it is neither
   */
  public static Architecture parse(String text) {
    Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT).replace('.', '_'));
    if (!form.matches()) {
      throw unknown(text);
    }
    try {
      @Nullable String variant = form.group(1);
      return new Architecture(
          variant == null ? null : RepVitVariant.valueOf(variant.toUpperCase(Locale.ROOT)),
          YoloSize.valueOf(form.group(2).toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      throw unknown(text);
    }
  }

  /** Every one there is. */
  public static List<Architecture> all() {
    List<Architecture> all = new ArrayList<>();
    for (YoloSize size : YoloSize.values()) {
      all.add(new Architecture(null, size));
      for (RepVitVariant variant : RepVitVariant.values()) {
        all.add(new Architecture(variant, size));
      }
    }
    return all;
  }

  /** The network for a number of classes. */
  public DetectorNetwork detector(int classes) {
    Backbone backbone = variant == null ? new CspBackbone(size) : new RepVit(variant);
    return new DetectorNetwork(backbone, size, classes);
  }

  /** The inventory of the trained form, its multiplications counted at a size. */
  public Inventory trained(int classes, Size size) {
    return counted(Inventory.trained(), classes, size);
  }

  /** The inventory of the run form, its multiplications counted at a size. */
  public Inventory folded(int classes, Size size) {
    return counted(Inventory.folded(), classes, size);
  }

  private Inventory counted(Inventory inventory, int classes, Size size) {
    detector(classes).apply(new Shape(3, size.height(), size.width()), inventory);
    return inventory;
  }

  /** The text for {@link #parse}. */
  @Override
  public String toString() {
    return variant == null ? size.wireName() : variant.wireName() + "-" + size.wireName();
  }

  private static IllegalArgumentException unknown(String text) {
    return new IllegalArgumentException(
        "expected an architecture as repvit_m0_6-yolov5n (variants m0_6, m0_9, m1_0, m1_1, m1_5,"
            + " m2_3; sizes n, s, m, l) or yolov5n, found "
            + text);
  }
}
