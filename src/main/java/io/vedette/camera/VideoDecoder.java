package io.vedette.camera;

import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_DEFAULT;
import static org.bytedeco.ffmpeg.global.avcodec.AVDISCARD_NONKEY;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_LOW_DELAY;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_FLV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H263;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG1VIDEO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG2VIDEO;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG4;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP9;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_PROP_INTRA_ONLY;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_EXPLODE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_DISCARD;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_descriptor_get;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import io.vedette.config.DataSize;
import io.vedette.picture.JpegDecoder;
import io.vedette.picture.Picture;
import java.util.HashSet;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecDescriptor;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Packets to pictures, on one thread and with one decoder; damaged pictures are left out, and all
 * pictures until the first whole key frame after one. Confined to one thread; caller closes.
 */
final class VideoDecoder implements AutoCloseable {
  private static final String SOFTWARE = "software";

  // 8192x4352, the largest that H.264, HEVC, VP9 and AV1 have a level 6.2 for.
  private static final long LARGEST_MOVING_AREA = 35_651_584;
  private static final Set<Integer> OF_CAMERAS =
      Set.of(
          AV_CODEC_ID_H264,
          AV_CODEC_ID_HEVC,
          AV_CODEC_ID_MJPEG,
          AV_CODEC_ID_MPEG4,
          AV_CODEC_ID_VP8,
          AV_CODEC_ID_VP9,
          AV_CODEC_ID_AV1,
          AV_CODEC_ID_H263,
          AV_CODEC_ID_FLV1,
          AV_CODEC_ID_MPEG1VIDEO,
          AV_CODEC_ID_MPEG2VIDEO);
  private static final int UNSHOWN_KEY = AV_PKT_FLAG_KEY | AV_PKT_FLAG_DISCARD;

  private final AVCodecContext context;
  private final @Nullable HardwareDevice device;
  private final PictureMemory memory;
  private final @Nullable Av1Size size;
  private final AVFrame frame = av_frame_alloc();
  private final Set<Long> doubtfulKeys = new HashSet<>();
  private boolean isClean;
  private long damaged;

  private VideoDecoder(
      AVCodecContext context, @Nullable HardwareDevice device, PictureMemory memory) {
    this.context = context;
    this.device = device;
    this.memory = memory;
    this.size = context.codec_id() == AV_CODEC_ID_AV1 ? new Av1Size() : null;
  }

  /**
   * Opens a decoder for a stream.
   *
   * @param name {@code software} or a hardware decoder to try first
   * @param most memory of the pictures that it may keep
   * @throws CameraFailure when the codec is not supported
   */
  static VideoDecoder open(AVCodecParameters parameters, String name, DataSize most) {
    AVCodec codec = avcodec_find_decoder(parameters.codec_id());
    if (codec == null || codec.isNull()) {
      throw unsupported(parameters);
    }
    long largest = isIntraOnly(parameters) ? JpegDecoder.LARGEST_AREA : LARGEST_MOVING_AREA;
    if ((long) parameters.width() * parameters.height() > largest) {
      throw tooLarge(parameters.width(), parameters.height(), largest);
    }
    @Nullable HardwareDevice device =
        name.equals(SOFTWARE) ? null : HardwareDevice.open(name, codec);
    AVCodecContext context = context(codec, parameters);
    context.max_pixels(largest);
    if (device != null) {
      device.attach(context);
    }
    PictureMemory memory = new PictureMemory(most, isIntraOnly(parameters));
    memory.attachTo(context);
    VideoDecoder decoder = new VideoDecoder(context, device, memory);
    if (avcodec_open2(context, codec, (AVDictionary) null) < 0) {
      decoder.close();
      throw unsupported(parameters);
    }
    return decoder;
  }

  private static AVCodecContext context(AVCodec codec, AVCodecParameters parameters) {
    AVCodecContext context = avcodec_alloc_context3(codec);
    avcodec_parameters_to_context(context, parameters);
    // More threads would each hold a picture back.
    context.thread_count(1);
    context.flags(context.flags() | AV_CODEC_FLAG_LOW_DELAY);
    if (parameters.codec_id() == AV_CODEC_ID_MJPEG) {
      context.err_recognition(AV_EF_EXPLODE); // else it fills up what is cut off, and says nothing
    }
    return context;
  }

