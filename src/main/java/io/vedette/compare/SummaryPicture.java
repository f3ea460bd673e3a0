package io.vedette.compare;

import io.vedette.text.Count;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * The summary of a comparison as a picture: per label a bar of boxes that both runs have, that were
 * lost and that were added.
 */
public final class SummaryPicture {
  private static final int WIDTH = 900;
  private static final int ROW = 44;
  private static final int TOP = 70;
  private static final int LEFT = 180;
  private static final int RIGHT = 120;
  private static final int BAR = 24;
  private static final Color BOTH = new Color(0x2E7D32);
  private static final Color LOST = new Color(0xC62828);
  private static final Color ADDED = new Color(0x1565C0);

  private SummaryPicture() {}

  /** Draws it; the names are those of the two runs. */
  public static BufferedImage draw(Summary summary, String first, String second) {
    int height = TOP + ROW * Math.max(1, summary.labels().size()) + ROW;
    BufferedImage image = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, WIDTH, height);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 16));
    graphics.setColor(Color.BLACK);
    graphics.drawString(
        "%s and %s: %s in both".formatted(first, second, Count.frames(summary.frames())), 20, 30);
    legend(graphics, first, second);
    bars(graphics, summary.labels());
    graphics.dispose();
    return image;
  }

  private static void legend(Graphics2D graphics, String first, String second) {
    graphics.setColor(BOTH);
    graphics.drawString("both", LEFT, 55);
    graphics.setColor(LOST);
    graphics.drawString("only " + first, LEFT + 80, 55);
    graphics.setColor(ADDED);
    graphics.drawString("only " + second, LEFT + 330, 55);
  }

  private static void bars(Graphics2D graphics, List<Summary.Label> labels) {
    long most =
        labels.stream()
            .mapToLong(label -> label.matched() + label.lost() + label.added())
            .max()
            .orElse(1);
    for (int row = 0; row < labels.size(); row++) {
      bar(graphics, labels.get(row), TOP + row * ROW, (double) (WIDTH - LEFT - RIGHT) / most);
    }
  }

  private static void bar(Graphics2D graphics, Summary.Label label, int y, double scale) {
    graphics.setColor(Color.BLACK);
    graphics.drawString(label.label(), 20, y + BAR - 6);
    double x = LEFT;
    x = part(graphics, BOTH, x, y, label.matched() * scale);
    x = part(graphics, LOST, x, y, label.lost() * scale);
    x = part(graphics, ADDED, x, y, label.added() * scale);
    graphics.setColor(Color.BLACK);
    graphics.drawString("%.1f %%".formatted(100 * label.agreement()), (int) x + 8, y + BAR - 6);
  }

  private static double part(Graphics2D graphics, Color colour, double x, int y, double width) {
    graphics.setColor(colour);
    graphics.fillRect(
        (int) Math.round(x), y, (int) Math.round(x + width) - (int) Math.round(x), BAR);
    return x + width;
  }
}
