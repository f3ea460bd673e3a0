package io.vedette.inference;

import io.vedette.inference.reading.Points;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The native memory for the pictures of one run and for its results, which is used again for every
 * run. Slots may be filled by several threads at once, each its own; the rest is confined to one
 * thread at a time.
 */
public abstract class Batch implements AutoCloseable {
  private final int pictureBytes;
  private final ByteBuffer pictures;

  Batch(int slots, int pictureBytes) {
    this.pictureBytes = pictureBytes;
    this.pictures = ByteBuffer.allocateDirect(slots * pictureBytes).order(ByteOrder.nativeOrder());
  }

  /**
   * The memory for a picture's pixels: uint8 {@code [height, width, 3]}, RGB; a view of its own.
   */
  public ByteBuffer slot(int index) {
    return pictures.slice(index * pictureBytes, pictureBytes);
  }

  /** The last run's result for a slot; valid until the next run. */
  public abstract Points points(int slot);

  ByteBuffer pictures() {
    return pictures;
  }

  @Override
  public abstract void close();
}
