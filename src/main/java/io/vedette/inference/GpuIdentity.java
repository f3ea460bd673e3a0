package io.vedette.inference;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The GPU and driver of this machine, from the files of NVIDIA's driver. Immutable.
 *
 * @param model the GPU's model; {@code unknown} where it cannot be read
 * @param driver version; likewise
 */
record GpuIdentity(String model, String driver) {
  private static final Path DRIVER = Path.of("/proc/driver/nvidia");
  private static final String UNKNOWN = "unknown";
  private static final Pattern VERSION = Pattern.compile("\\b(\\d{3,4}\\.\\d+(?:\\.\\d+)?)\\b");
  private static final int KEY_BYTES = 8;

  /** The identity of a GPU by its number. */
  static GpuIdentity of(int gpu) {
    return read(DRIVER, gpu);
  }

  static GpuIdentity read(Path driver, int gpu) {
    return new GpuIdentity(model(driver.resolve("gpus"), gpu), version(driver.resolve("version")));
  }

  /** GPUs are folders by the addresses of their slots, in whose order they are counted. */
  private static String model(Path gpus, int gpu) {
    try (Stream<Path> folders = Files.list(gpus)) {
      List<Path> sorted = folders.sorted().toList();
      if (gpu >= sorted.size()) {
        return UNKNOWN;
      }
      return Files.readAllLines(sorted.get(gpu).resolve("information")).stream()
          .filter(line -> line.startsWith("Model:"))
          .map(line -> line.substring("Model:".length()).strip())
          .findFirst()
          .orElse(UNKNOWN);
    } catch (IOException e) {
      return UNKNOWN;
    }
  }

  private static String version(Path file) {
    try {
      Matcher version = VERSION.matcher(Files.readString(file));
      return version.find() ? version.group(1) : UNKNOWN;
    } catch (IOException e) {
      return UNKNOWN;
    }
  }

  /**
   * The name of a folder for engines, which are good for one GPU, driver, runtime and model alone.
   *
   * @param runtime version of ONNX Runtime
   * @param digest the model's digest
   * @param shapes batch and size
   */
  String cacheKey(String runtime, String digest, String shapes) {
    String all = String.join("|", model, driver, runtime, digest, shapes);
    try {
      byte[] sum =
          MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
      return digest + "-" + HexFormat.of().formatHex(sum, 0, KEY_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
