package io.vedette.log;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.vedette.text.Printable;

/**
 * The conversion words {@code %printable}, an event's message, and {@code %printable{thread}}, its
 * thread's name, of a log pattern: in one line that neither forges another nor commands a terminal.
 * Thread-safe.
 */
public final class PrintableText extends ClassicConverter {
  @Override
  public String convert(ILoggingEvent event) {
    boolean isThread = "thread".equals(getFirstOption());
    return Printable.line(
        String.valueOf(isThread ? event.getThreadName() : event.getFormattedMessage()));
  }
}
