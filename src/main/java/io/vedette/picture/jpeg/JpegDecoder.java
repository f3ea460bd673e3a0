package io.vedette.picture.jpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_EXPLODE;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import io.vedette.geometry.Size;
import io.vedette.picture.FfmpegLog;
import io.vedette.picture.Picture;
import io.vedette.runtime.Failure;
import io.vedette.text.Count;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** JPEG bytes to pictures by FFmpeg's decoder. Confined to one thread at a time; caller closes. */
public final class JpegDecoder implements AutoCloseable {
  /** Larger pictures are refused before a byte of them is decoded: 64 megapixels. */
  public static final long LARGEST_AREA = 64_000_000;

  private static final int MOST_HALVINGS = 3;

  private final AVCodecContext context;
  private final AVPacket packet = av_packet_alloc();
  private final AVFrame frame = av_frame_alloc();

  public JpegDecoder() {
    this(0);
  }

  /**
   * A decoder that gives smaller pictures, for which it computes less.
   *
   * @param halvings number of times that width and height are halved, 0 to 3
   */
  public JpegDecoder(int halvings) {
    if (halvings < 0 || halvings > MOST_HALVINGS) {
      throw new IllegalArgumentException("halvings: expected 0–3, found " + halvings);
    }
    FfmpegLog.quiet();
    context = avcodec_alloc_context3(avcodec_find_decoder(AV_CODEC_ID_MJPEG));
    context.thread_count(1);
    context.lowres(halvings);
    context.err_recognition(AV_EF_EXPLODE);
    if (avcodec_open2(context, null, (AVDictionary) null) < 0) {
      throw Failure.stop("this FFmpeg has no JPEG decoder");
    }
  }

  /**
   * Decodes one picture; caller closes it.
   *
   * @throws Failure of action SKIP when the bytes are no whole JPEG or the picture is too large
   */
  public Picture decode(byte[] jpeg) {
    Size size = JpegHeader.decodableSize(jpeg);
    if (av_new_packet(packet, jpeg.length) < 0) {
      throw Failure.skip("no memory for a JPEG of " + Count.bytes(jpeg.length), null);
    }
    try {
      packet.data().put(jpeg);
      int code = avcodec_send_packet(context, packet);
      if (code >= 0) {
        code = avcodec_receive_frame(context, frame);
      }
      if (code < 0) {
        avcodec_flush_buffers(context);
        throw Failure.skip("broken JPEG of " + size + ": " + FfmpegLog.reason(code), null);
      }
      return Picture.takeFrom(frame);
    } finally {
      av_packet_unref(packet);
    }
  }

  @Override
  public void close() {
    av_frame_free(frame);
    av_packet_free(packet);
    avcodec_free_context(context);
  }
}
