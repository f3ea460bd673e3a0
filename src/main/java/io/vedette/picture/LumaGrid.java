package io.vedette.picture;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_BE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_BITSTREAM;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_PAL;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY8;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import io.vedette.geometry.Size;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.indexer.ByteIndexer;
import org.jspecify.annotations.Nullable;

/**
 * A picture's brightness on a grid of at most 160 cells along its longer side, each the mean of up
 * to eight by four pixels of its place: of every second row, which halves the time. The same
 * picture gives the same bytes on every machine. Confined to one thread; caller closes.
 */
public final class LumaGrid implements AutoCloseable {
  private static final int LONGER = 160;
  private static final int BLOCK = 8;
  private static final int SPACING = 2;
  private static final long EVEN_BYTES = 0x00FF00FF00FF00FFL;
  private static final long FOLD = 0x0001000100010001L;
  private static final int FOLDED = 48;
  private static final long STRANGE =
      (long) AV_PIX_FMT_FLAG_BE
          | AV_PIX_FMT_FLAG_BITSTREAM
          | AV_PIX_FMT_FLAG_PAL
          | AV_PIX_FMT_FLAG_RGB;

  private final PictureScaler scaler = new PictureScaler();
  private Size size = new Size(1, 1);
  private Size cells = new Size(1, 1);
  private int[] columns = {};
  private long[] sums = {};
  private byte[] luma = {};
  private int format = -1;
  private boolean isReadable;

  /** Columns and rows of what was read last. */
  public Size cells() {
    return cells;
  }

  /** The brightness of a picture, row by row; the same array each time. */
  public byte[] read(Picture picture) {
    if (!picture.size().equals(size)) {
      fit(picture.size());
    }
    if (picture.format() != format) {
      format = picture.format();
      isReadable = isReadable(format);
    }
    if (isReadable) {
      read(picture.frame());
    } else {
      try (Picture grey = scaler.convert(picture, AV_PIX_FMT_GRAY8)) {
        read(grey.frame());
      }
    }
    return luma;
  }

  @Override
  public void close() {
    scaler.close();
  }

  /** Whether the first plane holds brightness, a byte a pixel. */
  private static boolean isReadable(int format) {
    @Nullable AVPixFmtDescriptor layout = av_pix_fmt_desc_get(format);
    return layout != null
        && (layout.flags() & STRANGE) == 0
        && layout.comp(0).plane() == 0
        && layout.comp(0).step() == 1
        && layout.comp(0).depth() == BLOCK;
  }

  private void fit(Size source) {
    size = source;
    double side = Math.max(1.0, Math.max(source.width(), source.height()) / (double) LONGER);
    cells =
        new Size(
            Math.max(1, (int) Math.round(source.width() / side)),
            Math.max(1, (int) Math.round(source.height() / side)));
    luma = new byte[(int) cells.area()];
    columns = new int[cells.width()];
    sums = new long[columns.length];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = start(i, cells.width(), source.width());
    }
  }

  /** The begin of a cell's block: in its middle, and within the picture. */
  private static int start(int cell, int cells, int pixels) {
    int middle = (int) ((2L * cell + 1) * pixels / (2L * cells));
    return Math.max(0, Math.min(pixels - BLOCK, middle - BLOCK / 2));
  }

  private void read(AVFrame frame) {
    int stride = frame.linesize(0);
    if (stride < BLOCK || size.width() < BLOCK) {
      readSlowly(frame.data(0), stride);
      return;
    }
    long bytes = (long) stride * (size.height() - 1) + size.width();
    ByteIndexer pixels = ByteIndexer.create(frame.data(0).capacity(bytes));
    int high = (Math.min(BLOCK, size.height()) + SPACING - 1) / SPACING;
    for (int row = 0; row < cells.height(); row++) {
      int top = start(row, cells.height(), size.height());
      read(pixels, top * stride, stride, high);
      for (int i = 0; i < sums.length; i++) {
        luma[row * sums.length + i] = (byte) mean(sums[i], high);
      }
    }
  }

  /** Sums up the blocks of a row of cells, one row of pixels after the other. */
  private void read(ByteIndexer pixels, int at, int stride, int rows) {
    Arrays.fill(sums, 0);
    for (int row = 0; row < rows; row++) {
      int begin = at + row * SPACING * stride;
      for (int i = 0; i < columns.length; i++) {
        long eight = pixels.getLong(begin + columns[i]);
        sums[i] += (eight & EVEN_BYTES) + ((eight >>> BLOCK) & EVEN_BYTES);
      }
    }
  }

  /** The mean of a block of eight pixels in some rows, which is there as four sums. */
  private static int mean(long sums, int rows) {
    return (int) (((sums * FOLD) >>> FOLDED) / ((long) rows * BLOCK));
  }

  /** Pictures narrower than a block, or upside down. */
  private void readSlowly(BytePointer data, int stride) {
    for (int i = 0; i < luma.length; i++) {
      long row = start(i / cells.width(), cells.height(), size.height());
      luma[i] = data.get(row * stride + columns[i % cells.width()]);
    }
  }
}
