package io.vedette.text;

import java.io.IOException;
import java.io.Writer;

/**
 * A writer of lines for people that escapes unsafe characters, except the ends of lines: names in a
 * model or a data set may be anybody's. Thread-safe as the writer that it writes to.
 */
public final class PrintableWriter extends Writer {
  private final Writer out;

  public PrintableWriter(Writer out) {
    super(out);
    this.out = out;
  }

  @Override
  public void write(char[] text, int offset, int length) throws IOException {
    write(new String(text, offset, length), 0, length);
  }

  @Override
  public void write(String text, int offset, int length) throws IOException {
    String wanted = text.substring(offset, offset + length);
    int begin = 0;
    for (int end = wanted.indexOf('\n'); end >= 0; end = wanted.indexOf('\n', begin)) {
      boolean isTwo = end > begin && wanted.charAt(end - 1) == '\r';
      out.write(Printable.line(wanted.substring(begin, isTwo ? end - 1 : end)));
      out.write(isTwo ? "\r\n" : "\n");
      begin = end + 1;
    }
    out.write(Printable.line(wanted.substring(begin)));
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
