package io.vedette.picture;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;

import io.vedette.geometry.Size;
import io.vedette.runtime.Failure;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Decoded pixels in native memory: one FFmpeg frame, owned. Caller closes; confined to one thread
 * at a time.
 */
public final class Picture implements AutoCloseable {
  private final AVFrame frame;
  private boolean closed;

  private Picture(AVFrame frame) {
    this.frame = frame;
  }

  /** A new picture of undefined content. */
  public static Picture allocate(Size size, int pixelFormat) {
    AVFrame frame = allocateFrame();
    frame.width(size.width());
    frame.height(size.height());
    frame.format(pixelFormat);
    if (av_frame_get_buffer(frame, 0) < 0) {
      av_frame_free(frame);
      throw Failure.skip("no memory for a picture of " + size, null);
    }
    return new Picture(frame);
  }

  /**
   * Takes the content out of a decoder's frame, which is left empty for its next use; copies no
   * pixels.
   */
  public static Picture takeFrom(AVFrame decoded) {
    AVFrame frame = allocateFrame();
    av_frame_move_ref(frame, decoded);
    return new Picture(frame);
  }

  public Size size() {
    return new Size(frame.width(), frame.height());
  }

  /** FFmpeg's pixel format number. */
  public int format() {
    return frame.format();
  }

  /** The native frame; valid until {@link #close}. */
  public AVFrame frame() {
    if (closed) {
      throw new IllegalStateException("picture is closed");
    }
    return frame;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      av_frame_free(frame);
    }
  }

  private static AVFrame allocateFrame() {
    AVFrame frame = av_frame_alloc();
    if (frame == null) {
      throw Failure.skip("no memory for a picture", null);
    }
    return frame;
  }
}
