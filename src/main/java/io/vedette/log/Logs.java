package io.vedette.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The log of this process. Thread-safe. */
public final class Logs {
  /** Words for levels. */
  public static final List<String> LEVELS =
      List.of("off", "error", "warn", "info", "debug", "trace");

  private static final String ROOT = "root";
  private static final Pattern LOGGER = Pattern.compile("[A-Za-z_$][\\w$.-]{0,199}");

  /** Levels from before the first change, by logger; empty text where there was none. */
  private final Map<String, String> original = new ConcurrentHashMap<>();

  private Logs() {}

  /** The log as the settings want it. */
  public static Logs of(LogSettings settings) {
    if (settings.format() == LogSettings.Format.JSON) {
      useJson();
    }
    Logs logs = new Logs();
    settings.levels().forEach((logger, level) -> logger(logger).setLevel(Level.toLevel(level)));
    return logs;
  }

  /** Whether a text can be a logger's name. */
  public static boolean isLogger(String name) {
    return LOGGER.matcher(name).matches();
  }

  /** Whether a text is the name of a level. */
  public static boolean isLevel(String word) {
    return LEVELS.contains(word.toLowerCase(Locale.ROOT));
  }

  /** Levels of the loggers that have one of their own. */
  public Map<String, String> levels() {
    Map<String, String> levels = new TreeMap<>();
    for (Logger logger : context().getLoggerList()) {
      Level level = logger.getLevel();
      if (level != null) {
        levels.put(name(logger), word(level));
      }
    }
    return levels;
  }

  /**
   * Changes a logger's level from now on.
   *
   * @param level null for the one it began with
   */
  public void set(String name, @Nullable String level) {
    Logger logger = logger(name);
    Level before = logger.getLevel();
    original.putIfAbsent(name(logger), before == null ? "" : word(before));
    String wanted = level == null ? original.getOrDefault(name(logger), "") : level;
    logger.setLevel(wanted.isEmpty() ? null : Level.toLevel(wanted));
  }

  private static void useJson() {
    Iterator<Appender<ILoggingEvent>> appenders = logger(ROOT).iteratorForAppenders();
    while (appenders.hasNext()) {
      if (appenders.next() instanceof OutputStreamAppender<ILoggingEvent> stream) {
        JsonLogEncoder encoder = new JsonLogEncoder();
        encoder.setContext(context());
        encoder.start();
        stream.setEncoder(encoder);
      }
    }
  }

  private static String name(Logger logger) {
    return logger.getName().equals(org.slf4j.Logger.ROOT_LOGGER_NAME) ? ROOT : logger.getName();
  }

  private static String word(Level level) {
    return level.toString().toLowerCase(Locale.ROOT);
  }

  private static Logger logger(String name) {
    return context()
        .getLogger(name.equalsIgnoreCase(ROOT) ? org.slf4j.Logger.ROOT_LOGGER_NAME : name);
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }
}
