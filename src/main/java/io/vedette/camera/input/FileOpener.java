package io.vedette.camera.input;

import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import io.vedette.camera.decode.ProbeLimits;
import io.vedette.camera.decode.VideoDecoder;
import io.vedette.camera.report.CameraFailure;
import io.vedette.camera.setting.CameraAccess;
import io.vedette.camera.setting.CameraSettings;
import io.vedette.camera.setting.SourceUrl;
import io.vedette.picture.FfmpegLog;
import io.vedette.picture.FfmpegLog.Complaint;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/** The opening of a file that plays as a camera. Immutable. */
record FileOpener(SourceUrl url, CameraSettings settings, CameraAccess access) {
  /**
   * Opens the file; frees the context itself when it fails.
   *
   * @return FFmpeg's code
   * @throws CameraFailure when files are not allowed
   */
  int open(AVFormatContext context) {
    if (!access.allow().permitsScheme("file")) {
      avformat_free_context(context);
      throw new CameraFailure(
          CameraFailure.Reason.FORBIDDEN,
          url + " has scheme file, which ingest.allow.schemes does not allow");
    }
    AVDictionary options = new AVDictionary(null);
    av_dict_set(options, "protocol_whitelist", url.kind().protocols(), 0);
    av_dict_set(options, "format_whitelist", url.kind().formats(), 0);
    // A picture's name is a name, also with a % in it.
    av_dict_set(options, "pattern_type", "none", 0);
    int code = avformat_open_input(context, url.text(), null, options);
    av_dict_free(options);
    return code;
  }

  /**
   * Looks at the beginning of the file for what its head does not say of the streams.
   *
   * @return FFmpeg's code
   * @throws CameraFailure when its pictures are too large
   */
  int look(AVFormatContext context) {
    ProbeLimits limits = new ProbeLimits(access.limits().pictureMemory());
    try {
      int declared = bestStream(context);
      if (declared >= 0 && settings.decoder().equals(VideoDecoder.SOFTWARE)) {
        limits.requireRoom(context.streams(declared).codecpar());
      }
      long complaints = FfmpegLog.count(Complaint.TOO_LARGE);
      int code = limits.look(context);
      int best = bestStream(context);
      if (best >= 0) {
        boolean isExcess = FfmpegLog.count(Complaint.TOO_LARGE) > complaints;
        limits.requireSize(context.streams(best).codecpar(), isExcess);
      }
      return code;
    } catch (CameraFailure e) {
      throw new CameraFailure(e.reason(), url + ": " + e.getMessage());
    }
  }

  /** The number of the stream of video to be shown; negative where there is none. */
  static int bestStream(AVFormatContext context) {
    return av_find_best_stream(context, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
  }
}
