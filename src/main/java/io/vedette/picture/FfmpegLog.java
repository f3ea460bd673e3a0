package io.vedette.picture;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.nio.charset.StandardCharsets;

/** FFmpeg's own words: silenced as a stream, available per return code. Thread-safe. */
public final class FfmpegLog {
  private static final int LONGEST = 128;

  private FfmpegLog() {}

  /** Stops FFmpeg from writing to standard error; every failure is told through its return code. */
  public static void quiet() {
    av_log_set_level(AV_LOG_QUIET);
  }

  /** What a negative return code means. */
  public static String reason(int code) {
    byte[] text = new byte[LONGEST];
    av_strerror(code, text, text.length);
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    return new String(text, 0, end, StandardCharsets.UTF_8);
  }
}
