package io.vedette.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.geometry.Size;
import io.vedette.simulator.street.StreetScene;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library that lets FFmpeg crash does so at the mark, and nowhere else. */
@Tag("alone")
class CrashLibraryIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir static Path folder;
  private static CrashLibrary library;

  @BeforeAll
  static void build() {
    library = CrashLibrary.build(folder);
  }

  @Test
  void shouldCrashAtAMarkedPicture() throws IOException {
    assertThat(hasCrashed("marked", CrashLibrary.marked(jpeg()))).isTrue();
  }

  @Test
  void shouldLeaveAPictureWithoutAMarkAlone() throws IOException {
    assertThat(hasCrashed("whole", jpeg())).isFalse();
  }

  @Test
  void shouldCrashAtAMarkedAddress() throws IOException {
    assertThat(hasCrashed(CrashLibrary.MARK, jpeg())).isTrue();
  }

  private static boolean hasCrashed(String name, byte[] picture) throws IOException {
    Path file = Files.write(folder.resolve(name + ".jpg"), picture);
    List<String> arguments = List.of("detect-file", file.toString());
    try (Program program = Program.vedetteCrashing(library, folder, name, arguments)) {
      boolean isWhole = program.waitFor(PATIENCE) == 0;
      assertThat(program.hasCrashed()).isNotEqualTo(isWhole);
      return program.hasCrashed();
    }
  }

  private static byte[] jpeg() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(new StreetScene(0, new Size(320, 180), 10).render(0).image(), "jpeg", bytes);
    return bytes.toByteArray();
  }
}
