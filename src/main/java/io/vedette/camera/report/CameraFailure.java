package io.vedette.camera.report;

import static org.bytedeco.ffmpeg.global.avutil.AVERROR_DECODER_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_FORBIDDEN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_HTTP_UNAUTHORIZED;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;

import io.vedette.runtime.Failure;
import java.util.Locale;

/** The failure of a camera to give pictures, with a typed reason. */
public final class CameraFailure extends Failure {
  private static final long serialVersionUID = 1L;
  private static final int NO_SUCH_FILE = -2;

  /** Kinds of failure. */
  public enum Reason {
    /** No connection, or none within the time-out. */
    UNREACHABLE,
    /** Its address, or where it redirects to, is not allowed by this node's settings. */
    FORBIDDEN,
    /** Its TLS certificate is not trusted. */
    UNTRUSTED,
    /** It sends more, or needs more memory, than the limits of one camera. */
    EXCESSIVE,
    /** The camera asks for other credentials. */
    UNAUTHORIZED,
    /** The camera has no such stream, or there is no such file. */
    NOT_FOUND,
    /** No video that can be decoded. */
    UNSUPPORTED_CODEC,
    /** Connected, but nothing came within the time-out. */
    STALLED,
    /** The stream or the file is at its end. */
    ENDED,
    /** Data came, but no picture could be decoded from it. */
    CORRUPT,
    /** An unexpected error of this program while reading it. */
    INTERNAL;

    /** The word used in records: {@code not-found}. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether a file with this failure is not tried again. */
    public boolean isLasting() {
      return this == CORRUPT || this == UNSUPPORTED_CODEC || this == EXCESSIVE;
    }

    /** Whether the camera must not be tried again soon, which might lock the account. */
    public boolean needsPatience() {
      return switch (this) {
        case FORBIDDEN, UNTRUSTED, EXCESSIVE, UNAUTHORIZED, NOT_FOUND, UNSUPPORTED_CODEC -> true;
        case UNREACHABLE, STALLED, ENDED, CORRUPT, INTERNAL -> false;
      };
    }
  }

  private final Reason reason;

  public CameraFailure(Reason reason, String message) {
    super(Action.RETRY, message, null);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** The reason for a failed open, from FFmpeg's code. */
  public static Reason ofOpen(int code) {
    if (code == AVERROR_HTTP_UNAUTHORIZED || code == AVERROR_HTTP_FORBIDDEN) {
      return Reason.UNAUTHORIZED;
    }
    if (code == AVERROR_HTTP_NOT_FOUND || code == NO_SUCH_FILE) {
      return Reason.NOT_FOUND;
    }
    if (code == AVERROR_DECODER_NOT_FOUND) {
      return Reason.UNSUPPORTED_CODEC;
    }
    return code == AVERROR_INVALIDDATA ? Reason.CORRUPT : Reason.UNREACHABLE;
  }

  /** The reason for a failed read, from FFmpeg's code. */
  public static Reason ofRead(int code) {
    if (code == AVERROR_EOF) {
      return Reason.ENDED;
    }
    return code == AVERROR_INVALIDDATA ? Reason.CORRUPT : Reason.UNREACHABLE;
  }
}
