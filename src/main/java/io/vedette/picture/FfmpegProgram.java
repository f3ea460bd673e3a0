package io.vedette.picture;

import io.vedette.runtime.Failure;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;

/** The command-line program that comes with the FFmpeg libraries in use. Thread-safe. */
public final class FfmpegProgram {
  private FfmpegProgram() {}

  /**
   * The path of the unpacked program.
   *
   * @throws Failure of action STOP when this platform has none
   */
  public static String path() {
    try {
      return Loader.load(ffmpeg.class);
    } catch (LinkageError e) {
      throw Failure.stop("this platform has no ffmpeg program: " + e.getMessage(), e);
    }
  }
}
