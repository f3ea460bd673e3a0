package io.vedette.fault;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A native library that lets FFmpeg crash the process at a mark, built with the machine's C
 * compiler from {@code src/test/c/crash_at_mark.c}; a process gets it by {@code LD_PRELOAD}.
 * Immutable.
 *
 * <p>Marked video comes from a simulated camera, by {@code simulator.userData(camera, MARK)}; a
 * marked picture from {@link #marked}; a marked address is any that holds the mark, and crashes
 * before anything is connected.
 */
final class CrashLibrary {
  /** The text at which FFmpeg crashes, in a packet for a decoder or in an address to be opened. */
  static final String MARK = "vedette-crash";

  /** What a process prints right before it crashes. */
  static final String REPORT = "crash_at_mark: a marked";

  private static final Path SOURCE = Path.of("src", "test", "c", "crash_at_mark.c");
  private static final int COMMENT_SEGMENT = 0xFE;

  private final Path file;

  private CrashLibrary(Path file) {
    this.file = file;
  }

  /**
   * Builds the library in a folder. Where that is not possible, the test that asks is skipped and
   * says why.
   */
  static CrashLibrary build(Path folder) {
    assumeTrue(
        System.getProperty("os.name").equals("Linux"), "skipped: LD_PRELOAD is a matter of Linux");
    Optional<String> compiler =
        List.of("cc", "gcc", "clang").stream().filter(c -> runs(c)).findFirst();
    assumeTrue(compiler.isPresent(), "skipped: no C compiler here; install gcc");
    try {
      Files.createDirectories(folder);
      Path file = folder.resolve("crash_at_mark.so").toAbsolutePath();
      Path log = folder.resolve("crash_at_mark.log");
      Process process =
          new ProcessBuilder(
                  compiler.get(),
                  "-Wall",
                  "-Werror",
                  "-O1",
                  "-shared",
                  "-fPIC",
                  "-o",
                  file.toString(),
                  SOURCE.toString(),
                  "-ldl")
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError(SOURCE + " does not compile:\n" + Files.readString(log));
      }
      return new CrashLibrary(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The mark of video that crashes only once it has been decoded for so long. */
  static String markAfter(int seconds) {
    return MARK + "-" + seconds;
  }

  /** What a command begins with whose process is to have the library. */
  List<String> preload() {
    return List.of("env", "LD_PRELOAD=" + file);
  }

  /** A JPEG with the mark in a comment segment. */
  static byte[] marked(byte[] jpeg) {
    byte[] text = MARK.getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(jpeg, 0, 2);
    bytes.writeBytes(new byte[] {(byte) 0xFF, (byte) COMMENT_SEGMENT, 0, (byte) (text.length + 2)});
    bytes.writeBytes(text);
    bytes.write(jpeg, 2, jpeg.length - 2);
    return bytes.toByteArray();
  }

  private static boolean runs(String compiler) {
    try {
      Process process =
          new ProcessBuilder(compiler, "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
