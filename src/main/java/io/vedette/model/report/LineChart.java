package io.vedette.model.report;

import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.List;
import java.util.stream.IntStream;

/** Lines over a common x. Immutable. */
public final class LineChart {
  private static final int LEFT = 64;
  private static final int RIGHT = 24;
  private static final int TOP = 44;
  private static final int BOTTOM = 52;
  private static final int LEGEND_LINE = 18;
  private static final double MIDDLE = 0.5;

  private final String title;
  private final ChartAxis x;
  private final ChartAxis y;
  private final List<Series> series;

  public LineChart(String title, String xTitle, String yTitle, List<Series> series) {
    this(
        title,
        ChartAxis.around(xTitle, series.stream().flatMap(one -> one.x().stream())),
        ChartAxis.around(yTitle, series.stream().flatMap(one -> one.y().stream())),
        series);
  }

  private LineChart(String title, ChartAxis x, ChartAxis y, List<Series> series) {
    this.title = title;
    this.x = x;
    this.y = y;
    this.series = List.copyOf(series);
  }

  /** A chart whose axes both go from 0 to 1. */
  public static LineChart ofParts(String title, String xTitle, String yTitle, List<Series> series) {
    return new LineChart(title, new ChartAxis(xTitle, 0, 1), new ChartAxis(yTitle, 0, 1), series);
  }

  /** Paints it into a rectangle whose upper left corner is the origin. */
  void paint(Graphics2D graphics, int width, int height) {
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Palette.INK);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
    graphics.drawString(title, LEFT, 24);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    int wide = width - LEFT - RIGHT;
    int high = height - TOP - BOTTOM;
    AffineTransform before = graphics.getTransform();
    graphics.translate(LEFT, TOP);
    frame(graphics, wide, high);
    for (int i = 0; i < series.size(); i++) {
      line(graphics, i, wide, high);
    }
    int top = isHighOnTheRight() ? high - series.size() * LEGEND_LINE - LEGEND_LINE / 2 : 0;
    for (int i = 0; i < series.size(); i++) {
      legend(graphics, i, wide, top);
    }
    graphics.setTransform(before);
  }

  private void frame(Graphics2D graphics, int wide, int high) {
    for (double tick : x.ticks()) {
      int at = (int) Math.round(x.part(tick) * wide);
      grid(graphics, at, 0, at, high);
      centred(graphics, ChartAxis.text(tick), at, high + 18);
    }
    for (double tick : y.ticks()) {
      int at = (int) Math.round((1 - y.part(tick)) * high);
      grid(graphics, 0, at, wide, at);
      String text = ChartAxis.text(tick);
      graphics.drawString(text, -8 - graphics.getFontMetrics().stringWidth(text), at + 4);
    }
    centred(graphics, x.title(), wide / 2, high + 40);
    AffineTransform before = graphics.getTransform();
    graphics.translate(-46, high / 2.0);
    graphics.rotate(-Math.PI / 2);
    centred(graphics, y.title(), 0, 0);
    graphics.setTransform(before);
  }

  private static void grid(Graphics2D graphics, int fromX, int fromY, int toX, int toY) {
    graphics.setColor(Palette.FAINT);
    graphics.setStroke(new BasicStroke(1));
    graphics.draw(new Line2D.Double(fromX, fromY, toX, toY));
    graphics.setColor(Palette.INK);
  }

  private static void centred(Graphics2D graphics, String text, int x, int y) {
    graphics.drawString(text, x - graphics.getFontMetrics().stringWidth(text) / 2, y);
  }

  private void line(Graphics2D graphics, int index, int wide, int high) {
    Series one = series.get(index);
    graphics.setColor(Palette.of(index));
    graphics.setStroke(new BasicStroke(2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    Path2D path = new Path2D.Double();
    boolean isDrawn = false;
    for (int i = 0; i < one.x().size(); i++) {
      double atX = x.part(one.x().get(i)) * wide;
      double atY = (1 - y.part(one.y().get(i))) * high;
      if (!Double.isFinite(atY)) {
        isDrawn = false;
      } else if (isDrawn) {
        path.lineTo(atX, atY);
      } else {
        path.moveTo(atX, atY);
        path.lineTo(atX + 0.01, atY);
        isDrawn = true;
      }
    }
    graphics.draw(path);
  }

  /** Whether there is more room below the lines than above, where the legend is. */
  private boolean isHighOnTheRight() {
    return series.stream()
            .flatMapToDouble(
                one ->
                    IntStream.range(0, one.x().size())
                        .filter(i -> x.part(one.x().get(i)) > MIDDLE)
                        .mapToDouble(i -> y.part(one.y().get(i))))
            .filter(Double::isFinite)
            .average()
            .orElse(0)
        > MIDDLE;
  }

  /** Paints the legend of a line, with a background that covers lines. */
  private void legend(Graphics2D graphics, int index, int wide, int top) {
    String name = series.get(index).name();
    int middle = top + 12 + index * LEGEND_LINE;
    int textWidth = graphics.getFontMetrics().stringWidth(name);
    graphics.setColor(Palette.VEIL);
    graphics.fillRect(wide - textWidth - 38, middle - LEGEND_LINE / 2, textWidth + 38, LEGEND_LINE);
    graphics.setColor(Palette.of(index));
    graphics.setStroke(new BasicStroke(2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(new Line2D.Double(wide - textWidth - 34, middle, wide - textWidth - 14, middle));
    graphics.setColor(Palette.INK);
    graphics.drawString(name, wide - textWidth - 8, middle + 4);
  }
}
