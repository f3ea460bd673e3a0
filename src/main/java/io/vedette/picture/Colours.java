package io.vedette.picture;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_CL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT2020_NCL;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT470BG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_FCC;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE240M;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ411P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ422P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ440P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ444P;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_BT2020;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_FCC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU601;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU709;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_SMPTE240M;

import java.util.Set;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;

/**
 * The meaning of a picture's numbers as colours. What a stream does not say is BT.601 of limited
 * range, as FFmpeg takes it. Immutable.
 *
 * @param matrix the matrix from RGB to YUV, by swscale's numbers
 * @param isFull whether black is 0 and white the largest number
 */
public record Colours(int matrix, boolean isFull) {
  private static final Set<Integer> FULL_FORMATS =
      Set.of(
          AV_PIX_FMT_YUVJ411P,
          AV_PIX_FMT_YUVJ420P,
          AV_PIX_FMT_YUVJ422P,
          AV_PIX_FMT_YUVJ440P,
          AV_PIX_FMT_YUVJ444P);

  /** The colours of a decoded picture. */
  public static Colours of(AVFrame frame) {
    return new Colours(matrix(frame.colorspace()), isFull(frame));
  }

  /** The colours of pictures that are made here in a format: of JPEG, or limited. */
  public static Colours made(int format) {
    return new Colours(SWS_CS_ITU601, FULL_FORMATS.contains(format) || !hasColour(format));
  }

  /** Says in a frame that it has these. */
  void tag(AVFrame frame) {
    if (hasColour(frame.format())) {
      frame.colorspace(AVCOL_SPC_BT470BG);
      frame.color_range(isFull ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG);
    }
  }

  private static boolean isFull(AVFrame frame) {
    return frame.color_range() == AVCOL_RANGE_JPEG
        || FULL_FORMATS.contains(frame.format())
        || (frame.color_range() == AVCOL_RANGE_UNSPECIFIED && !hasColour(frame.format()));
  }

  /** Whether a format is YUV, rather than grey or RGB. */
  private static boolean hasColour(int format) {
    AVPixFmtDescriptor descriptor = av_pix_fmt_desc_get(format);
    return descriptor != null
        && !descriptor.isNull()
        && descriptor.nb_components() > 2
        && (descriptor.flags() & AV_PIX_FMT_FLAG_RGB) == 0;
  }

  private static int matrix(int colourSpace) {
    if (colourSpace == AVCOL_SPC_BT709) {
      return SWS_CS_ITU709;
    }
    if (colourSpace == AVCOL_SPC_BT2020_NCL || colourSpace == AVCOL_SPC_BT2020_CL) {
      return SWS_CS_BT2020;
    }
    if (colourSpace == AVCOL_SPC_SMPTE240M) {
      return SWS_CS_SMPTE240M;
    }
    return colourSpace == AVCOL_SPC_FCC ? SWS_CS_FCC : SWS_CS_ITU601;
  }
}
