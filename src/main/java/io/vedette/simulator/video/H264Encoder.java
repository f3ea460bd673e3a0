package io.vedette.simulator.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_I;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR0;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BILINEAR;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import io.vedette.picture.video.H264;
import io.vedette.runtime.Failure;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.nio.IntBuffer;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * The encoder of drawn pictures as H.264, with libopenh264. Owns native memory. Confined to one
 * thread.
 */
final class H264Encoder implements AutoCloseable {
  private final VideoSettings settings;
  private final AVCodecContext context;
  private final AVFrame frame;
  private final AVPacket packet;
  private final SwsContext scaler;
  private final IntPointer pixels;
  private final IntBuffer pixelBuffer;
  private final PointerPointer<BytePointer> planes;
  private final IntPointer strides;
  private final byte[] header;
  private long next;
  private boolean closed;

  H264Encoder(VideoSettings settings) {
    this.settings = settings;
    this.context = open(settings);
    this.frame = av_frame_alloc();
    frame.format(AV_PIX_FMT_YUV420P).width(settings.width()).height(settings.height());
    av_frame_get_buffer(frame, 0);
    this.packet = av_packet_alloc();
    this.scaler = scaler(settings);
    this.pixels = new IntPointer(settings.size().area());
    this.pixelBuffer = pixels.asBuffer();
    this.planes = new PointerPointer<>(4);
    planes.put(0, pixels);
    this.strides = new IntPointer(4 * settings.width(), 0, 0, 0);
    this.header = new byte[context.extradata_size()];
    context.extradata().get(header);
  }

  /** The parameter sets, in Annex B. */
  byte[] header() {
    return header.clone();
  }

  /** Encodes a {@code TYPE_INT_RGB} picture of the settings' size. */
  CodedPicture encode(BufferedImage image, boolean key) {
    pixelBuffer.clear();
    pixelBuffer.put(((DataBufferInt) image.getRaster().getDataBuffer()).getData());
    check(av_frame_make_writable(frame), "copy a frame");
    sws_scale(scaler, planes, strides, 0, settings.height(), frame.data(), frame.linesize());
    frame.pts(next++);
    frame.pict_type(key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE);
    check(avcodec_send_frame(context, frame), "encode a frame");
    check(avcodec_receive_packet(context, packet), "encode a frame");
    try {
      return coded();
    } finally {
      av_packet_unref(packet);
    }
  }

  private CodedPicture coded() {
    boolean key = (packet.flags() & AV_PKT_FLAG_KEY) != 0;
    int lead = key ? header.length : 0;
    byte[] data = new byte[lead + packet.size()];
    System.arraycopy(header, 0, data, 0, lead);
    packet.data().get(data, lead, packet.size());
    return new CodedPicture(data, key);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      sws_freeContext(scaler);
      av_packet_free(packet);
      av_frame_free(frame);
      avcodec_free_context(context);
      pixels.close();
      planes.close();
      strides.close();
    }
  }

  private static SwsContext scaler(VideoSettings settings) {
    return sws_getContext(
        settings.width(),
        settings.height(),
        AV_PIX_FMT_BGR0,
        settings.width(),
        settings.height(),
        AV_PIX_FMT_YUV420P,
        SWS_BILINEAR,
        null,
        null,
        (DoublePointer) null);
  }

  private static AVCodecContext open(VideoSettings settings) {
    return H264.open(
        new H264.Format(
            settings.size(), settings.fps(), 0, settings.bitsPerSecond(), settings.keyFrames()));
  }

  private static void check(int result, String what) {
    if (result < 0) {
      throw Failure.retry("simulator: cannot " + what + ", FFmpeg error " + result, null);
    }
  }
}