  /** Decodes key frames alone, which costs a fraction, or all. */
  void keyFramesOnly(boolean only) {
    context.skip_frame(only ? AVDISCARD_NONKEY : AVDISCARD_DEFAULT);
  }

  /** No picture is whole until a key frame after this packet, of which parts may be lost. */
  void doubt(AVPacket packet) {
    isClean = false;
    if ((packet.flags() & AV_PKT_FLAG_KEY) != 0) {
      doubtfulKeys.add(packet.pts());
    }
  }

  /** Gives the decoder a packet, or null after the last one; damaged data is left to it. */
  void send(@Nullable AVPacket packet) {
    if (size != null && packet != null && !size.isWithin(packet)) {
      throw new CameraFailure(
          CameraFailure.Reason.UNSUPPORTED_CODEC,
          "AV1 pictures of more than %d pixels are not decoded".formatted(Av1Size.LARGEST_AREA));
    }
    int code = avcodec_send_packet(context, packet);
    memory.check();
    if (packet == null) {
      return;
    }
    if (code < 0) {
      isClean = false;
      damaged++;
    } else if (packet.size() > 0 && (packet.flags() & UNSHOWN_KEY) == UNSHOWN_KEY) {
      // What an edit list cuts off is decoded, since others refer to it, but never given.
      isClean = true;
    }
  }

  /** How many pictures were damaged so that they were left out, or were no pictures. */
  long damaged() {
    return damaged;
  }

  /** The next picture, or null when the decoder wants another packet; caller closes it. */
  @Nullable Picture receive() {
    while (avcodec_receive_frame(context, frame) >= 0) {
      if (isWhole() && (device == null || device.download(frame) >= 0)) {
        return Picture.takeFrom(frame);
      }
      av_frame_unref(frame);
    }
    memory.check();
    return null;
  }

  /** Forgets what it holds, after a jump in the stream. */
  void flush() {
    avcodec_flush_buffers(context);
    isClean = false;
  }

  @Override
  public void close() {
    av_frame_free(frame);
    avcodec_free_context(context);
    memory.close();
    if (size != null) {
      size.close();
    }
    if (device != null) {
      device.close();
    }
  }

  /** Damage spreads through the pictures that refer to it, until the next whole key frame. */
  private boolean isWhole() {
    boolean isDamaged = isDamaged();
    boolean isKey = (frame.flags() & AVFrame.AV_FRAME_FLAG_KEY) != 0;
    boolean isDoubtful = isKey && doubtfulKeys.contains(frame.pts());
    damaged += isDamaged ? 1 : 0;
    isClean = !isDamaged && !isDoubtful && (isClean || isKey);
    if (isClean && isKey) {
      doubtfulKeys.clear();
    }
    return isClean;
  }

  private boolean isDamaged() {
    return (frame.flags() & AVFrame.AV_FRAME_FLAG_CORRUPT) != 0 || frame.decode_error_flags() != 0;
  }

  /** Whether a codec is one of cameras; FFmpeg knows hundreds more, for files. */
  static boolean isOfCameras(AVCodecParameters parameters) {
    return OF_CAMERAS.contains(parameters.codec_id());
  }

  private static boolean isIntraOnly(AVCodecParameters parameters) {
    AVCodecDescriptor codec = avcodec_descriptor_get(parameters.codec_id());
    return codec != null && (codec.props() & AV_CODEC_PROP_INTRA_ONLY) != 0;
  }

  private static CameraFailure tooLarge(int width, int height, long largest) {
    return new CameraFailure(
        CameraFailure.Reason.UNSUPPORTED_CODEC,
        "pictures of %dx%d are too large; at most %d pixels are decoded"
            .formatted(width, height, largest));
  }

  static CameraFailure unsupported(AVCodecParameters parameters) {
    return new CameraFailure(
        CameraFailure.Reason.UNSUPPORTED_CODEC,
        "video codec %s cannot be decoded"
            .formatted(avcodec_get_name(parameters.codec_id()).getString()));
  }
}
