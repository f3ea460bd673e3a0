package io.vedette.picture.jpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;

import io.vedette.geometry.Size;
import io.vedette.picture.Colours;
import io.vedette.picture.FfmpegLog;
import io.vedette.picture.Picture;
import io.vedette.picture.PictureScaler;
import io.vedette.runtime.Failure;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** Pictures to plain JPEGs by FFmpeg's encoder. Confined to one thread at a time; caller closes. */
public final class JpegEncoder implements AutoCloseable {
  private static final int BEST_SCALE = 2;
  private static final int WORST_SCALE = 31;
  private static final int BEST_QUALITY = 100;

  private final int quantiser;
  private final AVPacket packet = av_packet_alloc();
  private final PictureScaler scaler = new PictureScaler();
  private @Nullable AVCodecContext context;
  private @Nullable Size size;
  private long encoded;

  /**
   * @param quality 1 (small) to 100 (good)
   */
  public JpegEncoder(int quality) {
    if (quality < 1 || quality > BEST_QUALITY) {
      throw new IllegalArgumentException("quality: expected 1–100, found " + quality);
    }
    FfmpegLog.quiet();
    int scale =
        BEST_SCALE + (BEST_QUALITY - quality) * (WORST_SCALE - BEST_SCALE) / (BEST_QUALITY - 1);
    quantiser = scale * FF_QP2LAMBDA;
  }

  /** The picture as a JPEG, in its own size; the picture stays the caller's. */
  public byte[] encode(Picture picture) {
    boolean isJpeg = Colours.of(picture.frame()).equals(Colours.made(AV_PIX_FMT_YUVJ420P));
    if (isJpeg && picture.format() == AV_PIX_FMT_YUVJ420P) {
      return encodeFullRange(picture);
    }
    try (Picture converted = scaler.scale(picture, picture.size())) {
      return encodeFullRange(converted);
    }
  }

  @Override
  public void close() {
    scaler.close();
    av_packet_free(packet);
    closeContext();
  }

  private byte[] encodeFullRange(Picture picture) {
    AVCodecContext encoder = contextFor(picture.size());
    AVFrame frame = picture.frame();
    long stamp = frame.pts();
    frame.quality(quantiser);
    // The encoder refuses timestamps that do not grow, as those of a camera that was restarted.
    frame.pts(encoded++);
    int code = avcodec_send_frame(encoder, frame);
    frame.pts(stamp);
    if (code >= 0) {
      code = avcodec_receive_packet(encoder, packet);
    }
    if (code < 0) {
      throw Failure.skip(
          "picture of %s cannot be encoded: %s".formatted(picture.size(), FfmpegLog.reason(code)),
          null);
    }
    byte[] jpeg = new byte[packet.size()];
    packet.data().get(jpeg);
    av_packet_unref(packet);
    return jpeg;
  }

  private AVCodecContext contextFor(Size wanted) {
    AVCodecContext present = context;
    if (present != null && wanted.equals(size)) {
      return present;
    }
    closeContext();
    AVCodecContext made = avcodec_alloc_context3(avcodec_find_encoder(AV_CODEC_ID_MJPEG));
    made.width(wanted.width());
    made.height(wanted.height());
    made.pix_fmt(AV_PIX_FMT_YUVJ420P);
    made.time_base().num(1).den(1);
    made.thread_count(1);
    made.flags(made.flags() | AV_CODEC_FLAG_QSCALE);
    made.global_quality(quantiser);
    if (avcodec_open2(made, null, (AVDictionary) null) < 0) {
      avcodec_free_context(made);
      throw Failure.skip("pictures of " + wanted + " cannot be encoded as JPEG", null);
    }
    context = made;
    size = wanted;
    return made;
  }

  private void closeContext() {
    if (context != null) {
      avcodec_free_context(context);
      context = null;
    }
  }
}
