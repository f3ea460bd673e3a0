package io.vedette.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vedette.camera.link.Deadline;
import io.vedette.camera.report.CameraFailure;
import io.vedette.camera.report.CameraFailure.Reason;
import io.vedette.camera.setting.CameraAccess;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files that play as cameras and claim vast pictures in a few bytes: they are refused before
 * FFmpeg, which decodes the beginning of a file by itself, has made room for more than a picture
 * that is decoded may take.
 */
class VastFilesIT {
  private static final Path FILES = Path.of("src/test/resources/vast");
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path PEAK = Path.of("/proc/self/clear_refs");
  private static final String FORGET_PEAK = "5";
  private static final int EDGE = 16_000;

  @TempDir private static Path folder;

  /** What is made once for a process. */
  @BeforeAll
  static void warmUp() {
    assertThat(pictures(FILES.resolve("small-h265.mp4"))).isPositive();
    assertThat(pictures(FILES.resolve("small-av1.mp4"))).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "h265.mp4, EXCESSIVE, 32",
    "h265.mkv, EXCESSIVE, 32",
    "h265.h265, EXCESSIVE, 100", // says its size in its first picture, which has 51 MiB
    "av1.mp4, UNSUPPORTED_CODEC, 32",
    "av1.mkv, UNSUPPORTED_CODEC, 32"
  })
  void shouldRefuseVastPicturesBeforeThereIsRoomForOne(String file, Reason reason, long mostMib)
      throws IOException {
    assertRefused(FILES.resolve(file), reason, mostMib);
  }

  @Test
  void shouldRefuseAVastPictureByItself() throws IOException {
    Path file = folder.resolve("vast.png");
    BufferedImage vast = new BufferedImage(EDGE, EDGE, BufferedImage.TYPE_BYTE_GRAY);
    ImageIO.write(vast, "png", file.toFile());

    CameraFailure failure = assertRefused(file, Reason.UNSUPPORTED_CODEC, 32);

    assertThat(failure)
        .hasMessage(file + ": its pictures are too large; at most 35651584 pixels are decoded");
  }

  private static CameraFailure assertRefused(Path file, Reason reason, long mostMib)
      throws IOException {
    forgetPeak();
    long before = peakKib();

    CameraFailure failure = catchThrowableOfType(CameraFailure.class, () -> pictures(file));

    long grown = peakKib() - before;
    assertThat(failure).isNotNull();
    assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(reason);
    assertThat(grown).as("KiB grown").isLessThan(mostMib << 10);
    return failure;
  }

  @ParameterizedTest
  @CsvSource({"small-h265.mp4, 5", "small-av1.mp4, 5"})
  void shouldReadOtherFilesOfTheirCodecs(String file, int pictures) {
    assertThat(pictures(FILES.resolve(file))).isEqualTo(pictures);
  }

  private static int pictures(Path file) {
    int count = 0;
    try (VideoSource source =
        VideoSource.open(
            WatchedCamera.settings(file.toString(), "fps=0", "pace=fast"),
            CameraAccess.DEFAULTS,
            () -> Instant.EPOCH,
            new Deadline())) {
      for (VideoSource.DecodedPicture picture = source.next();
          picture != null;
          picture = source.next()) {
        picture.close();
        count++;
      }
    }
    return count;
  }

  /** Sets the peak to what is resident now; where that is not allowed, it still may only grow. */
  private static void forgetPeak() {
    try {
      Files.writeString(PEAK, FORGET_PEAK);
    } catch (IOException e) {
      // The peak of before stays: growth beyond it is measured all the same.
    }
  }

  /** The most memory that this process has had; 0 where it is unknown. */
  private static long peakKib() throws IOException {
    if (!Files.isReadable(STATUS)) {
      return 0;
    }
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }
}
