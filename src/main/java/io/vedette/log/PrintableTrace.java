package io.vedette.log;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.vedette.text.Printable;
import org.jspecify.annotations.Nullable;

/**
 * The conversion word {@code %printableTrace} of a log pattern, as {@code %ex}: a stack trace in
 * lines of its own, in which the message of each exception is one line as {@link Printable#line}
 * shows it. Thread-safe.
 */
public final class PrintableTrace extends ThrowableProxyConverter {
  @Override
  protected String throwableProxyToString(IThrowableProxy failure) {
    return super.throwableProxyToString(new Shown(failure));
  }

  /** An exception whose texts can be shown. */
  private record Shown(IThrowableProxy failure) implements IThrowableProxy {
    @Override
    public @Nullable String getMessage() {
      return shown(failure.getMessage());
    }

    @Override
    public @Nullable String getOverridingMessage() {
      return shown(failure.getOverridingMessage());
    }

    @Override
    public String getClassName() {
      return failure.getClassName();
    }

    @Override
    public StackTraceElementProxy[] getStackTraceElementProxyArray() {
      return failure.getStackTraceElementProxyArray();
    }

    @Override
    public int getCommonFrames() {
      return failure.getCommonFrames();
    }

    @Override
    public @Nullable IThrowableProxy getCause() {
      @Nullable IThrowableProxy cause = failure.getCause();
      return cause == null ? null : new Shown(cause);
    }

    @Override
    public IThrowableProxy[] getSuppressed() {
      IThrowableProxy @Nullable [] suppressed = failure.getSuppressed();
      IThrowableProxy[] shown = new IThrowableProxy[suppressed == null ? 0 : suppressed.length];
      for (int i = 0; i < shown.length; i++) {
        shown[i] = new Shown(suppressed[i]);
      }
      return shown;
    }

    @Override
    public boolean isCyclic() {
      return failure.isCyclic();
    }

    private static @Nullable String shown(@Nullable String text) {
      return text == null ? null : Printable.line(text);
    }
  }
}
