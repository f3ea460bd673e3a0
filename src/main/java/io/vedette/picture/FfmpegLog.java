package io.vedette.picture;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_WARNING;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;
import static org.bytedeco.ffmpeg.global.avutil.av_strerror;
import static org.bytedeco.ffmpeg.global.avutil.setLogCallback;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avutil.LogCallback;
import org.bytedeco.javacpp.BytePointer;

/** The log of FFmpeg: silenced as a stream, available per return code. Thread-safe. */
public final class FfmpegLog {
  private static final int LONGEST = 128;
  private static final Ear EAR = new Ear();

  static {
    av_log_set_level(AV_LOG_WARNING);
    setLogCallback(EAR);
  }

  /** The complaints that FFmpeg reports only in its log. */
  public enum Complaint {
    /** A file ended before it should have. */
    CUT_SHORT("File ended prematurely"),
    /** A picture has more pixels than its decoder may decode. */
    TOO_LARGE("exceeds specified max pixel count");

    private final String words;

    Complaint(String words) {
      this.words = words;
    }
  }

  /** Hears all that FFmpeg would write, on the thread that FFmpeg runs on. */
  private static final class Ear extends LogCallback {
    private static final Complaint[] COMPLAINTS = Complaint.values();

    private final ThreadLocal<Map<Complaint, Long>> heard =
        ThreadLocal.withInitial(() -> new EnumMap<>(Complaint.class));

    @Override
    public void call(int level, BytePointer line) {
      String said = line.getString();
      for (Complaint complaint : COMPLAINTS) {
        if (said.contains(complaint.words)) {
          heard.get().merge(complaint, 1L, Long::sum);
        }
      }
    }
  }

  private FfmpegLog() {}

  /**
   * Stops FFmpeg from writing to standard error; every failure is reported through its return code.
   */
  public static void quiet() {
    // Done when this class is initialised.
  }

  /** The number of such complaints on the calling thread. */
  public static long count(Complaint complaint) {
    return EAR.heard.get().getOrDefault(complaint, 0L);
  }

  /** The meaning of a negative return code. */
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
