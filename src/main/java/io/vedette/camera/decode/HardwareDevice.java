package io.vedette.camera.decode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_HW_CONFIG_METHOD_HW_DEVICE_CTX;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_hw_config;
import static org.bytedeco.ffmpeg.global.avutil.AV_HWDEVICE_TYPE_NONE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_NONE;
import static org.bytedeco.ffmpeg.global.avutil.av_buffer_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_buffer_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_copy_props;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_move_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_hwdevice_ctx_create;
import static org.bytedeco.ffmpeg.global.avutil.av_hwdevice_find_type_by_name;
import static org.bytedeco.ffmpeg.global.avutil.av_hwframe_transfer_data;

import io.vedette.picture.FfmpegLog;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecHWConfig;
import org.bytedeco.ffmpeg.avutil.AVBufferRef;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.IntPointer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The device of a hardware decoder, by FFmpeg's generic interface. Confined to one thread; caller
 * closes, after the decoder.
 */
final class HardwareDevice implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HardwareDevice.class);

  private final AVBufferRef device;
  private final int pixelFormat;
  private final Choice choice = new Choice();
  private final AVFrame copy = av_frame_alloc();

  private HardwareDevice(AVBufferRef device, int pixelFormat) {
    this.device = device;
    this.pixelFormat = pixelFormat;
  }

  /**
   * Opens a device; returns null, and logs a warning with the reason, where there is none for the
   * codec.
   */
  static @Nullable HardwareDevice open(String name, AVCodec codec) {
    int type = av_hwdevice_find_type_by_name(name);
    if (type == AV_HWDEVICE_TYPE_NONE) {
      LOG.warn("decoder {} is unknown to FFmpeg; decoding in software", name);
      return null;
    }
    int format = pixelFormat(codec, type);
    if (format == AV_PIX_FMT_NONE) {
      LOG.warn("decoder {} cannot decode {}; decoding in software", name, codec.name().getString());
      return null;
    }
    AVBufferRef device = new AVBufferRef(null);
    int code = av_hwdevice_ctx_create(device, type, (String) null, (AVDictionary) null, 0);
    if (code < 0) {
      LOG.warn("decoder {}: {}; decoding in software", name, FfmpegLog.reason(code));
      return null;
    }
    return new HardwareDevice(device, format);
  }

  /** Makes a decoder use the device; to be called before the decoder is opened. */
  void attach(AVCodecContext decoder) {
    decoder.hw_device_ctx(av_buffer_ref(device));
    decoder.get_format(choice);
  }

  /**
   * Replaces a picture in the device's memory by a copy in the processor's memory.
   *
   * @return FFmpeg's code; negative when it failed
   */
  int download(AVFrame frame) {
    if (frame.format() != pixelFormat) {
      return 0; // the decoder fell back to software by itself
    }
    int code = av_hwframe_transfer_data(copy, frame, 0);
    if (code >= 0) {
      code = av_frame_copy_props(copy, frame);
    }
    av_frame_unref(frame);
    av_frame_move_ref(frame, copy);
    return code;
  }

  @Override
  public void close() {
    av_frame_free(copy);
    av_buffer_unref(device);
    choice.close();
  }

  private static int pixelFormat(AVCodec codec, int type) {
    for (int i = 0; ; i++) {
      AVCodecHWConfig config = avcodec_get_hw_config(codec, i);
      if (config == null || config.isNull()) {
        return AV_PIX_FMT_NONE;
      }
      boolean byDevice = (config.methods() & AV_CODEC_HW_CONFIG_METHOD_HW_DEVICE_CTX) != 0;
      if (byDevice && config.device_type() == type) {
        return config.pix_fmt();
      }
    }
  }

  /** Prefers the device's format among those the decoder offers, else its first. */
  private final class Choice extends AVCodecContext.Get_format_AVCodecContext_IntPointer {
    private Choice() {
      super(); // allocates the native side
    }

    @Override
    public int call(AVCodecContext decoder, IntPointer offered) {
      for (int i = 0; offered.get(i) != AV_PIX_FMT_NONE; i++) {
        if (offered.get(i) == pixelFormat) {
          return pixelFormat;
        }
      }
      return offered.get(0);
    }
  }
}
