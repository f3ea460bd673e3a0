package io.vedette.model.report;

import io.vedette.frame.DetectedObject;
import io.vedette.geometry.RelativeBox;
import io.vedette.model.data.LabelledBox;
import io.vedette.runtime.Failure;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/** A grid of pictures with found boxes in colour and labels in white. Confined to one thread. */
public final class DetectionGrid {
  private static final int COLUMNS = 4;
  private static final int SIDE = 320;

  private final List<BufferedImage> tiles = new ArrayList<>();

  /** Adds a picture. */
  public void add(byte[] jpeg, List<LabelledBox> there, List<DetectedObject> found) {
    BufferedImage tile = ReportPicture.blank(SIDE, SIDE);
    Graphics2D graphics = tile.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    Rectangle2D area = paint(graphics, decoded(jpeg));
    graphics.setStroke(new BasicStroke(1));
    graphics.setColor(Color.WHITE);
    there.forEach(object -> graphics.draw(placed(object.box(), area)));
    found.forEach(box -> paint(graphics, box, area));
    graphics.dispose();
    tiles.add(tile);
  }

  public void write(Path file) {
    int rows = (tiles.size() + COLUMNS - 1) / COLUMNS;
    if (rows == 0) {
      return;
    }
    BufferedImage grid = ReportPicture.blank(COLUMNS * SIDE, rows * SIDE);
    Graphics2D graphics = grid.createGraphics();
    for (int i = 0; i < tiles.size(); i++) {
      graphics.drawImage(tiles.get(i), i % COLUMNS * SIDE, i / COLUMNS * SIDE, null);
    }
    graphics.dispose();
    ReportPicture.write(file, grid);
  }

  private static BufferedImage decoded(byte[] jpeg) {
    try {
      return ImageIO.read(new ByteArrayInputStream(jpeg));
    } catch (IOException e) {
      throw Failure.skip("a picture cannot be shown: " + e.getMessage(), e);
    }
  }

  private static Rectangle2D paint(Graphics2D graphics, BufferedImage image) {
    double scale = (double) SIDE / Math.max(image.getWidth(), image.getHeight());
    int width = (int) Math.round(image.getWidth() * scale);
    int height = (int) Math.round(image.getHeight() * scale);
    int left = (SIDE - width) / 2;
    int top = (SIDE - height) / 2;
    graphics.drawImage(image, left, top, width, height, null);
    return new Rectangle2D.Double(left, top, width, height);
  }

  private static void paint(Graphics2D graphics, DetectedObject box, Rectangle2D area) {
    Rectangle2D place = placed(box.box(), area);
    graphics.setColor(Palette.of(box.classId()));
    graphics.setStroke(new BasicStroke(2));
    graphics.draw(place);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
    String text = String.format(Locale.ROOT, "%s %.2f", box.label(), box.confidence());
    graphics.drawString(text, (float) place.getX() + 2, (float) Math.max(10, place.getY() - 3));
  }

  private static Rectangle2D placed(RelativeBox box, Rectangle2D area) {
    return new Rectangle2D.Double(
        area.getX() + box.x() * area.getWidth(),
        area.getY() + box.y() * area.getHeight(),
        box.w() * area.getWidth(),
        box.h() * area.getHeight());
  }
}
