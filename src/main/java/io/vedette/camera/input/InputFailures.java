package io.vedette.camera.input;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EINVAL;

import io.vedette.camera.link.Deadline;
import io.vedette.camera.link.LinkFailure;
import io.vedette.camera.report.CameraFailure;
import io.vedette.camera.setting.SourceUrl;
import io.vedette.picture.FfmpegLog;
import io.vedette.runtime.Failure;
import io.vedette.text.DurationWords;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The reasons why a source cannot be opened or read, from FFmpeg's codes, the feed and the
 * deadline.
 *
 * @param timeout the time-out that the deadline was armed with
 */
record InputFailures(SourceUrl url, Duration timeout, Deadline deadline) {
  CameraFailure failed(Failure failure) {
    CameraFailure.Reason reason =
        failure instanceof LinkFailure link
            ? CameraFailure.Reason.valueOf(link.kind().name())
            : CameraFailure.Reason.CORRUPT;
    return new CameraFailure(reason, url + ": " + failure.getMessage());
  }

  CameraFailure noAnswer() {
    return new CameraFailure(
        CameraFailure.Reason.UNREACHABLE,
        "%s gave no answer within %s".formatted(url, DurationWords.of(timeout)));
  }

  CameraFailure ofOpen(int code, @Nullable CameraFeed feed) {
    if (deadline.hasPassed()) {
      return noAnswer();
    }
    @Nullable Failure ended = feed == null ? null : feed.failure();
    if (ended != null) {
      return failed(ended);
    }
    if (url.kind() == SourceUrl.Kind.HTTP && code == AVERROR_EINVAL()) {
      return new CameraFailure(
          CameraFailure.Reason.UNSUPPORTED_CODEC,
          url + " sends a format that is not supported for cameras");
    }
    CameraFailure.Reason reason = CameraFailure.ofOpen(code);
    if (url.kind() == SourceUrl.Kind.FILE) {
      return ofFile(code, reason);
    }
    return new CameraFailure(
        reason,
        "%s cannot be opened: %s (%s)".formatted(url, FfmpegLog.reason(code), reason.wireName()));
  }

  private CameraFailure ofFile(int code, CameraFailure.Reason reason) {
    if (reason == CameraFailure.Reason.NOT_FOUND) {
      return new CameraFailure(
          reason,
          url
              + " cannot be opened: there is no such file; the address of a camera begins with"
              + " rtsp:// or http://");
    }
    return new CameraFailure(
        CameraFailure.Reason.CORRUPT,
        "%s is not a complete video or picture (%s); try a file that other players can play"
            .formatted(url, FfmpegLog.reason(code)));
  }

  CameraFailure ofRead(int code, @Nullable CameraFeed feed) {
    if (deadline.hasPassed()) {
      return stalled();
    }
    @Nullable Failure ended = feed == null ? null : feed.failure();
    if (ended != null) {
      return failed(ended);
    }
    CameraFailure.Reason reason = CameraFailure.ofRead(code);
    return new CameraFailure(
        reason, "%s broke off: %s (%s)".formatted(url, FfmpegLog.reason(code), reason.wireName()));
  }

  CameraFailure stalled() {
    return new CameraFailure(
        CameraFailure.Reason.STALLED,
        "%s sent no picture for %s".formatted(url, DurationWords.of(timeout)));
  }
}
