package io.vedette.model.repvit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * RepViT's published shapes (M0.6 came after the paper), their four stages about as 1 : 1 : 7 : 1:
 * a block is written as its channels, {@code s} where it squeezes and excites, {@code ↓} where it
 * halves height and width; {@code (…)×n} repeats.
 */
public enum RepVitVariant {
  M0_6("40s 40", "↓80 80s 80", "↓160 (160s 160)×4 160", "↓320 320s"),
  M0_9("48s 48 48", "↓96 96s 96 96", "↓192 (192s 192)×7 192", "↓384 384s 384"),
  M1_0("56s 56 56", "↓112 112s 112 112", "↓224 (224s 224)×7 224", "↓448 448s 448"),
  M1_1("64s 64 64", "↓128 128s 128 128", "↓256 (256s 256)×6 256", "↓512 512s 512"),
  M1_5("(64s 64)×2 64", "↓128 (128s 128)×2 128", "↓256 (256s 256)×12 256", "↓512 (512s 512)×2"),
  M2_3("(80s 80)×3 80", "↓160 (160s 160)×3 160", "↓320 (320s 320)×17 320", "↓640 640s 640");

  @SuppressWarnings("ImmutableEnumChecker") // both lists are
  private final List<List<BlockShape>> stages;

  RepVitVariant(String... stages) {
    this.stages = Stream.of(stages).map(BlockShape::parse).toList();
  }

  /** The blocks of the four stages. */
  List<List<BlockShape>> stages() {
    return stages;
  }

  /** The variant in a model's name: {@code repvit_m0_6}. */
  public String wireName() {
    return "repvit_" + name().toLowerCase(Locale.ROOT);
  }

  /**
   * One block of the table.
   *
   * @param channels it gives
   * @param halves height and width
   * @param squeezes and excites
   */
  record BlockShape(int channels, boolean halves, boolean squeezes) {
    private static final Pattern REPEATED = Pattern.compile("\\(([^)]*)\\)×(\\d+)");
    private static final Pattern BLOCK = Pattern.compile("(↓?)(\\d+)(s?)");

    private static List<BlockShape> parse(String stage) {
      String all =
          REPEATED
              .matcher(stage)
              .replaceAll(part -> (part.group(1) + " ").repeat(Integer.parseInt(part.group(2))));
      List<BlockShape> blocks = new ArrayList<>();
      for (Matcher block = BLOCK.matcher(all); block.find(); ) {
        blocks.add(
            new BlockShape(
                Integer.parseInt(block.group(2)),
                !block.group(1).isEmpty(),
                !block.group(3).isEmpty()));
      }
      return List.copyOf(blocks);
    }
  }
}
