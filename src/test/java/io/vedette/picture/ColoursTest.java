package io.vedette.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_NCL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P10LE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV444P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import io.vedette.RandomCases;
import io.vedette.geometry.Letterbox;
import io.vedette.geometry.Size;
import io.vedette.picture.jpeg.JpegDecoder;
import io.vedette.picture.jpeg.JpegEncoder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.junit.jupiter.api.Test;

class ColoursTest {
  private static final int TOLERANCE = 4;
  private static final int SIDE = 64;
  private static final int[][] COLOURS = {
    {255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {255, 255, 255}, {0, 0, 0}, {128, 128, 128},
    {255, 255, 0}, {0, 255, 255}, {255, 0, 255}, {180, 60, 60}, {60, 180, 60}, {60, 60, 180},
    {200, 150, 120}, {40, 40, 40}, {220, 220, 220}, {250, 128, 10}
  };

  /** A kind of pictures: how their numbers stand for colours. */
  private record Kind(int space, double red, double blue, boolean isFull, int format) {}

  private static final List<Kind> KINDS = kinds();

  private static List<Kind> kinds() {
    List<Kind> all = new ArrayList<>();
    for (boolean isFull : new boolean[] {false, true}) {
      List<Integer> formats =
          new ArrayList<>(List.of(AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUV420P10LE, AV_PIX_FMT_YUV444P));
      if (isFull) {
        formats.add(AV_PIX_FMT_YUVJ420P);
      }
      for (int format : formats) {
        all.add(new Kind(AVCOL_SPC_SMPTE170M, 0.299, 0.114, isFull, format));
        all.add(new Kind(AVCOL_SPC_BT709, 0.2126, 0.0722, isFull, format));
        all.add(new Kind(AVCOL_SPC_BT2020_NCL, 0.2627, 0.0593, isFull, format));
      }
    }
    return all;
  }

  @Test
  void shouldShowEachKindToTheModelWhateverCameBefore() {
    RandomCases.check(
        10,
        random -> {
          try (PictureScaler scaler = new PictureScaler()) {
            for (int i = 0; i < 3 * KINDS.size(); i++) {
              Kind kind = KINDS.get(i < KINDS.size() ? i : random.nextInt(KINDS.size()));
              int[] colour = COLOURS[random.nextInt(COLOURS.length)];
              int side = random.nextBoolean() ? SIDE : SIDE / 2;
              try (Picture picture = picture(kind, colour)) {
                check(scaler, picture, side, kind, colour);
              }
            }
          }
        });
  }

  @Test
  void shouldPutEachKindIntoAJpegWhateverCameBefore() {
    RandomCases.check(
        10,
        random -> {
          try (PictureScaler scaler = new PictureScaler();
              JpegEncoder encoder = new JpegEncoder(100);
              JpegDecoder decoder = new JpegDecoder()) {
            for (int i = 0; i < 3 * KINDS.size(); i++) {
              Kind kind = KINDS.get(i < KINDS.size() ? i : random.nextInt(KINDS.size()));
              int[] colour = COLOURS[random.nextInt(COLOURS.length)];
              Size size = new Size(random.nextBoolean() ? SIDE : SIDE / 2, SIDE);
              try (Picture picture = picture(kind, colour);
                  Picture scaled =
                      size.width() == SIDE ? picture(kind, colour) : scaler.scale(picture, size);
                  Picture decoded = decoder.decode(encoder.encode(scaled))) {
                check(scaler, decoded, SIDE / 2, kind, colour);
              }
            }
          }
        });
  }

  private static void check(
      PictureScaler scaler, Picture picture, int side, Kind kind, int[] colour) {
    ByteBuffer rgb = ByteBuffer.allocateDirect(side * side * 3);
    scaler.letterbox(picture, Letterbox.fit(picture.size(), new Size(side, side)), rgb);
    int middle = (side / 2 * side + side / 2) * 3;
    for (int channel = 0; channel < 3; channel++) {
      assertThat(Math.abs((rgb.get(middle + channel) & 0xff) - colour[channel]))
          .as("%s of %s in channel %d", kind, List.of(colour[0], colour[1], colour[2]), channel)
          .isLessThanOrEqualTo(TOLERANCE);
    }
  }

  private static Picture picture(Kind kind, int[] rgb) {
    Picture picture = Picture.allocate(new Size(SIDE, SIDE), kind.format());
    AVFrame frame = picture.frame();
    frame.colorspace(kind.space());
    frame.color_range(kind.isFull() ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG);
    double green = 1 - kind.red() - kind.blue();
    double y = (kind.red() * rgb[0] + green * rgb[1] + kind.blue() * rgb[2]) / 255;
    double[] values = {
      y, (rgb[2] / 255.0 - y) / 2 / (1 - kind.blue()), (rgb[0] / 255.0 - y) / 2 / (1 - kind.red())
    };
    AVPixFmtDescriptor format = av_pix_fmt_desc_get(kind.format());
    for (int plane = 0; plane < 3; plane++) {
      int shift = plane == 0 ? 0 : format.log2_chroma_w();
      fill(frame, plane, SIDE >> shift, number(kind, format.comp(0).depth(), plane, values[plane]));
    }
    return picture;
  }

  private static int number(Kind kind, int depth, int plane, double value) {
    double unit = 1 << depth - 8;
    int most = (1 << depth) - 1;
    double scale = kind.isFull() ? most : (plane == 0 ? 219 : 224) * unit;
    double offset = plane == 0 ? kind.isFull() ? 0 : 16 * unit : 128 * unit;
    return (int) Math.round(Math.max(0, Math.min(most, offset + scale * value)));
  }

  private static void fill(AVFrame frame, int plane, int side, int number) {
    boolean isDeep = frame.format() == AV_PIX_FMT_YUV420P10LE;
    byte[] row = new byte[side * (isDeep ? 2 : 1)];
    for (int i = 0; i < row.length; i++) {
      row[i] = (byte) (isDeep && i % 2 == 1 ? number >> 8 : number);
    }
    for (int y = 0; y < side; y++) {
      frame.data(plane).position((long) y * frame.linesize(plane)).put(row);
    }
  }
}
