package io.vedette.cli.screen;

import io.vedette.event.FrameDetections;
import io.vedette.event.operation.CameraState;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.event.operation.DegradationEvent;
import io.vedette.text.Count;
import io.vedette.text.Printable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The table of all cameras' states, as lines. Confined to one thread. */
final class CameraStateTable {
  private static final int WIDEST_NAME = 24;

  private final Map<String, CameraRow> rows = new TreeMap<>();

  /**
   * @param cameras the cameras that are expected
   */
  CameraStateTable(Collection<String> cameras) {
    cameras.forEach(this::row);
  }

  void take(FrameDetections detections, Instant now) {
    row(detections.camera()).take(detections, now);
  }

  void take(CameraStateEvent event) {
    if (event.state() == CameraState.REMOVED) {
      rows.remove(event.camera());
    } else {
      row(event.camera()).take(event);
    }
  }

  void take(DegradationEvent event) {
    row(event.camera()).take(event);
  }

  /**
   * A line with the titles and one for each camera; cameras in trouble come first where there is
   * not enough room.
   */
  List<String> lines(Instant now, Terminal.Size size) {
    int room = Math.max(1, size.rows() / 2 - 2);
    int name = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
    String format = "%-" + Math.max("camera".length(), Math.min(WIDEST_NAME, name)) + "s  %s";
    List<String> lines = new ArrayList<>();
    lines.add(format.formatted("camera", "state         fps  delay   sees"));
    List<CameraRow> shown = shown(room);
    shown.forEach(row -> lines.add(format.formatted(row.camera(), row.words(now))));
    int others = rows.size() - shown.size();
    if (others > 0) {
      lines.add("… and %s more".formatted(Count.cameras(others)));
    }
    return lines.stream().map(line -> cut(line, size.columns() - 1)).toList();
  }

  /** {@code 2 of 2 cameras live, 9.8 pictures a second inferred}. */
  String summary(Instant now) {
    long live = rows.values().stream().filter(CameraRow::isLive).count();
    double rate = rows.values().stream().mapToDouble(row -> row.rate(now)).sum();
    return String.format(
        Locale.ROOT,
        "%d of %s live, %.1f pictures a second inferred",
        live,
        Count.cameras(rows.size()),
        rate);
  }

  private List<CameraRow> shown(int room) {
    List<CameraRow> all = List.copyOf(rows.values());
    if (all.size() <= room) {
      return all;
    }
    List<CameraRow> first = new ArrayList<>(all.stream().filter(row -> !row.isLive()).toList());
    first.addAll(all.stream().filter(CameraRow::isLive).toList());
    return first.subList(0, room);
  }

  private CameraRow row(String camera) {
    return rows.computeIfAbsent(camera, CameraRow::new);
  }

  private static String cut(String line, int width) {
    String printable = Printable.line(line);
    return printable.length() <= width
        ? printable
        : printable.substring(0, Math.max(0, width - 1)) + "…";
  }
}
