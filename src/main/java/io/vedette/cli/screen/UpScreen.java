package io.vedette.cli.screen;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.vedette.cli.event.EventLine;
import io.vedette.cli.event.EventPrinter;
import io.vedette.cli.event.SceneWords;
import io.vedette.cli.option.SettingsOptions;
import io.vedette.event.Alert;
import io.vedette.event.FrameDetections;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.event.operation.DegradationEvent;
import io.vedette.event.operation.OperationEvent;
import io.vedette.event.scene.SceneEvent;
import io.vedette.event.scene.SceneEventType;
import io.vedette.runtime.Worker;
import io.vedette.text.Printable;
import io.vedette.transport.event.EventReader;
import io.vedette.transport.record.Records;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/**
 * The screen of {@code vedette up}: events as text in order of time, and below them the state of
 * each camera, which is overwritten where the terminal allows that. Thread-safe.
 */
public final class UpScreen implements EventPrinter.Screen, AutoCloseable {
  private static final String CAMERA_THREAD = "camera-";
  private static final Duration DRAWING = Duration.ofMillis(500);
  private static final Duration SUMMARY = Duration.ofMinutes(1);
  private static final Duration MEASURING = Duration.ofSeconds(10);

  private final EventLine words = new EventLine(Ansi.AUTO, ZoneId.systemDefault());
  private final boolean isTerminal = Terminal.isThere();
  private final TimeOrder<Line> lines = new TimeOrder<>(Instant.now());
  private final StateNews news = new StateNews();
  private final PrintWriter out;
  private final boolean isVerbose;
  private final CameraStateTable cameras;
  private @Nullable ScreenLog log;
  private Terminal.Size size = Terminal.size();
  private Instant measured = Instant.now();
  private Instant drawn = Instant.MIN;
  private int linesBelow;
  private boolean isClosed;

  /**
   * A text to be shown.
   *
   * @param scene the event of the text, where it can share a line with equal ones
   */
  private record Line(String text, @Nullable SceneEvent scene) {}

  /**
   * @param cameras the cameras that are expected
   * @param isVerbose whether each detection and the whole log are shown, too
   */
  public UpScreen(PrintWriter out, Collection<String> cameras, boolean isVerbose) {
    this.out = out;
    this.isVerbose = isVerbose;
    this.cameras = new CameraStateTable(cameras);
    if (!isVerbose) {
      ScreenLog.quieten();
    }
  }

  /** Shows a line at once. */
  public synchronized void show(String line) {
    draw(List.of(Printable.line(line)), Instant.now());
  }

  /** Begins to show events and the log. */
  public synchronized void begin() {
    measured = Instant.now();
    if (isTerminal) {
      log = new ScreenLog(this::logged);
    }
  }

  @Override
  public synchronized void accept(EventReader.Event event) {
    Instant now = Instant.now();
    String key = event.camera();
    if (event.type().equals(EventLine.DETECTION)) {
      Records.detection(key, event.json()).value().ifPresent(read -> take(read, now));
    } else if (event.type().equals(Alert.TYPE)) {
      Records.alert(key, event.json())
          .value()
          .ifPresent(read -> add(read.origin().frame().capturedAt(), words.of(read), null, now));
    } else if (OperationEvent.cloudEventsTypes().contains(event.type())) {
      Records.operation(key, event.json()).value().ifPresent(read -> take(read, now));
    } else if (SceneEventType.knows(event.type())) {
      Records.sceneEvent(key, event.json())
          .value()
          .filter(SceneWords::isNews)
          .ifPresent(read -> add(read.at(), words.of(read), read, now));
    }
  }

  /** Whether the output is open; where it is closed the printing ends, and all else goes on. */
  @Override
  public synchronized boolean isOpen() {
    Instant now = Instant.now();
    if (Duration.between(drawn, now).compareTo(DRAWING) >= 0) {
      if (isTerminal && Duration.between(measured, now).compareTo(MEASURING) >= 0) {
        size = Terminal.size();
        measured = now;
      }
      draw(together(lines.due(now)), now);
      summarise(now);
    }
    return !SettingsOptions.isGone(out);
  }

  /** Shows the events that are still held back, and restores the log. */
  @Override
  public synchronized void close() {
    if (!isClosed) {
      isClosed = true;
      draw(together(lines.rest()), Instant.now());
      ScreenLog open = log;
      if (open != null) {
        open.close();
      }
    }
  }

  private synchronized void logged(ILoggingEvent event) {
    if (isShownByEvents(event)) {
      return;
    }
    Instant at = Instant.ofEpochMilli(event.getTimeStamp());
    add(at, words.note(at, event.getLevel().toString(), event.getFormattedMessage()), null, at);
  }

  /** Whether a message is also an event, as a camera's failure is. */
  private static boolean isShownByEvents(ILoggingEvent event) {
    return event.getLoggerName().equals(Worker.class.getName())
        && event.getThreadName().startsWith(CAMERA_THREAD)
        && !event.getLevel().isGreaterOrEqual(Level.ERROR);
  }

  private void take(FrameDetections detections, Instant now) {
    cameras.take(detections, now);
    lines.noteLate(detections.frame().capturedAt(), now);
    if (isVerbose) {
      add(detections.frame().capturedAt(), words.of(detections), null, now);
    }
  }

  private void take(OperationEvent event, Instant now) {
    if (event instanceof CameraStateEvent state) {
      cameras.take(state);
      if (news.isNews(state)) {
        add(event.at(), words.of(event), null, now);
      }
    } else if (event instanceof DegradationEvent degradation) {
      cameras.take(degradation);
    }
  }

  private void add(Instant at, String text, @Nullable SceneEvent scene, Instant now) {
    lines.add(at, new Line(text, scene), now);
  }

  /** The lines, in which equal events of several objects share one. */
  private List<String> together(List<TimeOrder.Timed<Line>> due) {
    SameScenes scenes = new SameScenes(words);
    due.forEach(timed -> scenes.add(timed.what().text(), timed.what().scene()));
    return scenes.lines();
  }

  private void summarise(Instant now) {
    if (!isTerminal && Duration.between(measured, now).compareTo(SUMMARY) >= 0) {
      measured = now;
      draw(List.of(words.note(now, "", cameras.summary(now))), now);
    }
  }

  /** Writes lines above the table, and the table again. */
  private void draw(List<String> above, Instant now) {
    StringBuilder text = new StringBuilder();
    if (linesBelow > 0) {
      text.append("\u001b[").append(linesBelow).append("A\u001b[J");
    }
    above.forEach(line -> text.append(line).append(System.lineSeparator()));
    boolean isTable = isTerminal && log != null && !isClosed;
    List<String> table = isTable ? cameras.lines(now, size) : List.of();
    table.forEach(line -> text.append(line).append(System.lineSeparator()));
    linesBelow = table.size();
    drawn = now;
    out.print(text);
    out.flush();
  }
}
