package io.vedette.inference;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The one environment of ONNX Runtime in this process, which sends nothing to its makers.
 * Thread-safe.
 *
 * <p>ONNX Runtime 1.29 reads the process's command line when it starts, unless {@code
 * ORT_DISABLE_TELEMETRY} is set, by calls that lie within each other: some 200 bytes of stack for
 * each character. Where the stack ends, so does the process.
 */
final class OrtRuntime {
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
  private static final long LONGEST = 2 << 20; // Linux allows no longer one
  private static final long STACK = 1 << 20;
  private static final long STACK_PER_CHARACTER = 512;

  private OrtRuntime() {}

  /** The environment, which the first call starts. */
  static OrtEnvironment environment() {
    return Started.ENVIRONMENT;
  }

  private static OrtEnvironment start() {
    // Memory for a stack is taken as far as it is used.
    long stack = STACK + STACK_PER_CHARACTER * commandLine();
    try {
      return CompletableFuture.supplyAsync(
              OrtRuntime::makeEnvironment,
              task -> new Thread(null, task, "ort-start", stack).start())
          .join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Error error) {
        throw error; // its library is missing or of another machine
      }
      throw e;
    }
  }

  private static OrtEnvironment makeEnvironment() {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try {
      environment.setTelemetry(false);
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime's telemetry cannot be switched off", e);
    }
    return environment;
  }

  private static long commandLine() {
    try {
      return Files.readAllBytes(COMMAND_LINE).length;
    } catch (IOException e) {
      return LONGEST;
    }
  }

  /** Holds it. No method of this class may be called while it is made: the other thread waits. */
  private static final class Started {
    static final OrtEnvironment ENVIRONMENT = start();
  }
}
