package io.vedette.picture;

import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_side_data;

import io.vedette.geometry.Size;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.javacpp.IntPointer;

/**
 * The rotation of pictures that were taken with the camera held sideways, upside down or mirrored.
 * Thread-safe.
 */
public final class Orientation {
  private static final int PLANES = 3;
  private static final double ONE = 1 << 16;

  private Orientation() {}

  /**
   * The picture as it is to be looked at, where its file says how; takes the picture over.
   *
   * @return the same picture when nothing is to be done; caller closes it
   */
  public static Picture upright(Picture picture, PictureScaler scaler) {
    Turning turning = Turning.of(picture.frame());
    if (turning.equals(Turning.NONE)) {
      return picture;
    }
    try (picture;
        Picture planar = scaler.convert(picture, AV_PIX_FMT_YUVJ420P)) {
      Size size = planar.size();
      Picture turned =
          Picture.allocate(turning.isLaidDown() ? size.turned() : size, AV_PIX_FMT_YUVJ420P);
      for (int plane = 0; plane < PLANES; plane++) {
        turn(planar.frame(), turned.frame(), plane, turning);
      }
      Colours.made(AV_PIX_FMT_YUVJ420P).tag(turned.frame());
      turned.frame().best_effort_timestamp(picture.frame().best_effort_timestamp());
      return turned;
    }
  }

  private static void turn(AVFrame from, AVFrame to, int plane, Turning turning) {
    int shift = plane == 0 ? 0 : 1;
    int columns = -(-to.width() >> shift);
    int rows = -(-to.height() >> shift);
    int sourceColumns = -(-from.width() >> shift);
    int sourceRows = -(-from.height() >> shift);
    int stride = from.linesize(plane);
    byte[] pixels = new byte[stride * sourceRows];
    buffer(from, plane, sourceRows).get(pixels);
    ByteBuffer target = buffer(to, plane, rows);
    byte[] line = new byte[columns];
    for (int y = 0; y < rows; y++) {
      int source = turning.start(sourceColumns, sourceRows, stride) + y * turning.down(stride);
      for (int x = 0; x < columns; x++) {
        line[x] = pixels[source];
        source += turning.right(stride);
      }
      target.put(y * to.linesize(plane), line);
    }
  }

  /**
   * The steps over the source's pixels while the upright picture is filled: the signs of a display
   * matrix, whose transpose is its inverse.
   *
   * @param rightX columns of the source for one column of the upright picture
   * @param downX columns of the source for one row of the upright picture
   * @param rightY rows of the source for one column of the upright picture
   * @param downY rows of the source for one row of the upright picture
   */
  private record Turning(int rightX, int downX, int rightY, int downY) {
    private static final Turning NONE = new Turning(1, 0, 0, 1);

    /**
     * The turning of a frame's display matrix; none where there is no matrix, or one that slants.
     */
    private static Turning of(AVFrame frame) {
      AVFrameSideData side = av_frame_get_side_data(frame, AV_FRAME_DATA_DISPLAYMATRIX);
      if (side == null || side.isNull()) {
        return NONE;
      }
      IntPointer matrix = new IntPointer(side.data());
      Turning turning =
          new Turning(unit(matrix, 0), unit(matrix, 1), unit(matrix, 3), unit(matrix, 4));
      return turning.isWhole() ? turning : NONE;
    }

    private static int unit(IntPointer matrix, int index) {
      return (int) Math.round(Math.max(-1, Math.min(1, matrix.get(index) / ONE)));
    }

    /** Whether each direction of the picture is one of the source's. */
    private boolean isWhole() {
      return Math.abs(rightX * downY - rightY * downX) == 1 && rightX * downX + rightY * downY == 0;
    }

    private boolean isLaidDown() {
      return rightX == 0;
    }

    private int start(int columns, int rows, int stride) {
      int x = rightX + downX < 0 ? columns - 1 : 0;
      int y = rightY + downY < 0 ? rows - 1 : 0;
      return y * stride + x;
    }

    private int right(int stride) {
      return rightX + rightY * stride;
    }

    private int down(int stride) {
      return downX + downY * stride;
    }
  }

  private static ByteBuffer buffer(AVFrame frame, int plane, int rows) {
    return frame.data(plane).capacity((long) frame.linesize(plane) * rows).asByteBuffer();
  }
}
