package io.vedette.model.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The confusion matrix as a picture: a table whose cells are darker the more often they occur. */
public final class ConfusionPicture {
  private static final int CELL = 74;
  private static final int MARGIN = 130;
  private static final int MOST_TEXTS = 25;

  private ConfusionPicture() {}

  /**
   * Draws a table.
   *
   * @param counts rows: what was found, columns: what was there; the last of each: nothing
   */
  public static void write(Path file, List<String> names, List<List<Integer>> counts) {
    List<String> all = new ArrayList<>(names);
    all.add("nothing");
    int cell = all.size() > MOST_TEXTS ? Math.max(8, 1800 / all.size()) : CELL;
    int side = MARGIN + all.size() * cell + 20;
    BufferedImage image = ReportPicture.blank(side, side);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    for (int column = 0; column < all.size(); column++) {
      int sum = sum(counts, column);
      for (int row = 0; row < all.size(); row++) {
        cell(graphics, row, column, cell, (double) counts.get(row).get(column) / Math.max(1, sum));
        if (all.size() <= MOST_TEXTS) {
          number(graphics, row, column, counts.get(row).get(column), sum);
        }
      }
    }
    titles(graphics, all, cell);
    graphics.dispose();
    ReportPicture.write(file, image);
  }

  private static int sum(List<List<Integer>> counts, int column) {
    return counts.stream().mapToInt(row -> row.get(column)).sum();
  }

  private static void cell(Graphics2D graphics, int row, int column, int cell, double part) {
    int light = (int) Math.round(255 * (1 - 0.85 * part));
    graphics.setColor(new Color(light, Math.min(255, light + 12), 255));
    graphics.fillRect(MARGIN + column * cell, MARGIN + row * cell, cell - 1, cell - 1);
  }

  private static void number(Graphics2D graphics, int row, int column, int count, int sum) {
    graphics.setColor((double) count / Math.max(1, sum) > 0.55 ? Color.WHITE : Palette.INK);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    String text = Integer.toString(count);
    FontMetrics metrics = graphics.getFontMetrics();
    graphics.drawString(
        text,
        MARGIN + column * CELL + (CELL - metrics.stringWidth(text)) / 2,
        MARGIN + row * CELL + CELL / 2 + 5);
  }

  private static void titles(Graphics2D graphics, List<String> names, int cell) {
    graphics.setColor(Palette.INK);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
    graphics.drawString("found ↓   there →", 12, 24);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, Math.max(7, Math.min(13, cell - 2))));
    FontMetrics metrics = graphics.getFontMetrics();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      int middle = MARGIN + i * cell + cell / 2;
      graphics.drawString(name, MARGIN - 8 - metrics.stringWidth(name), middle + 4);
      Graphics2D turned = (Graphics2D) graphics.create();
      turned.rotate(-Math.PI / 2, middle + 4.0, MARGIN - 8.0);
      turned.drawString(name, middle + 4, MARGIN - 8);
      turned.dispose();
    }
  }
}
