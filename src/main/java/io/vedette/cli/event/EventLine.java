package io.vedette.cli.event;

import io.vedette.event.Alert;
import io.vedette.event.FrameDetections;
import io.vedette.event.operation.CoverageEvent;
import io.vedette.event.operation.OperationEvent;
import io.vedette.event.scene.SceneEvent;
import io.vedette.event.scene.SceneEventType;
import io.vedette.frame.DetectedObject;
import io.vedette.text.Printable;
import io.vedette.transport.event.EventReader;
import io.vedette.transport.record.Records;
import io.vedette.validation.CheckedJson;
import io.vedette.validation.Names;
import io.vedette.validation.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;

/** The formatting of events as lines for people. Immutable. */
public final class EventLine {
  /** CloudEvents' type of a detection. */
  public static final String DETECTION = "io.vedette.detection.v1";

  private static final int LONGEST = 2000;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

  private final Ansi ansi;
  private final ZoneId zone;

  public EventLine(Ansi ansi, ZoneId zone) {
    this.ansi = ansi;
    this.zone = zone;
  }

  /** The line of an event, without its end; for an unreadable record the reason. */
  public String of(EventReader.Event event) {
    Reading<String> line = line(event);
    return line.value()
        .orElseGet(
            () ->
                Printable.line(
                    "%s: a record of %s cannot be read: %s"
                        .formatted(
                            Names.named(event.camera(), "unknown"), event.topic(), line.reason()),
                    LONGEST));
  }

  private Reading<String> line(EventReader.Event event) {
    String key = event.camera();
    if (event.type().equals(DETECTION)) {
      return Records.detection(key, event.json()).then(this::of);
    }
    if (event.type().equals(Alert.TYPE)) {
      return Records.alert(key, event.json()).then(this::of);
    }
    if (OperationEvent.cloudEventsTypes().contains(event.type())) {
      return Records.operation(key, event.json()).then(this::of);
    }
    return SceneEventType.knows(event.type())
        ? Records.sceneEvent(key, event.json()).then(this::of)
        : Reading.of(() -> unknown(event));
  }

  /** The line of an unknown type, which a later version may know. */
  private static String unknown(EventReader.Event event) {
    var unused = CheckedJson.parse(event.json(), "an event");
    String text = new String(event.json(), StandardCharsets.UTF_8);
    return Printable.line(event.camera() + " " + text, LONGEST);
  }

  /** {@code 14:02:16.320 alert gate: person #12 in yard for 5.2 s}. */
  public String of(Alert alert) {
    return head(alert.origin().frame().capturedAt(), "alert") + Printable.line(alert.words());
  }

  /** {@code 14:02:09.001 gate: live on node-1}. */
  public String of(OperationEvent event) {
    String name = event instanceof CoverageEvent ? " coverage:" : ":";
    return head(event.at(), event.camera() + name) + Printable.line(OperationWords.of(event));
  }

  /** {@code 14:02:11.120 gate: person #12 entered yard, 3.2 s}. */
  public String of(SceneEvent event) {
    return head(event.at(), event.camera() + ":") + Printable.line(SceneWords.of(event));
  }

  /** {@code 14:02:11.120 gate: person #12, car #13 appeared}, of events that say the same. */
  public String of(List<SceneEvent> events) {
    SceneEvent first = events.get(0);
    return head(first.at(), first.camera() + ":") + Printable.line(SceneWords.of(events));
  }

  /** {@code 14:02:11.120 WARN camera gate cannot be read}. */
  public String note(Instant at, String name, String text) {
    return head(at, name).stripTrailing() + " " + Printable.line(text);
  }

  /** {@code 14:02:11.120 gate #4211 person 0.83, car 0.61 (42 ms)}. */
  public String of(FrameDetections event) {
    StringBuilder line = new StringBuilder();
    line.append(head(event.frame().capturedAt(), event.camera()));
    line.append(styled("faint", "#" + event.frame().sequence())).append(' ');
    line.append(event.objects().isEmpty() ? "nothing" : objects(event));
    Double latency = event.latencyMs().get("end_to_end");
    if (latency != null) {
      line.append("  ").append(styled("faint", String.format(Locale.ROOT, "(%.0f ms)", latency)));
    }
    return line.toString();
  }

  /** The numbers of objects by label, as {@code 2 × person, 1 × car}. */
  public static String counts(FrameDetections event) {
    Map<String, Integer> counts = new TreeMap<>();
    event.objects().forEach(object -> counts.merge(object.label(), 1, Integer::sum));
    return counts.entrySet().stream()
        .map(count -> count.getValue() + " × " + count.getKey())
        .collect(Collectors.joining(", "));
  }

  private String head(Instant time, String name) {
    return styled("faint", TIME.format(time.atZone(zone))) + " " + styled("bold,cyan", name) + " ";
  }

  /** A styled text, in which nothing counts as markup: it may come from a record. */
  private String styled(String style, String text) {
    String line = Printable.line(text);
    IStyle[] styles = Style.parse(style);
    return ansi.enabled() ? Style.on(styles) + line + Style.off(styles) : line;
  }

  private String objects(FrameDetections event) {
    StringBuilder text = new StringBuilder();
    for (DetectedObject object : event.objects()) {
      text.append(text.isEmpty() ? "" : ", ")
          .append(styled("green", object.label()))
          .append(String.format(Locale.ROOT, " %.2f", object.confidence()));
    }
    return text.toString();
  }
}
