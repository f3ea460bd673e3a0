package io.vedette.console.search;

import io.vedette.store.Micros;
import org.jspecify.annotations.Nullable;

/**
 * The writing of events as lines of CSV (RFC 4180). A text that a spreadsheet would read as a
 * formula begins with an apostrophe.
 */
final class EventCsv {
  private static final String FORMULAS = "=+-@\t\r";

  private EventCsv() {}

  /** The names of the columns. */
  static String head() {
    return "at," + String.join(",", EventRow.TEXTS) + ",confidence\r\n";
  }

  /** The line of an event. */
  static String line(EventRow event) {
    StringBuilder line = new StringBuilder(quoted(Micros.instant(event.at()).toString()));
    event.columns().forEach(text -> line.append(',').append(quoted(text)));
    Double confidence = event.confidence();
    return line.append(',').append(confidence == null ? "" : confidence).append("\r\n").toString();
  }

  static String quoted(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return "";
    }
    String safe = FORMULAS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    return '"' + safe.replace("\"", "\"\"") + '"';
  }
}
