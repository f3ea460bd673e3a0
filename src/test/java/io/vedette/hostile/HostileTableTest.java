package io.vedette.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.camera.report.CameraFailure.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HostileTableTest {
  @Test
  void shouldTellInTheDocumentationOfEveryHostileCamera() throws IOException {
    List<String> reported =
        Files.readAllLines(Path.of("docs/reliability.md")).stream()
            .filter(line -> line.matches("\\| (http|rtsp|rtsps) .*"))
            .toList();

    assertThat(reported)
        .containsExactlyElementsOf(
            Stream.of(HostileCamera.values()).map(HostileTableTest::row).toList());
  }

  private static String row(HostileCamera camera) {
    String reasons =
        camera.expected.stream().sorted().map(Reason::wireName).collect(Collectors.joining(", "));
    return "| %s | %s |".formatted(camera.title(), reasons);
  }
}
