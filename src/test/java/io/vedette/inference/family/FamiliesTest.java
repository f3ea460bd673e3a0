package io.vedette.inference.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.detection.DetectionSettings;
import io.vedette.detection.Detector;
import io.vedette.frame.DetectedObject;
import io.vedette.geometry.Letterbox;
import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
import io.vedette.inference.Batch;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.Lane;
import io.vedette.inference.OnnxModel;
import io.vedette.inference.family.Export.Known;
import io.vedette.inference.family.Export.Variant;
import io.vedette.inference.reading.Cells;
import io.vedette.onnx.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every family in every form: it is recognised as itself, and its boxes are where they are. */
class FamiliesTest {
  private static final List<Known> BOXES =
      List.of(
          new Known(20, 30, 50, 85, 0, 0.9f),
          new Known(75, 20, 145, 50, 5, 0.75f),
          new Known(90, 75, 115, 100, 17, 0.5f));

  /** The last two have as many cells of strides 16 and 32 as models choose boxes: 300 and 100. */
  private static final List<Size> SIZES =
      List.of(Size.square(320), new Size(416, 256), new Size(320, 192), new Size(160, 128));

  static Stream<Arguments> all() {
    List<Arguments> all = new ArrayList<>();
    Exports.ALL.forEach(
        (name, form) -> variants(form).forEach(one -> all.add(Arguments.of(name, one))));
    return all.stream();
  }

  private static List<Variant> variants(Exports.Form form) {
    List<Variant> variants = new ArrayList<>();
    for (Size size : SIZES) {
      for (boolean isDynamic : form.isBatched() ? new boolean[] {false, true} : new boolean[1]) {
        Variant usual = new Variant(size, isDynamic, ElementType.FLOAT);
        variants.add(usual);
        variants.add(usual.channelsLast());
        if (form.isTyped()) {
          variants.add(new Variant(size, isDynamic, ElementType.FLOAT16));
        }
      }
    }
    return variants;
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("all")
  void shouldRecogniseItAndFindWhatIsInIt(String name, Variant variant) {
    Exports.Form form = Exports.ALL.get(name);
    OnnxModel model = OnnxModel.of(name, form.make(variant, BOXES), variant.size());

    assertThat(model.reading().family()).isEqualTo(form.family());
    assertThat(model.size()).isEqualTo(variant.size());
    for (List<DetectedObject> found : detect(model)) {
      requireKnown(found, variant, name);
    }
  }

  private static List<List<DetectedObject>> detect(OnnxModel model) {
    InferenceSettings settings = InferenceSettings.cpu().withThreads(1);
    Detector detector = new Detector(model, DetectionSettings.plain(0.25, 0.45));
    try (Lane lane = Lane.open(model, settings);
        Batch batch = lane.newBatch()) {
      int count = Math.min(2, lane.batch());
      lane.infer(batch, count);
      Letterbox whole = detector.letterbox(model.size());
      List<List<DetectedObject>> found = new ArrayList<>();
      for (int slot = 0; slot < count; slot++) {
        found.add(detector.objects(batch, slot, whole));
      }
      return found;
    }
  }

  private static void requireKnown(List<DetectedObject> found, Variant variant, String name) {
    boolean isHalf = variant.type() == ElementType.FLOAT16;
    assertThat(found).hasSize(BOXES.size());
    for (int i = 0; i < BOXES.size(); i++) {
      Known known = BOXES.get(i);
      RelativeBox box = found.get(i).box();
      float[] part = Known.relative(known.corners(), variant.size());
      RelativeBox expected = RelativeBox.ofCorners(part[0], part[1], part[2], part[3]);
      assertThat(box.iou(expected)).as("box %d", i).isGreaterThan(isHalf ? 0.98 : 0.999);
      assertThat(found.get(i).confidence())
          .isCloseTo(known.score(), org.assertj.core.api.Assertions.within(isHalf ? 2e-3 : 1e-4));
      boolean isOne = name.contains("one class") || name.contains("pose");
      boolean isTwo = name.contains("two classes");
      int label = isOne ? 0 : isTwo ? known.label() % 2 : known.label();
      assertThat(found.get(i).classId()).isEqualTo(label);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "rt-detr optimum, 0-1",
    "deformable detr optimum, (pixel - [123.675",
    "detr optimum, (pixel - [123.675",
  })
  void shouldScalePicturesAsTheTransformerWasTrained(String name, String scaling) {
    Variant variant = new Variant(Size.square(320), true, ElementType.FLOAT);
    OnnxModel model =
        OnnxModel.of(name, Exports.ALL.get(name).make(variant, BOXES), variant.size());

    assertThat(model.description().scaling()).startsWith(scaling);
  }

  @Test
  void shouldHaveAnExampleOfEveryFamily() {
    assertThat(Families.ALL)
        .extracting(family -> family.wireName())
        .containsExactlyInAnyOrderElementsOf(
            Exports.ALL.values().stream().map(Exports.Form::family).distinct().toList());
  }

  @Test
  void shouldKnowFamiliesByAllTheirNames() {
    for (var family : Families.ALL) {
      assertThat(Families.named(family.wireName().toUpperCase(java.util.Locale.ROOT)))
          .isEqualTo(family);
      family.otherNames().forEach(name -> assertThat(Families.named(name)).isEqualTo(family));
    }
    assertThat(Families.ALL)
        .flatExtracting(family -> family.otherNames())
        .doesNotContainAnyElementsOf(Families.ALL.stream().map(f -> f.wireName()).toList())
        .doesNotHaveDuplicates();
  }

  /** Counts of boxes tell families apart only if no size makes two of them alike. */
  @Test
  void shouldCountCellsOfNoSizeTwice() {
    for (int width = 160; width <= 1280; width += 32) {
      for (int height = 160; height <= 1280; height += 32) {
        Size size = new Size(width, height);
        int usual = Cells.count(Cells.of(size, Cells.USUAL));
        int coarse = Cells.count(Cells.of(size, Cells.COARSE));

        assertThat(Map.of("usual", usual, "coarse", coarse, "three", 3 * usual, "queries", 300))
            .as(size.toString())
            .doesNotContainValue(100)
            .extractingFromEntries(Map.Entry::getValue)
            .doesNotHaveDuplicates();
        assertThat(Cells.strides(size, 3 * usual)).as(size.toString()).isEmpty();
        assertThat(Cells.strides(size, usual)).contains(Cells.USUAL);
        assertThat(Cells.strides(size, coarse)).contains(Cells.COARSE);
      }
    }
  }
}
