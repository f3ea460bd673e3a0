package io.vedette.camera.decode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_AV1;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set_int;

import io.vedette.camera.coded.HevcSequence;
import io.vedette.camera.report.CameraFailure;
import io.vedette.config.DataSize;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.PointerPointer;

/**
 * The bounds of what FFmpeg may cost when it looks at the beginning of a file, of which it decodes
 * pictures by itself, before a {@link VideoDecoder} is opened. Immutable.
 *
 * @param most memory of the pictures that a decoder may keep
 */
public record ProbeLimits(DataSize most) {
  /**
   * Refuses a stream whose pictures are too large by what its container says.
   *
   * @throws CameraFailure when they are
   */
  public void requireRoom(AVCodecParameters parameters) {
    if (DecoderOpener.known(parameters, most).isEmpty()) {
      return; // not known before FFmpeg has looked
    }
    var unused = DecoderOpener.of(parameters, most);
    if (parameters.codec_id() == AV_CODEC_ID_AV1
        && (long) parameters.width() * parameters.height() > Av1Size.LARGEST_AREA) {
      throw Av1Size.excess();
    }
    if (parameters.codec_id() == AV_CODEC_ID_HEVC) {
      HevcSequence.declared(Packets.configuration(parameters))
          .ifPresent(sequence -> PictureMemory.require(most, sequence));
    }
  }

  /**
   * Looks at the beginning of a file, and fills in what it says of its streams.
   *
   * @return FFmpeg's code
   */
  public int look(AVFormatContext file) {
    int streams = file.nb_streams();
    try (PointerPointer<AVDictionary> options = new PointerPointer<>(Math.max(1, streams))) {
      for (int stream = 0; stream < streams; stream++) {
        options.put(stream, bounds(file.streams(stream).codecpar()));
      }
      int code = avformat_find_stream_info(file, options);
      for (int stream = 0; stream < streams; stream++) {
        av_dict_free(new AVDictionary(options.get(stream)));
      }
      return code;
    }
  }

  /**
   * Refuses a stream whose size FFmpeg could not tell, since its pictures are too large.
   *
   * @param isExcess whether FFmpeg complained of such pictures
   * @throws CameraFailure when that is so
   */
  public void requireSize(AVCodecParameters parameters, boolean isExcess) {
    if (isExcess && parameters.width() == 0) {
      throw DecoderOpener.known(parameters, most)
          .map(opener -> opener.excess("its pictures"))
          .orElseGet(() -> DecoderOpener.unsupported(parameters));
    }
  }

  private AVDictionary bounds(AVCodecParameters parameters) {
    AVDictionary bounds = new AVDictionary(null);
    if (parameters.codec_id() == AV_CODEC_ID_AV1) {
      // Its decoder makes room for a picture of any size before FFmpeg knows that.
      av_dict_set(bounds, "codec_whitelist", "none", 0);
    } else if (parameters.codec_type() == AVMEDIA_TYPE_VIDEO) {
      DecoderOpener.known(parameters, most)
          .ifPresent(opener -> av_dict_set_int(bounds, "max_pixels", opener.largestArea(), 0));
    }
    return bounds;
  }
}
