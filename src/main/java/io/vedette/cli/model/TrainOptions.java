package io.vedette.cli.model;

import io.vedette.cli.option.SettingsOptions;
import io.vedette.cli.option.SizeConverter;
import io.vedette.geometry.Size;
import io.vedette.model.augment.Augmentation;
import io.vedette.model.loss.LossGains;
import io.vedette.model.torch.TorchDevice;
import io.vedette.model.train.TrainSettings;
import io.vedette.model.train.TrainSettings.Budget;
import io.vedette.model.train.TrainSettings.Method;
import io.vedette.model.train.TrainSettings.Optimisation;
import io.vedette.model.train.TrainSettings.Precision;
import io.vedette.model.train.TrainSettings.Sizes;
import io.vedette.text.NumberWords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of a training. Filled by picocli. */
final class TrainOptions {
  private static final double LONGEST_GRADIENT = 10;
  private static final double MOST_EPOCHS = 1e6;

  @Option(
      names = "--epochs",
      paramLabel = "NUMBER",
      defaultValue = "100",
      description = "Number of times that all pictures are shown (default: ${DEFAULT-VALUE}).")
  private double epochs;

  @Option(
      names = "--pictures",
      paramLabel = "NUMBER",
      description = "Number of pictures that are shown in all, in place of --epochs.")
  private @Nullable Long pictures;

