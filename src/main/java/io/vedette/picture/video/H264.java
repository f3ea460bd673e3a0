package io.vedette.picture.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_d2q;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_inv_q;

import io.vedette.geometry.Size;
import io.vedette.picture.FfmpegLog;
import io.vedette.runtime.Failure;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/** H.264 encoders by libopenh264, the one that FFmpeg's LGPL build has. Thread-safe. */
public final class H264 {
  private static final String ENCODER = "libopenh264";
  private static final int LARGEST_TERM = 1_001_000;

  /**
   * The format of the encoding.
   *
   * @param size the pictures' size, even in both directions
   * @param fps pictures per second, for the rate control
   * @param ticks ticks of time stamps per second; 0 counts pictures
   * @param bitsPerSecond aimed at
   * @param keyFrames pictures from one key frame to the next
   */
  public record Format(Size size, double fps, int ticks, long bitsPerSecond, int keyFrames) {}

  private H264() {}

  /**
   * An open encoder of YUV 4:2:0, parameter sets apart; one picture in gives one packet out. Caller
   * frees it.
   *
   * @throws Failure of action STOP when there is none or it refuses the format
   */
  public static AVCodecContext open(Format format) {
    FfmpegLog.quiet();
    AVCodec codec = avcodec_find_encoder_by_name(ENCODER);
    if (codec == null || codec.isNull()) {
      throw Failure.stop("this FFmpeg build has no " + ENCODER + " encoder");
    }
    AVCodecContext context = avcodec_alloc_context3(codec);
    context
        .width(format.size().width())
        .height(format.size().height())
        .pix_fmt(AV_PIX_FMT_YUV420P)
        .framerate(av_d2q(format.fps(), LARGEST_TERM))
        .bit_rate(format.bitsPerSecond())
        .gop_size(format.keyFrames())
        .thread_count(1)
        .qmax(40)
        .flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
    double ticks = format.ticks() == 0 ? format.fps() : format.ticks();
    context.time_base(av_inv_q(av_d2q(ticks, LARGEST_TERM)));
    AVDictionary options = new AVDictionary(null);
    av_dict_set(options, "allow_skip_frames", "0", 0);
    int code = avcodec_open2(context, codec, options);
    av_dict_free(options);
    if (code < 0) {
      avcodec_free_context(context);
      throw Failure.stop(
          "the H.264 encoder refused %s at %s frames/s (%s); try another size"
              .formatted(format.size(), format.fps(), FfmpegLog.reason(code)));
    }
    return context;
  }
}
