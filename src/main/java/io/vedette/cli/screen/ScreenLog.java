package io.vedette.cli.screen;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import io.vedette.ingest.degradation.Degradation;
import io.vedette.ingest.source.CameraSeeds;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * The log of this process while a screen is shown: warnings appear as lines of the screen instead
 * of between them. Closing restores the log. Thread-safe.
 */
final class ScreenLog implements AutoCloseable {
  /** The classes whose messages are shown also when nothing is wrong. */
  private static final List<Class<?>> SHOWN = List.of(CameraSeeds.class, Degradation.class);

  private final List<Appender<ILoggingEvent>> before = new ArrayList<>();
  private final Shown shown;

  private static final class Shown extends AppenderBase<ILoggingEvent> {
    private final Consumer<ILoggingEvent> lines;

    private Shown(Consumer<ILoggingEvent> lines) {
      this.lines = lines;
    }

    @Override
    protected void append(ILoggingEvent event) {
      lines.accept(event);
    }
  }

  /**
   * Sets the log to warnings and errors, unless more is set for a logger, and leaves out messages
   * that are also events.
   */
  static void quieten() {
    root().setLevel(Level.WARN);
    SHOWN.forEach(type -> context().getLogger(type).setLevel(Level.INFO));
  }

  /**
   * A log whose messages are lines of the screen.
   *
   * @param lines receives the messages, on the threads that log
   */
  ScreenLog(Consumer<ILoggingEvent> lines) {
    this.shown = new Shown(lines);
    shown.setContext(context());
    shown.start();
    root().iteratorForAppenders().forEachRemaining(before::add);
    before.forEach(root()::detachAppender);
    root().addAppender(shown);
  }

  @Override
  public void close() {
    root().detachAppender(shown);
    before.forEach(root()::addAppender);
    before.clear();
    shown.stop();
  }

  private static Logger root() {
    return context().getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }
}
