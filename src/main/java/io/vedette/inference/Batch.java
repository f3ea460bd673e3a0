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

  /** Where a picture's pixels go: uint8 {@code [height, width, 3]}, RGB; a view of its own. */
  public ByteBuffer slot(int index) {
    return pictures.slice(index * pictureBytes, pictureBytes);
  }

  /** What the last run gave for a slot; valid until the next one. */
  public abstract Points points(int slot);

  ByteBuffer pictures() {
    return pictures;
  }

  @Override
  public abstract void close();
}
