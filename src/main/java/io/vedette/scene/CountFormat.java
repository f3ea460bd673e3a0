package io.vedette.scene;

import io.vedette.event.WindowCount;
import io.vedette.event.WindowCount.Kind;
import io.vedette.event.WindowCount.Length;
import io.vedette.event.WindowCount.Subject;
import io.vedette.event.WindowCount.Window;
import io.vedette.state.StateReader;
import io.vedette.state.StateWriter;
import java.time.Duration;

/** A camera's counts as bytes. Immutable. */
final class CountFormat {
  private CountFormat() {}

  static void write(StateWriter out, WindowCount count) {
    out.text(count.window().length().name())
        .time(count.window().start())
        .text(count.subject().kind().name())
        .maybe(count.subject().name(), StateWriter::text)
        .text(count.subject().label())
        .number(count.first())
        .number(count.second())
        .number(count.dwell().toNanos());
  }

  static WindowCount read(String camera, StateReader in) {
    Window window = new Window(in.constant(Length.class), in.time());
    Subject subject =
        new Subject(camera, in.constant(Kind.class), in.maybe(StateReader::text), in.text());
    return new WindowCount(
        window, subject, in.number(), in.number(), Duration.ofNanos(in.number()));
  }
}
