package io.vedette.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  @TempDir private Path folder;

  @Test
  void shouldReplaceWhatWasThere() throws IOException {
    Path file = Files.writeString(folder.resolve("x"), "a long old text");

    WholeFile.write(file, out -> out.write('n'));

    assertThat(file).hasContent("n");
    assertThat(folder).isDirectoryContaining(path -> path.equals(file));
  }

  @Test
  void shouldLeaveTheOldFileAndNoPartWhereTheDiskIsFull() throws IOException {
    Path file = Files.writeString(folder.resolve("x"), "old");

    assertThatThrownBy(
            () ->
                WholeFile.write(
                    file,
                    out -> {
                      out.write('n');
                      throw new IOException("no space left");
                    }))
        .isInstanceOf(IOException.class);

    assertThat(file).hasContent("old");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }
}
