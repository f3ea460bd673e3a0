package io.vedette.picture;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_WARNING;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;
import static org.bytedeco.ffmpeg.global.avutil.setLogCallback;

import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.javacpp.BytePointer;

/** FFmpeg's own words: silenced as a stream, available per return code. Thread-safe. */
public final class FfmpegLog {
  private static final int LONGEST = 128;
  private static final Ear EAR = new Ear();

  static {
    av_log_set_level(AV_LOG_WARNING);
    setLogCallback(EAR);
  }

  /** Hears all that FFmpeg would write, on the thread that FFmpeg runs on. */
  private static final class Ear extends LogCallback {
    // FFmpeg tells of lost packets here alone: neither its packets nor its return codes do.
    private static final String LOST = "RTP: missed";
    private static final String OUTDATED = "RTP: dropping old packet";

    private final ThreadLocal<long[]> losses = ThreadLocal.withInitial(() -> new long[1]);
    private final ThreadLocal<long[]> outdated = ThreadLocal.withInitial(() -> new long[1]);

    @Override
    public void call(int level, BytePointer line) {
      String said = line.getString();
      if (said.contains(LOST)) {
        losses.get()[0]++;
      } else if (said.contains(OUTDATED)) {
        outdated.get()[0]++;
      }
    }
  }

  private FfmpegLog() {}

  /** Stops FFmpeg from writing to standard error; every failure is told through its return code. */
  public static void quiet() {
    // Done when this class is initialised.
  }

  /** How often RTP packets were found to be lost while the calling thread read. */
  public static long losses() {
    return EAR.losses.get()[0];
  }

  /** How many RTP packets were older than the one before while the calling thread read. */
  public static long outdated() {
    return EAR.outdated.get()[0];
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
