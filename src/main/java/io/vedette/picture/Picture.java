package io.vedette.picture;

import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_CROP_UNALIGNED;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_apply_cropping;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_clone;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;

import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
import io.vedette.runtime.Failure;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Decoded pixels in native memory: one FFmpeg frame, owned. Caller closes; confined to one thread
 * at a time.
 */
public final class Picture implements AutoCloseable {
  /** Left edges of crops are multiples of it, which vector code likes. */
  public static final int CROP_GRAIN = 16;

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

  /**
   * A part of the picture that shares its pixels; caller closes both. Its left edge is moved to a
   * multiple of {@value #CROP_GRAIN}, its upper edge to an even row.
   */
  public Picture crop(RelativeBox part) {
    int left = (int) Math.round(part.x() * frame.width()) & -CROP_GRAIN;
    int top = (int) Math.round(part.y() * frame.height()) & -2;
    int right = Math.max(left + 2, (int) Math.round(part.right() * frame.width()));
    int bottom = Math.max(top + 2, (int) Math.round(part.bottom() * frame.height()));
    AVFrame cropped = av_frame_clone(frame);
    if (cropped == null) {
      throw Failure.skip("no memory for a part of a picture", null);
    }
    cropped.crop_left(left);
    cropped.crop_top(top);
    cropped.crop_right(Math.max(0, frame.width() - right));
    cropped.crop_bottom(Math.max(0, frame.height() - bottom));
    if (av_frame_apply_cropping(cropped, AV_FRAME_CROP_UNALIGNED) < 0) {
      av_frame_free(cropped);
      throw Failure.skip("picture of " + size() + " cannot be cropped", null);
    }
    return new Picture(cropped);
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
