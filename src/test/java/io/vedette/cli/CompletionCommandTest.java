package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CompletionCommandTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "vedette de, detect detect-file deploy",
    "vedette cameras ad, add",
    "vedette detect --sha, --shadow",
    "vedette deploy kafka --form, --format",
    "vedette plan --val, --values"
  })
  void shouldCompleteInBash(String typed, String expected) throws Exception {
    List<String> words = List.of(typed.split(" "));
    String last = words.get(words.size() - 1);
    Path script = Files.writeString(folder.resolve("completion"), print());
    String asked =
        """
        source %s
        COMP_WORDS=(%s); COMP_CWORD=%d; COMP_LINE='%s'; COMP_POINT=%d
        _complete_vedette vedette '%s' '%s'
        echo "${COMPREPLY[@]}"
        """
            .formatted(
                script,
                typed,
                words.size() - 1,
                typed,
                typed.length(),
                last,
                words.get(words.size() - 2));

    assertThat(bash(asked).strip().split("\\s+")).contains(expected.split(" "));
  }

  @Test
  void shouldBeAScriptThatBashTakes() throws Exception {
    Path script = Files.writeString(folder.resolve("completion"), print());

    assertThat(bash("bash -n " + script)).isEmpty();
  }

  private static String print() {
    StringWriter printed = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(printed, true));
    assertThat(line.execute("completion")).isZero();
    return printed.toString();
  }

  private static String bash(String script) throws IOException, InterruptedException {
    Process process = new ProcessBuilder("bash", "-c", script).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
