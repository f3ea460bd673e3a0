package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script that starts the program, with a Java that only tells how it was started. */
class LauncherTest {
  private static final String JAVA =
      """
      #!/bin/sh
      [ "$1" = -version ] && echo 'openjdk version "17.0.1"' >&2 && exit
      echo "locale ${LC_ALL:-none}"
      echo "telemetry off: ${ORT_DISABLE_TELEMETRY:-0}"
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "POSIX, , , C.UTF-8",
    ", , POSIX, C.UTF-8",
    ", , , C.UTF-8",
    "'', C, de_DE.UTF-8, C.UTF-8",
    "de_DE.utf8, C, C, de_DE.utf8",
    ", , de_DE.UTF-8@euro, none",
    ", en_GB.UTF-8, C, none",
  })
  void shouldRunInALocaleThatCanNameEveryFile(
      String all, String letters, String language, String expected) throws Exception {
    assertThat(started(with("LC_ALL", all, "LC_CTYPE", letters, "LANG", language)))
        .startsWith("locale " + expected + "\n");
  }

  /** The variable is read by ONNX Runtime's library. */
  @Test
  void shouldKeepWhatItRunsToItself() throws Exception {
    assertThat(started(Map.of())).endsWith("telemetry off: 1");
  }

  @Test
  void shouldSayWhichJavaItNeeds() throws Exception {
    assertThat(started(Map.of("JAVA_HOME", folder.resolve("none").toString())))
        .startsWith("vedette: no Java found");
  }

  private static Map<String, String> with(String... pairs) {
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i + 1] != null) {
        variables.put(pairs[i], pairs[i + 1]);
      }
    }
    return variables;
  }

  /** What it writes, as out of an archive: without sources beside it. */
  private String started(Map<String, String> variables) throws IOException, InterruptedException {
    Path script = Files.copy(Path.of("vedette"), folder.resolve("vedette"));
    Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
    Files.writeString(java, JAVA);
    assertThat(java.toFile().setExecutable(true)).isTrue();
    ProcessBuilder builder = new ProcessBuilder("sh", script.toString(), "model");
    builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    builder.environment().putAll(variables);
    Process process = builder.redirectErrorStream(true).start();
    String written = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return written.strip();
  }
}
