package io.vedette.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.config.DataSize;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreeRoomTest {
  private static final Path FOLDER = Path.of("data");
  private static final DataSize LEAST = DataSize.parse("128MiB");

  @Test
  void shouldFindNothingWrongWhileThereIsRoom(@TempDir Path folder) {
    FreeRoom room = new FreeRoom(folder, new DataSize(1));

    assertThat(room.shortage()).isEmpty();
  }

  @Test
  void shouldSayHowMuchIsMissing() {
    FreeRoom room = new FreeRoom(FOLDER, LEAST, () -> (5 << 20) + 17);

    assertThat(room.shortage())
        .hasValueSatisfying(
            failure -> {
              assertThat(failure.action()).isEqualTo(Failure.Action.STOP);
              assertThat(failure)
                  .hasMessage(
                      "data folder data has only 5MiB of free disk space, needs 128MiB;"
                          + " free some or give another --data");
            });
  }

  @Test
  void shouldSayThatTheDiskCannotBeAsked() {
    FreeRoom room =
        new FreeRoom(
            FOLDER,
            LEAST,
            () -> {
              throw new IOException("gone");
            });

    assertThat(room.shortage())
        .hasValueSatisfying(it -> assertThat(it).hasMessageContaining("gone"));
  }
}
