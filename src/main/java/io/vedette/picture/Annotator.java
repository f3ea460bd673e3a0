package io.vedette.picture;

import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.RelativePoint;
import io.vedette.geometry.Size;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The drawing of boxes with captions, each kind in its own colour. Confined to one thread. */
public final class Annotator {
  /**
   * One box to draw.
   *
   * @param kind boxes of one kind have one colour
   */
  public record Mark(RelativeBox box, String caption, int kind) {}

  /**
   * A zone or a line to draw.
   *
   * @param points its corners, or its two ends
   * @param isClosed whether the last point is joined with the first
   * @param kind outlines of one kind have one colour
   */
  public record Outline(List<RelativePoint> points, boolean isClosed, String caption, int kind) {}

  private static final Logger LOG = LoggerFactory.getLogger(Annotator.class);
  private static final double GOLDEN_ANGLE = 0.381966;
  private static final int LEAST_LETTERS = 11;
  private static final int LETTERS_PER_PICTURE = 45;

  private boolean isMute;

  /** Draws over what the canvas shows. */
  public void draw(Canvas canvas, List<Mark> marks) {
    Graphics2D graphics = canvas.graphics();
    try {
      marks.forEach(mark -> draw(graphics, canvas.size(), mark));
    } finally {
      graphics.dispose();
    }
  }

  /** Draws outlines over what the canvas shows. */
  public void outline(Canvas canvas, List<Outline> outlines) {
    Graphics2D graphics = canvas.graphics();
    try {
      outlines.forEach(outline -> draw(graphics, canvas.size(), outline));
    } finally {
      graphics.dispose();
    }
  }

  /** A colour that differs from those of the neighbouring numbers. */
  public static Color colour(int kind) {
    return Color.getHSBColor((float) (0.33 + kind * GOLDEN_ANGLE) % 1, 0.85f, 1f);
  }

  private void draw(Graphics2D graphics, Size size, Outline outline) {
    Path2D path = new Path2D.Double();
    for (RelativePoint point : outline.points()) {
      double x = point.x() * size.width();
      double y = point.y() * size.height();
      if (path.getCurrentPoint() == null) {
        path.moveTo(x, y);
      } else {
        path.lineTo(x, y);
      }
    }
    if (outline.isClosed()) {
      path.closePath();
    }
    graphics.setColor(colour(outline.kind()));
    graphics.setStroke(stroke(size));
    graphics.draw(path);
    if (!isMute) {
      caption(graphics, path.getBounds2D(), outline.caption(), size);
    }
  }

  private static int letters(Size size) {
    return Math.max(LEAST_LETTERS, size.height() / LETTERS_PER_PICTURE);
  }

  private static BasicStroke stroke(Size size) {
    return new BasicStroke(Math.max(1.5f, size.height() / 360f));
  }

  private void draw(Graphics2D graphics, Size size, Mark mark) {
    Rectangle2D box =
        new Rectangle2D.Double(
            mark.box().x() * size.width(),
            mark.box().y() * size.height(),
            mark.box().w() * size.width(),
            mark.box().h() * size.height());
    graphics.setColor(colour(mark.kind()));
    graphics.setStroke(stroke(size));
    graphics.draw(box);
    if (!isMute) {
      caption(graphics, box, mark.caption(), size);
    }
  }

  /**
   * The place where a caption is whole: above the box, or inside it at the picture's upper edge.
   */
  static Rectangle2D captionPlace(Rectangle2D box, double width, double height, Size picture) {
    double top = box.getY() < height ? box.getY() : box.getY() - height;
    double x = Math.max(0, Math.min(box.getX(), picture.width() - width));
    double y = Math.max(0, Math.min(top, picture.height() - height));
    return new Rectangle2D.Double(x, y, width, height);
  }

  private void caption(Graphics2D graphics, Rectangle2D box, String text, Size size) {
    try {
      graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, letters(size)));
      FontMetrics metrics = graphics.getFontMetrics();
      Rectangle2D place =
          captionPlace(box, metrics.stringWidth(text) + 4.0, metrics.getHeight(), size);
      graphics.fill(place);
      graphics.setColor(Color.BLACK);
      graphics.drawString(
          text, (float) place.getX() + 2, (float) place.getY() + metrics.getAscent());
    } catch (RuntimeException | LinkageError e) {
      isMute = true; // a Java without fonts still shows the boxes
      LOG.warn("boxes are drawn without captions, since this Java has no fonts: {}", e.toString());
    }
  }
}
