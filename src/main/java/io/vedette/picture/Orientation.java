package io.vedette.picture;

import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.av_display_rotation_get;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_side_data;

import io.vedette.geometry.Size;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.javacpp.IntPointer;

/** Turns pictures that were taken with the camera held upright or upside down. Thread-safe. */
public final class Orientation {
  private static final int QUARTER = 90;
  private static final int TURNS = 4;
  private static final int PLANES = 3;

  private Orientation() {}

  /**
   * The picture as it is to be looked at, where its file says how; takes the picture over.
   *
   * @return the same picture when nothing is to be done; caller closes it
   */
  public static Picture upright(Picture picture, PictureScaler scaler) {
    int turns = clockwiseTurns(picture.frame());
    if (turns == 0) {
      return picture;
    }
    try (picture;
        Picture planar = scaler.convert(picture, AV_PIX_FMT_YUVJ420P)) {
      Size size = planar.size();
      Picture turned = Picture.allocate(turns % 2 == 1 ? size.turned() : size, AV_PIX_FMT_YUVJ420P);
      for (int plane = 0; plane < PLANES; plane++) {
        turn(planar.frame(), turned.frame(), plane, turns);
      }
      turned.frame().best_effort_timestamp(picture.frame().best_effort_timestamp());
      return turned;
    }
  }

  private static int clockwiseTurns(AVFrame frame) {
    AVFrameSideData matrix = av_frame_get_side_data(frame, AV_FRAME_DATA_DISPLAYMATRIX);
    if (matrix == null || matrix.isNull()) {
      return 0;
    }
    double degrees = -av_display_rotation_get(new IntPointer(matrix.data()));
    return Double.isNaN(degrees) ? 0 : Math.floorMod(Math.round(degrees / QUARTER), TURNS);
  }

  private static void turn(AVFrame from, AVFrame to, int plane, int turns) {
    int shift = plane == 0 ? 0 : 1;
    int columns = -(-to.width() >> shift);
    int rows = -(-to.height() >> shift);
    int sourceRows = -(-from.height() >> shift);
    byte[] pixels = new byte[from.linesize(plane) * sourceRows];
    buffer(from, plane, sourceRows).get(pixels);
    Walk walk = Walk.of(turns, columns, rows, from.linesize(plane));
    ByteBuffer target = buffer(to, plane, rows);
    byte[] line = new byte[columns];
    for (int y = 0; y < rows; y++) {
      int source = walk.start + y * walk.down;
      for (int x = 0; x < columns; x++) {
        line[x] = pixels[source];
        source += walk.right;
      }
      target.put(y * to.linesize(plane), line);
    }
  }

  /**
   * How the source's pixels are passed while the turned picture is filled.
   *
   * @param start index of the pixel that becomes the first
   * @param right from one column of the turned picture to the next
   * @param down from one row of the turned picture to the next
   */
  private record Walk(int start, int right, int down) {
    private static Walk of(int turns, int columns, int rows, int line) {
      return switch (turns) {
        case 1 -> new Walk((columns - 1) * line, -line, 1);
        case 2 -> new Walk((rows - 1) * line + columns - 1, -1, -line);
        default -> new Walk(rows - 1, line, -1);
      };
    }
  }

  private static ByteBuffer buffer(AVFrame frame, int plane, int rows) {
    return frame.data(plane).capacity((long) frame.linesize(plane) * rows).asByteBuffer();
  }
}
