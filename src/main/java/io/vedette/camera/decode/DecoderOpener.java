package io.vedette.camera.decode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_LOW_DELAY;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MPEG4;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP8;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VP9;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_PROP_INTRA_ONLY;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_EXPLODE;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_descriptor_get;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;

import io.vedette.camera.report.CameraFailure;
import io.vedette.config.DataSize;
import io.vedette.picture.jpeg.JpegDecoder;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecDescriptor;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.jspecify.annotations.Nullable;

/**
 * The opening of FFmpeg's decoders for one stream. Confined to one thread.
 *
 * @param parameters of the stream; must stay valid as long as this is used
 * @param most largest memory of the pictures that a decoder keeps
 */
public record DecoderOpener(AVCodecParameters parameters, AVCodec codec, DataSize most) {
  /** The number of pictures that decoders keep, by codec, where the stream does not decide it. */
  private static final Map<Integer, Integer> KEPT =
      Map.of(AV_CODEC_ID_VP8, 3, AV_CODEC_ID_VP9, 8, AV_CODEC_ID_MPEG4, 2);

  // 8192x4352, the largest that H.264, HEVC, VP9 and AV1 have a level 6.2 for.
  private static final long LARGEST_MOVING_AREA = 35_651_584;

  /**
   * The opener for a stream.
   *
   * @throws CameraFailure when its codec or size is not supported
   */
  static DecoderOpener of(AVCodecParameters parameters, DataSize most) {
    DecoderOpener opener = known(parameters, most).orElseThrow(() -> unsupported(parameters));
    long largest = opener.largestArea();
    if ((long) parameters.width() * parameters.height() > largest) {
      throw opener.excess("pictures of %dx%d".formatted(parameters.width(), parameters.height()));
    }
    return opener;
  }

  /** The same whatever the size; empty for a codec that has no decoder, or is not known yet. */
  static Optional<DecoderOpener> known(AVCodecParameters parameters, DataSize most) {
    @Nullable AVCodec codec = avcodec_find_decoder(parameters.codec_id());
    return codec == null || codec.isNull()
        ? Optional.empty()
        : Optional.of(new DecoderOpener(parameters, codec, most));
  }

  /**
   * The reason why pictures of more than {@link #largestArea} are not decoded.
   *
   * @param pictures in words
   */
  CameraFailure excess(String pictures) {
    return new CameraFailure(
        CameraFailure.Reason.UNSUPPORTED_CODEC,
        "%s are too large; at most %d pixels are decoded".formatted(pictures, largestArea()));
  }

  /** Whether each picture of the stream can be decoded without any other. */
  boolean isIntraOnly() {
    AVCodecDescriptor descriptor = avcodec_descriptor_get(parameters.codec_id());
    return descriptor != null && (descriptor.props() & AV_CODEC_PROP_INTRA_ONLY) != 0;
  }

  /**
   * Opens a decoder; caller frees it, before the memory.
   *
   * @param device the device that decodes; null for the processor
   */
  AVCodecContext open(PictureMemory memory, @Nullable HardwareDevice device) {
    AVCodecContext context = avcodec_alloc_context3(codec);
    avcodec_parameters_to_context(context, parameters);
    // More threads would each hold a picture back.
    context.thread_count(1);
    context.flags(context.flags() | AV_CODEC_FLAG_LOW_DELAY);
    context.max_pixels(largestArea());
    if (parameters.codec_id() == AV_CODEC_ID_MJPEG) {
      context.err_recognition(AV_EF_EXPLODE); // else it fills up what is cut off, and says nothing
    }
    if (device != null) {
      device.attach(context);
    }
    memory.attachTo(context);
    if (avcodec_open2(context, codec, (AVDictionary) null) < 0) {
      avcodec_free_context(context);
      throw unsupported(parameters);
    }
    return context;
  }

  public static CameraFailure unsupported(AVCodecParameters parameters) {
    return new CameraFailure(
        CameraFailure.Reason.UNSUPPORTED_CODEC,
        "video codec %s cannot be decoded"
            .formatted(avcodec_get_name(parameters.codec_id()).getString()));
  }

  /** Most pixels of a picture that is decoded. */
  long largestArea() {
    if (isIntraOnly()) {
      return JpegDecoder.LARGEST_AREA;
    }
    @Nullable Integer kept = KEPT.get(parameters.codec_id());
    return kept == null
        ? LARGEST_MOVING_AREA
        : Math.min(LARGEST_MOVING_AREA, PictureMemory.largestArea(most, kept));
  }
}
