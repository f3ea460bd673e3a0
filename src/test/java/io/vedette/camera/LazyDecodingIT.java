package io.vedette.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.OtherPrograms;
import io.vedette.camera.VideoSource.DecodedPicture;
import io.vedette.camera.link.Deadline;
import io.vedette.camera.report.CameraFailure;
import io.vedette.camera.report.CameraListener;
import io.vedette.camera.setting.CameraAccess;
import io.vedette.camera.setting.CameraSettings;
import io.vedette.frame.DropReason;
import io.vedette.frame.Frame;
import io.vedette.frame.Ledger;
import io.vedette.frame.Motion;
import io.vedette.picture.Picture;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cameras give while only their key frames are decoded, and once something happens. */
class LazyDecodingIT {
  private static final int PICTURES = 120;
  private static final int KEYS = 10;

  /** Intervals until it is known how often key frames come. */
  private static final int LEARNT = 4;

  /** Decoders still hold so many back when the connection ends, at most. */
  private static final int HELD_BACK = 5;

  private static final int RATE = 20;
  private static final String PATTERN =
      "testsrc2=size=160x128:rate=%d:duration=%d".formatted(RATE, PICTURES / RATE);

  /** How fast the pattern is sent. */
  private static final int FPS = 100;

  private static final int RTP_CLOCK = 90_000;

  /** Someone comes in the middle between two key frames. */
  private static final int COMES = 236;

