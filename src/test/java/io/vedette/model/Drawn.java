package io.vedette.model;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** Small data sets of coloured rectangles, one colour per class. */
public final class Drawn {
  private static final Color[] COLOURS = {
    Color.RED, Color.GREEN, Color.BLUE, Color.YELLOW, Color.MAGENTA
  };

  private Drawn() {}

  /** A folder with so many pictures in each split and one rectangle of each class in each. */
  public static Path folder(Path folder, int train, int val, int classes) throws IOException {
    Files.write(
        Files.createDirectories(folder).resolve("names.txt"),
        List.of("red", "green", "blue", "yellow", "magenta").subList(0, classes));
    draw(folder, "train", train, classes);
    draw(folder, "val", val, classes);
    return folder;
  }

  private static void draw(Path folder, String split, int pictures, int classes)
      throws IOException {
    Path images = Files.createDirectories(folder.resolve("images").resolve(split));
    Path labels = Files.createDirectories(folder.resolve("labels").resolve(split));
    SplittableRandom random = new SplittableRandom(split.hashCode());
    for (int i = 0; i < pictures; i++) {
      BufferedImage image = new BufferedImage(96, 72, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = image.createGraphics();
      graphics.setColor(Color.GRAY);
      graphics.fillRect(0, 0, 96, 72);
      StringBuilder text = new StringBuilder();
      for (int label = 0; label < classes; label++) {
        int width = 14 + random.nextInt(14);
        int height = 14 + random.nextInt(14);
        int x = label * 96 / classes + random.nextInt(Math.max(1, 96 / classes - width));
        int y = random.nextInt(72 - height);
        graphics.setColor(COLOURS[label]);
        graphics.fillRect(x, y, width, height);
        text.append(
            String.format(
                Locale.ROOT,
                "%d %.6f %.6f %.6f %.6f%n",
                label,
                (x + width / 2.0) / 96,
                (y + height / 2.0) / 72,
                width / 96.0,
                height / 72.0));
      }
      graphics.dispose();
      ImageIO.write(image, "jpg", images.resolve("p" + i + ".jpg").toFile());
      Files.writeString(labels.resolve("p" + i + ".txt"), text);
    }
  }
}