  @Option(
      names = "--measure-every",
      paramLabel = "EPOCHS",
      defaultValue = "1",
      description =
          "Epochs from one measurement on the validation pictures to the next (default:"
              + " ${DEFAULT-VALUE}).")
  private double measureEvery;

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      defaultValue = "320",
      converter = SizeConverter.class,
      description =
          "Size of the pictures in pixels, at the end: a side, or width and height as 416x256"
              + " (default: ${DEFAULT-VALUE}).")
  private Size size = Size.square(320);

  @Option(
      names = "--first-size",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description = "Size at the beginning, smaller and faster (default: as --size).")
  private @Nullable Size firstSize;

  @Option(
      names = "--other-size",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description =
          "Size of every second step's pictures, for a network that is run at two sizes (default:"
              + " as --size).")
  private @Nullable Size otherSize;

  @Option(
      names = "--growing",
      paramLabel = "0-1",
      defaultValue = "0.6",
      description =
          "Part of the training in which they grow from --first-size to --size (default:"
              + " ${DEFAULT-VALUE}).")
  private double growing;

  @Option(
      names = "--batch",
      paramLabel = "PICTURES",
      defaultValue = "16",
      description = "Pictures per step (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--shard",
      paramLabel = "PICTURES",
      defaultValue = "8",
      description =
          "Pictures of a batch that one thread takes and that are normalised together (default:"
              + " ${DEFAULT-VALUE}).")
  private int shard;

  @Option(
      names = "--optimiser",
      paramLabel = "NAME",
      defaultValue = "adamw",
      description = "adamw or sgd (default: ${DEFAULT-VALUE}).")
  private Method optimiser = Method.ADAMW;

  @Option(
      names = "--rate",
      paramLabel = "NUMBER",
      description = "Highest learning rate (default: 0.0015 for adamw, 0.01 for sgd).")
  private @Nullable Double rate;

  @Option(
      names = "--last-rate",
      paramLabel = "0-1",
      defaultValue = "0.02",
      description =
          "Part of the highest learning rate that is left at the end (default: ${DEFAULT-VALUE}).")
  private double lastRate;

  @Option(
      names = "--warmup",
      paramLabel = "STEPS",
      defaultValue = "300",
      description = "Steps until the highest rate (default: ${DEFAULT-VALUE}).")
  private long warmup;

  @Option(
      names = "--decay",
      paramLabel = "0-1",
      description = "Weight decay (default: 0.02 for adamw, 0.0005 for sgd).")
  private @Nullable Double decay;

  @Option(
      names = "--ema",
      paramLabel = "0-1",
      defaultValue = "0.999",
      description = "Weight of the past in the averaged weights (default: ${DEFAULT-VALUE}).")
  private double ema;

  @Option(
      names = "--mosaic",
      paramLabel = "0-1",
      defaultValue = "0.4",
      description = "Share of the pictures that are mosaics of four (default: ${DEFAULT-VALUE}).")
  private double mosaic;

  @Option(
      names = "--scale",
      paramLabel = "0-0.9",
      defaultValue = "0.5",
      description =
          "Pictures are scaled up or down by up to this part (default: ${DEFAULT-VALUE}).")
  private double scale;

  @Option(
      names = "--degrees",
      paramLabel = "NUMBER",
      defaultValue = "0",
      description = "Pictures are rotated by up to this angle (default: ${DEFAULT-VALUE}).")
  private double degrees;

  @Option(
      names = "--mirror",
      paramLabel = "0-1",
      defaultValue = "0.5",
      description = "Share of the pictures that are mirrored (default: ${DEFAULT-VALUE}).")
  private double mirror;

  @Option(
      names = "--small",
      paramLabel = "0-1",
      defaultValue = "0.08",
      description =
          "Part of the pictures made of nine, each much smaller (default: ${DEFAULT-VALUE}).")
  private double small;

  @Option(
      names = "--conditions",
      paramLabel = "0-8",
      defaultValue = "1",
      description =
          "How much more often than usual pictures are dark, infrared, blurred, noisy or"
              + " compressed; 0 never (default: ${DEFAULT-VALUE}).")
  private double conditions;

  @Option(
      names = "--no-augmentation",
      description = "Shows pictures unchanged: no mosaics, scaling, mirroring or other colours.")
  private boolean isPlain;

  @Option(
      names = "--no-balance",
      description = "Shows all pictures equally often, not those with rare classes more often.")
  private boolean isUnbalanced;

  @Option(
      names = "--freeze",
      paramLabel = "PREFIX",
      split = ",",
      description = "Keeps parameters whose names begin with this, such as backbone; repeatable.")
  private List<String> frozen = List.of();

  @Option(
      names = "--precision",
      paramLabel = "TYPE",
      defaultValue = "auto",
      description =
          "Of the feature maps: fp32, bf16, or auto, which is bf16 on CPUs that have it and fp32"
              + " elsewhere, GPUs included (default: ${DEFAULT-VALUE}).")
  private String precision = "auto";

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "0",
      description =
          "Seed of all randomness; the same seed gives the same result (default: ${DEFAULT-VALUE}).")
  private long seed;

  private double taught = 1;

  /** Uses teachers for a share of the pictures. */
  void teach(double share) {
    taught = share;
  }

  Size size() {
    return size;
  }

  /** The longest side of kept pictures. */
  int longest() {
    return longest(size);
  }

  /**
   * The longest side of kept pictures, a little larger than the network's, so that a picture that
   * is scaled up is still sharp.
   */
  static int longest(Size size) {
    return Math.max(size.width(), size.height()) * 3 / 2;
  }

  long seed() {
    return seed;
  }

  /**
   * Checks all options before anything is read.
   *
   * @throws CommandLine.ParameterException when a value is out of its bounds
   */
  void check(@Nullable CommandSpec spec) {
    try {
      settings(1);
      between(1);
    } catch (IllegalArgumentException e) {
      throw SettingsOptions.misuse(spec, e);
    }
  }

  /**
   * The settings for a number of training pictures.
   *
   * @throws IllegalArgumentException when a value is out of its bounds
   */
  TrainSettings settings(int trainPictures) {
    return settings(trainPictures, 0);
  }

  /** The settings for another number of pictures shown in all, if that is above 0. */
  TrainSettings settings(int trainPictures, long otherPictures) {
    long round = Math.max(trainPictures, batch); // a round is a step at least
    long asked =
        pictures == null ? Math.max(1, (long) (checked("epochs", epochs) * round)) : pictures;
    long shown = otherPictures > 0 ? otherPictures : asked;
    Budget budget = new Budget(shown, batch, Math.min(shard, batch), taught);
    return new TrainSettings(
        budget,
        new Sizes(
            firstSize == null ? size : firstSize, size, firstSize == null ? 0 : growing, otherSize),
        optimisation(budget),
        ema,
        augmentation(),
        LossGains.DEFAULT,
        !isUnbalanced,
        frozen,
        precision(),
        seed);
  }

  /**
   * The number of steps from one measurement to the next, for a number of training pictures.
   *
   * @throws IllegalArgumentException when it is out of its bounds
   */
  long between(int trainPictures) {
    long round = Math.max(1, trainPictures / batch);
    return Math.max(1, (long) (checked("measure-every", measureEvery) * round));
  }

  private static double checked(String name, double epochs) {
    if (!(epochs > 0 && epochs <= MOST_EPOCHS)) {
      throw new IllegalArgumentException(
          "%s: expected more than 0 and at most %.0f, found %s"
              .formatted(name, MOST_EPOCHS, NumberWords.of(epochs)));
    }
    return epochs;
  }

  private Optimisation optimisation(Budget budget) {
    boolean isAdam = optimiser == Method.ADAMW;
    double usualRate = isAdam ? 1.5e-3 : 1e-2;
    double usualDecay = isAdam ? 0.02 : 5e-4;
    return new Optimisation(
        optimiser,
        rate == null ? usualRate : rate,
        lastRate,
        Math.min(warmup, budget.steps() / 4),
        decay == null ? usualDecay : decay,
        LONGEST_GRADIENT);
  }

  private Augmentation augmentation() {
    if (isPlain) {
      return Augmentation.NONE;
    }
    Augmentation usual = Augmentation.DEFAULT;
    return new Augmentation(
        mosaic,
        small,
        scale,
        usual.stretch(),
        degrees,
        mirror,
        usual.hue(),
        usual.saturation(),
        usual.value(),
        usual.conditions().times(conditions));
  }

  private Precision precision() {
    return switch (precision) {
      case "fp32" -> Precision.FP32;
      case "bf16" -> Precision.BF16;
      case "auto" -> automatic(TorchDevice.isGpu(), processor());
      default ->
          throw new IllegalArgumentException(
              "precision: expected auto, fp32 or bf16, found " + precision);
    };
  }

  /**
   * The fastest precision of a machine.
   *
   * @param processor Linux's description of the CPU, which must multiply bfloat16 itself: else that
   *     would be slower than float32
   */
  static Precision automatic(boolean isGpu, String processor) {
    return !isGpu && processor.contains("avx512_bf16") ? Precision.BF16 : Precision.FP32;
  }

  private static String processor() {
    Path about = Path.of("/proc/cpuinfo");
    try {
      return Files.exists(about) ? Files.readString(about) : "";
    } catch (IOException e) {
      return "";
    }
  }
}