  @TempDir Path folder;

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "h264, bframes=0:ref=1, true",
    "h264, bframes=0:ref=3:slices=3, true",
    "h264, bframes=2:b-pyramid=normal:ref=3, true",
    "h264, open-gop=1:bframes=3:b-adapt=0, false",
    "h265, bframes=0:no-open-gop=1, true",
    "h265, bframes=3:open-gop=0:ref=3, true",
    "h265, bframes=3:open-gop=1, false",
  })
  void shouldGiveAllPicturesInOrderWhereThoseHeldBackAreWanted(
      String codec, String how, boolean isLazy) throws Exception {
    Path film = film(codec, codec, how);
    int[] stamps = stamps(film(codec, "mp4", how));
    List<Long> truth = sums(VideoSource.ofFile(settings(film.toString()), Instant.EPOCH), true);
    assertThat(truth).hasSize(PICTURES);

    List<Long> all = new ArrayList<>();
    List<Long> some = new ArrayList<>();
    try (FieldServer server = server(film, codec, FPS, "pts", stamps)) {
      all.addAll(sums(live(server), true));
      some.addAll(sums(live(server), false));
    }

    List<Integer> numbers = all.stream().map(truth::indexOf).toList();
    List<Integer> keys = some.stream().map(truth::indexOf).toList();
    assertThat(numbers)
        .isEqualTo(IntStream.range(0, numbers.size()).boxed().toList())
        .hasSizeGreaterThanOrEqualTo(PICTURES - HELD_BACK);
    assertThat(keys).isSorted().doesNotHaveDuplicates().doesNotContain(-1);
    if (isLazy) {
      assertThat(keys).hasSizeBetween(LEARNT * KEYS, PICTURES - 3 * KEYS);
    } else {
      assertThat(keys).isEqualTo(numbers);
    }
  }

  @Test
  void shouldMissNothingOfWhatHappensAndCountTheRestAsStill() throws Exception {
    Path film =
        FieldServer.encode(
            folder.resolve("visit.h264"),
            ("color=c=gray:size=640x360:rate=25:duration=13[scene];"
                    + "color=c=black:size=16x40:rate=25[person];"
                    + "[scene][person]overlay=shortest=1:y=200:x='if(gte(n\\,%d)\\,40+n-%d\\,-99)'")
                .formatted(COMES, COMES),
            "-c:v",
            "libx264",
            "-pix_fmt",
            "yuv420p",
            "-x264-params",
            "keyint=25:min-keyint=25:scenecut=0:bframes=0:aud=1:repeat-headers=1");
    List<FieldServer.Sent> sent;
    List<Frame> frames;
    try (FieldServer server = server(film, "h264", 25);
        WatchedCamera camera =
            new WatchedCamera(server.url("cam"), "fps=5", "motion.enabled=true")) {
      await()
          .atMost(Duration.ofSeconds(40))
          .until(() -> camera.states.contains(CameraListener.State.FAILED));
      sent = server.sent("cam").stream().filter(one -> one.number() < 13 * 25).toList();
      frames = List.copyOf(camera.frames);
      Ledger.Balance balance = Objects.requireNonNull(camera.ledger.balance("cam"));
      assertThat(balance.captured())
          .isEqualTo(frames.size() + balance.dropped().get(DropReason.STILL));
    }

    List<Integer> numbers = frames.stream().map(frame -> number(sent, frame)).toList();
    int first = first(frames);
    assertThat(numbers).isSorted().doesNotHaveDuplicates();
    assertThat(numbers.get(first)).isBetween(COMES, COMES + 10);
    for (int i = first + 1; i < numbers.size(); i++) {
      assertThat(numbers.get(i) - numbers.get(i - 1)).isEqualTo(5);
    }
    for (int i = 1; i < frames.size(); i++) {
      long still = Objects.requireNonNull(frames.get(i).motion()).still();
      assertThat(frames.get(i).id().sequence())
          .isEqualTo(frames.get(i - 1).id().sequence() + still + 1);
      assertThat(numbers.get(i) - numbers.get(i - 1))
          .as(numbers.toString())
          .isLessThanOrEqualTo(50 + 5);
    }
  }

  /** Once it is known how often they come. */
  @Test
  void shouldDecodeKeyFramesAloneOfFilesWhereTheyAreEnough() throws Exception {
    Path film = film("h264", "mp4", "bframes=2:open-gop=0");
    int wanted = RATE / KEYS;

    List<Long> truth = sums(VideoSource.ofFile(settings(film.toString()), Instant.EPOCH), true);
    CameraSettings few = WatchedCamera.settings(film.toString(), "fps=" + wanted);
    try (VideoSource source = VideoSource.ofFile(few, Instant.EPOCH)) {
      List<Integer> seen = read(source, true).stream().map(truth::indexOf).toList();

      assertThat(seen)
          .containsSubsequence(LEARNT * KEYS, (LEARNT + 1) * KEYS, PICTURES - KEYS)
          .hasSize(LEARNT * KEYS + PICTURES / KEYS - LEARNT);
      assertThat(source.missing()).isZero();
    }
  }

  /** The first frame in which something moves. */
  private static int first(List<Frame> frames) {
    for (int i = 0; i < frames.size(); i++) {
      Motion motion = Objects.requireNonNull(frames.get(i).motion());
      if (!motion.moving().isEmpty()) {
        return i;
      }
    }
    throw new AssertionError("nothing moved");
  }

  /** Which picture a frame is, by when the server sent it. */
  private static int number(List<FieldServer.Sent> sent, Frame frame) {
    long captured = ChronoUnit.MICROS.between(Instant.EPOCH, frame.capturedAt());
    FieldServer.Sent nearest = sent.get(0);
    for (FieldServer.Sent one : sent) {
      boolean isNearer = Math.abs(one.micros() - captured) < Math.abs(nearest.micros() - captured);
      nearest = isNearer ? one : nearest;
    }
    return nearest.number();
  }

  private Path film(String codec, String form, String how) throws Exception {
    boolean isH264 = codec.equals("h264");
    return FieldServer.encode(
        folder.resolve("film." + form),
        PATTERN,
        "-c:v",
        isH264 ? "libx264" : "libx265",
        "-preset",
        "veryfast",
        "-pix_fmt",
        "yuv420p",
        isH264 ? "-x264-params" : "-x265-params",
        "%s:keyint=%d:min-keyint=%d:scenecut=0:rc-lookahead=5:aud=1:repeat-headers=1"
            .formatted(how, KEYS, KEYS)
            .concat(isH264 ? "" : ":log-level=none"));
  }

  /** The RTP time stamps of a film's pictures, in the order in which they are sent. */
  private static int[] stamps(Path film) throws Exception {
    OtherPrograms.require("ffprobe");
    List<String> command = List.of("ffprobe", "-v", "error", "-show_entries", "packet=pts_time");
    Process probe =
        new ProcessBuilder(
                Stream.concat(command.stream(), Stream.of("-of", "csv=p=0", film.toString()))
                    .toList())
            .start();
    try (BufferedReader lines = probe.inputReader()) {
      return lines
          .lines()
          .mapToInt(
              line ->
                  Math.toIntExact(Math.round(Double.parseDouble(line) * RATE) * RTP_CLOCK / FPS))
          .toArray();
    }
  }

  private FieldServer server(Path film, String codec, double fps, Object... more) throws Exception {
    Map<String, Object> stream = FieldServer.stream(film, codec, fps, more);
    stream.put("loop", false);
    stream.put("logsent", true);
    return new FieldServer(folder, Map.of("cam", stream));
  }

  private static VideoSource live(FieldServer server) {
    return VideoSource.open(
        settings(server.url("cam")), CameraAccess.DEFAULTS, Instant::now, new Deadline());
  }

  private static CameraSettings settings(String url) {
    return WatchedCamera.settings(url, "fps=0");
  }

  /** A number for each picture by what it shows; those held back are wanted, or are not. */
  private static List<Long> sums(VideoSource opened, boolean isWanted) {
    try (VideoSource source = opened) {
      return read(source, isWanted);
    }
  }

  private static List<Long> read(VideoSource source, boolean isWanted) {
    List<Long> sums = new ArrayList<>();
    source.mayHold(Duration.ofMillis(200));
    try {
      for (DecodedPicture next = source.next(); next != null; next = source.next()) {
        try (DecodedPicture picture = next) {
          if (source.isAhead() && isWanted) {
            source.decodeHeld();
            continue;
          }
          if (source.isAhead()) {
            source.passOver();
          }
          sums.add(sum(picture.picture()));
        }
      }
    } catch (CameraFailure e) {
      assertThat(e.reason()).isEqualTo(CameraFailure.Reason.ENDED);
    }
    return sums;
  }

  private static long sum(Picture picture) {
    long sum = 0;
    byte[] row = new byte[picture.size().width()];
    for (int y = 0; y < picture.size().height(); y++) {
      picture.frame().data(0).position((long) y * picture.frame().linesize(0)).get(row);
      for (byte sample : row) {
        sum = 31 * sum + sample;
      }
    }
    return sum;
  }
}
