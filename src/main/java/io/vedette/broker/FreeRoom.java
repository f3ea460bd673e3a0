package io.vedette.broker;

import io.vedette.config.DataSize;
import io.vedette.file.FileReason;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The free disk space of a folder, compared with its minimum: Kafka does not survive a full disk,
 * so the process ends before the disk is full. Immutable.
 */
public final class FreeRoom {
  private static final long MEBIBYTE = 1 << 20;

  /** Asks how many bytes are left. */
  interface Gauge {
    long bytes() throws IOException;
  }

  private final Path folder;
  private final DataSize least;
  private final Gauge gauge;

  /**
   * @param least the space that must remain free
   */
  public FreeRoom(Path folder, DataSize least) {
    this(folder, least, () -> Files.getFileStore(folder).getUsableSpace());
  }

  FreeRoom(Path folder, DataSize least, Gauge gauge) {
    this.folder = folder;
    this.least = least;
    this.gauge = gauge;
  }

  /** The failure, of action STOP, when less space is free than must remain. */
  public Optional<Failure> shortage() {
    try {
      long left = gauge.bytes();
      return left >= least.bytes() ? Optional.empty() : Optional.of(shortage(left));
    } catch (IOException e) {
      return Optional.of(
          Failure.stop(
              "free disk space of data folder %s cannot be read: %s"
                  .formatted(folder, FileReason.of(e)),
              e));
    }
  }

  private Failure shortage(long left) {
    return Failure.stop(
        "data folder %s has only %s of free disk space, needs %s; free some or give another --data"
            .formatted(folder, new DataSize(left / MEBIBYTE * MEBIBYTE), least));
  }
}
