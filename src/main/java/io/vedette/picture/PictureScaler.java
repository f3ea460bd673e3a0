package io.vedette.picture;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import io.vedette.geometry.Letterbox;
import io.vedette.geometry.Size;
import io.vedette.runtime.Failure;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * The resizing of pictures with FFmpeg's bilinear filter, which averages when it reduces. Keeps the
 * filter for the last sizes seen. Confined to one thread at a time; caller closes.
 */
public final class PictureScaler implements AutoCloseable {
  /** The grey that fills what the picture does not cover, as YOLOv5's models were trained with. */
  public static final byte PADDING = 114;

  private static final int RGB_BYTES = 3;
  // swscale's vector code may write up to this many pixels past a row's end.
  private static final int ROW_GRAIN = 16;

  private final PointerPointer<BytePointer> plane = new PointerPointer<>(1);
  private final IntPointer stride = new IntPointer(1);
  private @Nullable SwsContext context;
  private @Nullable Filter latest;
  private @Nullable Picture spare;
  private byte[] row = new byte[0];

  /** The picture in another size as full-range YUV 4:2:0, as JPEG has it; caller closes both. */
  public Picture scale(Picture source, Size size) {
    return convert(source, size, AV_PIX_FMT_YUVJ420P);
  }

  /** The picture in another of FFmpeg's pixel formats, in its own size; caller closes both. */
  public Picture convert(Picture source, int format) {
    return convert(source, source.size(), format);
  }

  /** The picture in another size and pixel format; caller closes both. */
  public Picture convert(Picture source, Size size, int format) {
    Picture converted = Picture.allocate(size, format);
    AVFrame target = converted.frame();
    scale(source, size, format, target.data(), target.linesize());
    target.pts(source.frame().pts());
    Colours.made(format).tag(target);
    return converted;
  }

  /**
   * Writes the picture as the model sees it: uint8 {@code [height, width, 3]}, RGB, into a direct
   * buffer from its position on, which stays where it is.
   */
  public void letterbox(Picture source, Letterbox letterbox, ByteBuffer rgb) {
    Size content = letterbox.content();
    int width = letterbox.model().width();
    int slot = (int) letterbox.model().area() * RGB_BYTES;
    if (!rgb.isDirect() || rgb.remaining() < slot) {
      throw new IllegalArgumentException("expected a direct buffer of " + slot + " bytes");
    }
    if (content.width() == width && width % ROW_GRAIN == 0) {
      BytePointer start = new BytePointer(rgb.slice());
      start.position((long) letterbox.top() * width * RGB_BYTES);
      plane.put(0, start);
      stride.put(0, width * RGB_BYTES);
      scale(source, content, AV_PIX_FMT_RGB24, plane, stride);
      pad(rgb, 0, letterbox.top() * width * RGB_BYTES);
    } else {
      copyInto(source, letterbox, rgb);
    }
    int below = (letterbox.top() + content.height()) * width * RGB_BYTES;
    pad(rgb, below, slot - below);
  }

  @Override
  public void close() {
    sws_freeContext(context);
    context = null;
    if (spare != null) {
      spare.close();
      spare = null;
    }
    plane.close();
    stride.close();
  }

  /** Scales by way of a picture with room at its rows' ends. */
  private void copyInto(Picture source, Letterbox letterbox, ByteBuffer rgb) {
    Picture scaled = spare(letterbox.content());
    AVFrame frame = scaled.frame();
    scale(source, letterbox.content(), AV_PIX_FMT_RGB24, frame.data(), frame.linesize());
    int line = letterbox.model().width() * RGB_BYTES;
    int used = letterbox.content().width() * RGB_BYTES;
    int left = letterbox.left() * RGB_BYTES;
    byte[] pixels = rowOf(line);
    pad(rgb, 0, letterbox.top() * line);
    for (int y = 0; y < letterbox.content().height(); y++) {
      frame.data(0).position((long) y * frame.linesize(0)).get(pixels, left, used);
      rgb.put(rgb.position() + (letterbox.top() + y) * line, pixels, 0, line);
    }
  }

  private byte[] rowOf(int length) {
    if (row.length != length) {
      row = new byte[length];
    }
    Arrays.fill(row, PADDING);
    return row;
  }

  private Picture spare(Size size) {
    Picture present = spare;
    if (present != null && present.size().equals(size)) {
      return present;
    }
    if (present != null) {
      present.close();
    }
    Picture made = Picture.allocate(size, AV_PIX_FMT_RGB24);
    spare = made;
    return made;
  }

  private void pad(ByteBuffer rgb, int from, int length) {
    byte[] grey = row.length == 0 ? rowOf(4096) : rowOf(row.length);
    for (int done = 0; done < length; done += grey.length) {
      rgb.put(rgb.position() + from + done, grey, 0, Math.min(grey.length, length - done));
    }
  }

  private void scale(
      Picture source, Size size, int format, PointerPointer<?> planes, IntPointer strides) {
    AVFrame from = source.frame();
    SwsContext filter =
        filter(new Filter(source.size(), from.format(), Colours.of(from), size, format));
    sws_scale(filter, from.data(), from.linesize(), 0, from.height(), planes, strides);
  }

  /** The filter used last where it is for the same, else a new one: swscale's keep colours. */
  private SwsContext filter(Filter wanted) {
    SwsContext present = context;
    if (present != null && wanted.equals(latest)) {
      return present;
    }
    FfmpegLog.quiet();
    sws_freeContext(present);
    context = null;
    SwsContext made =
        sws_getContext(
            wanted.from().width(),
            wanted.from().height(),
            wanted.fromFormat(),
            wanted.to().width(),
            wanted.to().height(),
            wanted.toFormat(),
            SWS_BILINEAR,
            null,
            null,
            (DoublePointer) null);
    if (made == null) {
      throw Failure.skip(
          "pixel format %d of %s cannot be scaled to %s"
              .formatted(wanted.fromFormat(), wanted.from(), wanted.to()),
          null);
    }
    wanted.setColours(made);
    context = made;
    latest = wanted;
    return made;
  }

  /** The parameters of one filter of swscale. */
  private record Filter(Size from, int fromFormat, Colours colours, Size to, int toFormat) {
    private static final int UNCHANGED = 1 << 16;

    private void setColours(SwsContext filter) {
      Colours made = Colours.made(toFormat);
      sws_setColorspaceDetails(
          filter,
          sws_getCoefficients(colours.matrix()),
          colours.isFull() ? 1 : 0,
          sws_getCoefficients(made.matrix()),
          made.isFull() ? 1 : 0,
          0,
          UNCHANGED,
          UNCHANGED);
    }
  }
}
