package io.vedette.model.report;

import io.vedette.file.FileReason;
import io.vedette.runtime.Failure;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** The writing of pictures as PNG files. */
public final class ReportPicture {
  private static final int CHART_WIDTH = 640;
  private static final int CHART_HEIGHT = 420;

  private ReportPicture() {}

  /** Charts side by side, two in a row. */
  public static void write(Path file, List<LineChart> charts) {
    int columns = Math.min(2, charts.size());
    int rows = (charts.size() + columns - 1) / columns;
    BufferedImage image = blank(columns * CHART_WIDTH, rows * CHART_HEIGHT);
    for (int i = 0; i < charts.size(); i++) {
      Graphics2D graphics = image.createGraphics();
      graphics.translate(i % columns * CHART_WIDTH, i / columns * CHART_HEIGHT);
      charts.get(i).paint(graphics, CHART_WIDTH, CHART_HEIGHT);
      graphics.dispose();
    }
    write(file, image);
  }

  static BufferedImage blank(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Palette.PAPER);
    graphics.fillRect(0, 0, width, height);
    graphics.dispose();
    return image;
  }

  static void write(Path file, BufferedImage image) {
    try {
      ImageIO.write(image, "png", file.toFile());
    } catch (IOException e) {
      throw Failure.stop(file + " cannot be written: " + FileReason.of(e), e);
    }
  }
}
