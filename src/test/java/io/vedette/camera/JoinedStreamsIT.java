package io.vedette.camera;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.camera.VideoSource.DecodedPicture;
import io.vedette.camera.link.Deadline;
import io.vedette.camera.report.CameraFailure;
import io.vedette.camera.setting.CameraAccess;
import io.vedette.camera.setting.CameraSettings;
import io.vedette.geometry.Size;
import io.vedette.picture.Picture;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams that are joined in the middle, of cameras that send no IDR picture any more. */
class JoinedStreamsIT {
  private static final int PICTURES = 150;
  private static final int REFRESH = 20;
  private static final int FPS = 100;
  private static final int MOST_HELD_BACK = 5;
  private static final String SOURCE =
      "testsrc2=size=160x128:rate=10:duration=" + PICTURES / 10 + ",noise=alls=6:allf=t";

  @TempDir Path folder;

  /** Encoders of H.265 refresh all but to the last bit. */
  @ParameterizedTest(name = "{0} {1} joined at {2}")
  @CsvSource({
    "h264, intra-refresh=1:ref=1:bframes=0, 25",
    "h264, intra-refresh=1:ref=4:bframes=0, 33",
    "h264, intra-refresh=1:ref=2:slices=4:bframes=0, 27",
    "h264, intra-refresh=1:ref=1:bframes=0:cabac=0:8x8dct=0, 39",
    "h264, open-gop=1:ref=1:bframes=0, 25",
    "h264, open-gop=1:ref=4:bframes=3, 25",
    "h264, open-gop=1:ref=3:bframes=2:b-pyramid=normal, 38",
    "h265, intra-refresh=1:bframes=0, 25",
    "h265, intra-refresh=1:ref=3:bframes=0, 33",
    "h265, open-gop=1:bframes=0, 25",
    "h265, open-gop=1:bframes=3:ref=3, 31",
  })
  void shouldShowPicturesAfterAtMostOneRefreshAndNoneDamaged(String codec, String how, int from)
      throws Exception {
    Path whole = folder.resolve("whole." + codec);
    boolean isH264 = codec.equals("h264");
    boolean isExact = isH264 || !how.contains("intra-refresh");
    FieldServer.encode(
        whole,
        SOURCE,
        "-c:v",
        isH264 ? "libx264" : "libx265",
        "-preset",
        "veryfast",
        "-pix_fmt",
        "yuv420p",
        isH264 ? "-x264-params" : "-x265-params",
        "%s:keyint=%d:min-keyint=2:scenecut=0:rc-lookahead=5:aud=1:repeat-headers=1:log-level=none"
            .formatted(how, REFRESH)
            .replace(isH264 ? ":log-level=none" : "!", ""));
    List<byte[]> truth = pictures(VideoSource.ofFile(settings(whole.toString()), Instant.EPOCH));
    assertThat(truth).hasSize(PICTURES);

    List<byte[]> seen;
    try (FieldServer server =
        new FieldServer(
            folder,
            Map.of("cam", FieldServer.stream(whole, codec, FPS, "start", from, "loop", false)))) {
      seen =
          pictures(
              VideoSource.open(
                  settings(server.url("cam")),
                  CameraAccess.DEFAULTS,
                  Instant::now,
                  new Deadline()));
    }

    assertThat(seen).isNotEmpty();
    int first = place(truth, seen.get(0), PICTURES - seen.size());
    assertThat(first).isBetween(from, from + 2 * REFRESH + 4);
    for (int i = 0; i < seen.size(); i++) {
      assertThat(difference(truth.get(first + i), seen.get(i)))
          .as("difference of picture %d", first + i)
          .isLessThan(isExact ? 1e-9 : 1);
    }
  }

  /** Which picture this is: the decoder still holds some back when the connection ends. */
  private static int place(List<byte[]> truth, byte[] picture, int latest) {
    int place = latest;
    for (int i = latest; i > latest - MOST_HELD_BACK; i--) {
      if (difference(truth.get(i), picture) < difference(truth.get(place), picture)) {
        place = i;
      }
    }
    return place;
  }

  /** A gradual refresh begins with what FFmpeg calls a key frame, but is none. */
  @ParameterizedTest
  @CsvSource({
    "libx264, -x264-params, intra-refresh=1:bframes=0",
    "libx265, -x265-params, intra-refresh=1:bframes=0:log-level=none",
  })
  void shouldShowAllPicturesOfSuchCamerasAlsoWhereFewAreWanted(
      String encoder, String key, String how) throws Exception {
    Path whole = folder.resolve("whole");
    FieldServer.encode(
        whole,
        SOURCE,
        "-c:v",
        encoder,
        "-preset",
        "veryfast",
        "-pix_fmt",
        "yuv420p",
        "-f",
        encoder.equals("libx264") ? "h264" : "hevc",
        key,
        how + ":keyint=10:min-keyint=2:scenecut=0:aud=1:repeat-headers=1");

    List<byte[]> seen;
    String codec = encoder.equals("libx264") ? "h264" : "h265";
    try (FieldServer server =
        new FieldServer(
            folder, Map.of("cam", FieldServer.stream(whole, codec, FPS, "loop", false)))) {
      seen =
          pictures(
              VideoSource.open(
                  WatchedCamera.settings(server.url("cam"), "fps=2"),
                  CameraAccess.DEFAULTS,
                  Instant::now,
                  new Deadline()));
    }

    assertThat(seen).hasSizeGreaterThanOrEqualTo(PICTURES - 1);
  }

  private static CameraSettings settings(String url) {
    return WatchedCamera.settings(url, "fps=0");
  }

  /** The brightness of each picture. */
  private static List<byte[]> pictures(VideoSource opened) {
    List<byte[]> all = new ArrayList<>();
    try (VideoSource source = opened) {
      for (DecodedPicture next = source.next(); next != null; next = source.next()) {
        try (DecodedPicture picture = next) {
          all.add(brightness(picture.picture()));
        }
      }
    } catch (CameraFailure e) {
      assertThat(e.reason()).isEqualTo(CameraFailure.Reason.ENDED);
    }
    return all;
  }

  private static byte[] brightness(Picture picture) {
    Size size = picture.size();
    ByteBuffer all = ByteBuffer.allocate((int) size.area());
    byte[] row = new byte[size.width()];
    for (int y = 0; y < size.height(); y++) {
      picture.frame().data(0).position((long) y * picture.frame().linesize(0)).get(row);
      all.put(row);
    }
    return all.array();
  }

  private static double difference(byte[] one, byte[] other) {
    long sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += Math.abs((one[i] & 0xff) - (other[i] & 0xff));
    }
    return (double) sum / one.length;
  }
}
