package io.vedette.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class PrintableWriterTest {
  @Test
  void shouldEscapeAllButTheEndsOfLines() {
    StringWriter shown = new StringWriter();
    PrintWriter out = new PrintWriter(new PrintableWriter(shown), true);

    out.printf("%-8s %s%n", "class", "\u001b[2Jperson\u202e");
    out.print("two\r\nlines\r, one\n\n");
    out.print("🚗".toCharArray());

    assertThat(shown.toString().replace(System.lineSeparator(), "\n"))
        .isEqualTo("class    \\u001b[2Jperson\\u202e\ntwo\r\nlines\\r, one\n\n🚗");
  }
}
