package io.vedette.app;

import io.vedette.event.Alert;
import io.vedette.event.DetectionEvent;
import io.vedette.event.DetectionEvent.DetectedObject;
import io.vedette.event.DetectionJson;
import io.vedette.event.SceneEvent;
import io.vedette.event.SceneEventJson;
import io.vedette.event.SceneEventType;
import io.vedette.event.operation.CoverageEvent;
import io.vedette.event.operation.OperationEvent;
import io.vedette.transport.EventReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Help.Ansi;

/** Events as lines for people. Immutable. */
final class EventLine {
  /** CloudEvents' type of a detection. */
  static final String DETECTION = "io.vedette.detection.v1";

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

  private final Ansi ansi;
  private final ZoneId zone;

  EventLine(Ansi ansi, ZoneId zone) {
    this.ansi = ansi;
    this.zone = zone;
  }

  /** One line, without its end. */
  String of(EventReader.Event event) {
    if (event.type().equals(DETECTION)) {
      return of(DetectionJson.read(event.json()));
    }
    if (event.type().equals(Alert.TYPE)) {
      return of(Alert.read(event.json()));
    }
    if (OperationEvent.cloudEventsTypes().contains(event.type())) {
      return of(OperationEvent.read(event.json()));
    }
    return SceneEventType.knows(event.type())
        ? of(SceneEventJson.read(event.json()))
        : event.camera() + " " + new String(event.json(), StandardCharsets.UTF_8);
  }

  /** {@code 14:02:16.320 alert gate: person #12 in yard for 5.2 s}. */
  String of(Alert alert) {
    return head(alert.origin().frame().capturedAt(), "alert") + alert.words();
  }

  /** {@code 14:02:09.001 gate: live on node-1}. */
  String of(OperationEvent event) {
    String name = event instanceof CoverageEvent ? " coverage:" : ":";
    return head(event.at(), event.camera() + name) + OperationWords.of(event);
  }

  /** {@code 14:02:11.120 gate: person #12 entered yard, 3.2 s}. */
  String of(SceneEvent event) {
    return head(event.at(), event.camera() + ":") + SceneWords.of(event);
  }

  /** {@code 14:02:11.120 gate #4211 person 0.83, car 0.61 (42 ms)}. */
  String of(DetectionEvent event) {
    StringBuilder line = new StringBuilder();
    line.append(head(event.frame().capturedAt(), event.camera()));
    line.append(ansi.string("@|faint #" + event.frame().sequence() + "|@ "));
    line.append(event.objects().isEmpty() ? "nothing" : objects(event));
    Double latency = event.latencyMs().get("end_to_end");
    if (latency != null) {
      line.append(ansi.string(String.format(Locale.ROOT, "  @|faint (%.0f ms)|@", latency)));
    }
    return line.toString();
  }

  /** What of an event makes it news: the camera and how many objects of each label it shows. */
  static String gist(DetectionEvent event) {
    Map<String, Integer> counts = new TreeMap<>();
    event.objects().forEach(object -> counts.merge(object.label(), 1, Integer::sum));
    return counts.toString();
  }

  private String head(Instant time, String name) {
    return ansi.string(
        "@|faint " + TIME.format(time.atZone(zone)) + "|@ @|bold,cyan " + name + "|@ ");
  }

  private String objects(DetectionEvent event) {
    StringBuilder text = new StringBuilder();
    for (DetectedObject object : event.objects()) {
      text.append(text.isEmpty() ? "" : ", ")
          .append(ansi.string("@|green " + object.label() + "|@"))
          .append(String.format(Locale.ROOT, " %.2f", object.confidence()));
    }
    return text.toString();
  }
}
