package io.vedette.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.cli.Main;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that load a model without the launcher, which keeps ONNX Runtime's telemetry off. */
class OrtRuntimeTest {
  private static final int LONGEST_ARGUMENT = 100_000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8})
  void shouldStartWhateverTheLengthOfTheCommandLine(int longArguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(Collections.nCopies(longArguments, "-Dpadding=" + "x".repeat(LONGEST_ARGUMENT)));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("detect-file", picture().toString()));
    Path log = folder.resolve("log");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("ORT_DISABLE_TELEMETRY");
    builder.environment().put("XDG_CACHE_HOME", folder.toString());

    Process process = builder.redirectOutput(log.toFile()).start();
    boolean hasEnded = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    process.destroyForcibly().waitFor();

    assertThat(hasEnded).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    assertThat(log).content().contains("1 picture, 1 inferred");
  }

  private Path picture() throws IOException {
    Path picture = folder.resolve("black.png");
    ImageIO.write(new BufferedImage(64, 32, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());
    return picture;
  }
}
