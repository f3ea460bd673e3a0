package io.vedette.cli.model;

import io.vedette.cli.option.OutputFile;
import io.vedette.cli.option.ResultOptions;
import io.vedette.cli.option.SettingsOptions;
import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
import io.vedette.simulator.street.SceneFrame;
import io.vedette.simulator.street.SceneObject;
import io.vedette.simulator.street.StreetScene;
import io.vedette.text.Count;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code model scenes}: draws the simulator's streets as labelled pictures. */
@Command(
    name = "scenes",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Draws synthetic streets with exact labels, to be mixed into training pictures.")
final class ScenesCommand implements Callable<Integer> {
  private static final List<String> NAMES = List.of("person", "car", "motorcycle", "bus", "truck");
  private static final Size DRAWN = new Size(1280, 720);
  private static final Size KEPT = new Size(640, 360);
  private static final int PER_SCENE = 9;

  /** The least visible share of a labelled object. */
  private static final double LEAST_VISIBILITY = 0.25;

  @Parameters(paramLabel = "FOLDER", description = "Gets images/, labels/ and names.txt.")
  private Path folder = Path.of("");

  @Option(
      names = "--pictures",
      defaultValue = "900",
      paramLabel = "NUMBER",
      description = "Number of them (default: ${DEFAULT-VALUE}).")
  private int pictures;

  @Option(
      names = "--split",
      defaultValue = "train",
      paramLabel = "PART",
      description =
          "Name of the folders in images/ and labels/: train or val (default: ${DEFAULT-VALUE}).")
  private Split split = Split.TRAIN;

  @Option(
      names = "--seed",
      defaultValue = "1000",
      paramLabel = "NUMBER",
      description = "Of the first street; the next one's is one more (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private ResultOptions results = new ResultOptions();

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (pictures < 1) {
      throw SettingsOptions.misuse(spec, "pictures: expected at least 1, found " + pictures);
    }
    byte[] names = String.join("\n", NAMES).getBytes(StandardCharsets.UTF_8);
    OutputFile.write(folder.resolve("names.txt"), names);
    for (int first = 0; first < pictures; first += PER_SCENE) {
      long number = seed + first / PER_SCENE;
      StreetScene scene = new StreetScene(number, DRAWN);
      SplittableRandom random = new SplittableRandom(number);
      for (int i = 0; i < Math.min(PER_SCENE, pictures - first); i++) {
        write(
            "scene-%d-%d".formatted(number, i), scene.render(random.nextLong(scene.loopFrames())));
      }
    }
    results.print(
        spec,
        Count.pictures(pictures) + " in " + folder,
        ResultOptions.object().put("pictures", pictures).put("folder", folder.toString()));
    return 0;
  }

  private void write(String name, SceneFrame frame) throws IOException {
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(shrunk(frame.image()), "jpg", jpeg);
    OutputFile.write(file("images", name + ".jpg"), jpeg.toByteArray());
    StringBuilder labels = new StringBuilder();
    for (SceneObject object : frame.objects()) {
      if (object.visibility() >= LEAST_VISIBILITY) {
        labels.append(line(object));
      }
    }
    byte[] text = labels.toString().getBytes(StandardCharsets.UTF_8);
    OutputFile.write(file("labels", name + ".txt"), text);
  }

  private Path file(String kind, String name) {
    return folder.resolve(kind).resolve(split.wireName()).resolve(name);
  }

  private static String line(SceneObject object) {
    RelativeBox box = object.box();
    return String.format(
        Locale.ROOT,
        "%d %.6f %.6f %.6f %.6f%n",
        NAMES.indexOf(object.label()),
        box.x() + box.w() / 2,
        box.y() + box.h() / 2,
        box.w(),
        box.h());
  }

  private static BufferedImage shrunk(BufferedImage image) {
    BufferedImage small =
        new BufferedImage(KEPT.width(), KEPT.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = small.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, KEPT.width(), KEPT.height(), null);
    graphics.dispose();
    return small;
  }
}
