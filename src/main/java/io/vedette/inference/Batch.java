package io.vedette.inference;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Native memory for the pictures and the results of one run, used again and again. Slots may be
 * filled by several threads at once, each its own; the rest is confined to one thread at a time.
 */
public abstract class Batch implements AutoCloseable {
  private final int pictureBytes;
  private final ByteBuffer pictures;
  private final FloatBuffer results;

  Batch(int slots, int pictureBytes, int pictureResults) {
    this.pictureBytes = pictureBytes;
    this.pictures = ByteBuffer.allocateDirect(slots * pictureBytes).order(ByteOrder.nativeOrder());
    this.results =
        ByteBuffer.allocateDirect(slots * pictureResults * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
  }

  /** Where a picture's pixels go: uint8 {@code [height, width, 3]}, RGB; a view of its own. */
  public ByteBuffer slot(int index) {
    return pictures.slice(index * pictureBytes, pictureBytes);
  }

  /** float32 {@code [batch, rows, columns]} of the last run; valid until the next one. */
  public FloatBuffer results() {
    return results;
  }

  ByteBuffer pictures() {
    return pictures;
  }

  @Override
  public abstract void close();
}
