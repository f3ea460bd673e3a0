package io.vedette.console;

import static io.vedette.config.Limits.require;

import io.vedette.config.Setting;
import org.jspecify.annotations.Nullable;

/** The settings of runs that are started from the console. Immutable. */
public record RunSettings(
    @Setting(
            value = "",
            doc =
                "Folder of ONNX files that runs can be made with, besides the models that ship"
                    + " with the program and that of inference.model.")
        @Nullable String models,
    @Setting(value = "1", doc = "Runs that this console makes at a time, 1–8; 0 makes none.")
        int atOnce,
    @Setting(value = "1", doc = "Threads of the CPU that the model of such a run may use, 1–64.")
        int threads) {
  private static final int MOST_AT_ONCE = 8;
  private static final int MOST_THREADS = 64;

  public RunSettings {
    require(atOnce >= 0 && atOnce <= MOST_AT_ONCE, "at-once", "0–8", atOnce);
    require(threads >= 1 && threads <= MOST_THREADS, "threads", "1–64", threads);
  }
}
