package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.SharedMaterial;
import io.vedette.camera.VideoSource;
import io.vedette.camera.VideoSource.DecodedPicture;
import io.vedette.event.DetectionJson;
import io.vedette.event.FrameDetections;
import io.vedette.frame.DetectedObject;
import io.vedette.geometry.Size;
import io.vedette.offline.MediaFile;
import io.vedette.picture.Canvas;
import io.vedette.picture.Picture;
import io.vedette.picture.video.VideoWriter;
import io.vedette.simulator.street.StreetScene;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code vedette detect-file} as it is typed, with the real model. */
class DetectFileIT {
  private static final int PICTURES = 12;

  @TempDir static Path folder;
  private static Path clip;

  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void film() {
    clip = film("street.mp4", 0, new Size(640, 360));
  }

  private static Path film(String name, int street, Size size) {
    Path film = folder.resolve(name);
    StreetScene scene = new StreetScene(street, size, 10);
    try (VideoWriter writer = new VideoWriter(film, size, 10)) {
      for (int frame = 0; frame < PICTURES; frame++) {
        try (Picture picture = Canvas.of(scene.render(frame).image()).toPicture()) {
          writer.write(picture, frame * 100_000L);
        }
      }
    }
    return film;
  }

  @Test
  void shouldWriteALineForEveryPictureInferred() throws IOException {
    Path lines = folder.resolve("every.jsonl");

    int code = run("--every", "5", "--json", lines.toString(), clip.toString());

    List<FrameDetections> events = events(lines);
    assertThat(code).isZero();
    assertThat(events).extracting(event -> event.frame().sequence()).containsExactly(0L, 5L, 10L);
    assertThat(events).extracting(FrameDetections::camera).containsOnly("street.mp4");
    assertThat(events.get(1).frame().capturedAt())
        .isEqualTo(events.get(0).frame().capturedAt().plusMillis(500));
    assertThat(err.toString()).contains("street.mp4: 12 pictures, 3 inferred");
  }

  @Test
  void shouldLeaveOutBoxesThatAreNotFinite() throws IOException {
    Path lines = folder.resolve("infinite.jsonl");
    String model = Path.of("src", "test", "resources", "models", "inf.onnx").toString();

    int code = run("--model", model, "--json", lines.toString(), clip.toString());

    assertThat(err.toString()).doesNotContain("unexpected");
    assertThat(code).isZero();
    assertThat(events(lines)).hasSize(PICTURES);
  }

  @Test
  void shouldWriteTheSameBytesAgain() throws IOException {
    Path first = folder.resolve("first.jsonl");
    Path second = folder.resolve("second.jsonl");

    run("--json", first.toString(), clip.toString());
    run("--json", second.toString(), clip.toString());

    assertThat(second).hasSameBinaryContentAs(first);
    assertThat(events(first)).hasSize(PICTURES);
  }

  @Test
  void shouldLookCloserAtWhatMovesInBatchesOfAnySize() throws IOException {
    Path film = film("large.mp4", 0, new Size(1280, 720));
    List<byte[]> written = new ArrayList<>();
    for (int batch : new int[] {1, 3, 8}) {
      Path lines = folder.resolve("closer-" + batch + ".jsonl");
      String setting = "inference.batch=" + batch;

      int code =
          run(
              "--regions=2",
              "--every=2",
              "--set",
              setting,
              "--json",
              lines.toString(),
              film.toString());

      assertThat(code).isZero();
      assertThat(events(lines)).hasSize(PICTURES / 2).anyMatch(event -> !event.regions().isEmpty());
      written.add(Files.readAllBytes(lines));
    }
    assertThat(written.get(1)).isEqualTo(written.get(0));
    assertThat(written.get(2)).isEqualTo(written.get(0));
  }

  @Test
  void shouldLookCloserAtTilesOfAPicture() throws IOException {
    Path street = folder.resolve("street.png");
    StreetScene scene = new StreetScene(1, new Size(2560, 1440), 10);
    ImageIO.write(scene.render(5).image(), "png", street.toFile());
    Path whole = folder.resolve("whole.jsonl");
    Path tiled = folder.resolve("tiled.jsonl");

    run("--json", whole.toString(), street.toString());
    int code = run("--regions=6", "--json", tiled.toString(), street.toString());

    assertThat(code).isZero();
    assertThat(events(tiled).get(0).regions()).hasSize(6);
    assertThat(events(tiled).get(0).objects())
        .hasSizeGreaterThan(events(whole).get(0).objects().size());
  }

  @Test
  void shouldFollowObjectsByRulesAndSayWhatTheyDo() throws IOException {
    Path rules = folder.resolve("rules.yaml");
    Files.writeString(
        rules,
        "zones: {all: {polygon: '0,0 1,0 1,1 0,1'}}\nlines: {door: {points: '0.5,0 0.5,1'}}\n");
    Path lines = folder.resolve("tracks.jsonl");
    Path mot = folder.resolve("tracks.txt");
    Path video = folder.resolve("tracks.mp4");

    int code =
        run(
            "--rules",
            rules.toString(),
            "--json",
            lines.toString(),
            "--mot",
            mot.toString(),
            "--video",
            video.toString(),
            clip.toString());

    List<String> all = Files.readAllLines(lines);
    assertThat(code).isZero();
    assertThat(all.stream().filter(line -> line.startsWith("{\"type\":\"tracks\"")))
        .hasSize(PICTURES)
        .allMatch(line -> line.contains("\"lines\":{\"door\":{\"to_left\":"));
    long started = all.stream().filter(line -> line.contains("\"track.started\"")).count();
    assertThat(started).isPositive();
    assertThat(all.stream().filter(line -> line.contains("\"track.ended\"")))
        .hasSize((int) started);
    assertThat(all).anyMatch(line -> line.contains("\"zone.entered\""));
    assertThat(Files.readAllLines(mot)).isNotEmpty().allMatch(line -> line.split(",").length == 10);
    assertThat(video).isNotEmptyFile();
  }

  @Test
  void shouldRefuseWrongRules() throws IOException {
    Path rules = folder.resolve("wrong.yaml");
    Files.writeString(rules, "zones: {yard: {poligon: '0,0 1,0 1,1'}}\n");

    assertThat(run("--rules", rules.toString(), clip.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("zones.yard.poligon").contains("polygon");
  }

  @Test
  void shouldCopyAllPicturesWithBoxes() {
    Path copy = folder.resolve("copy.mp4");

    int code = run("--every", "4", "--video", copy.toString(), clip.toString());

    assertThat(code).isZero();
    int pictures = 0;
    try (VideoSource source = MediaFile.open(copy)) {
      for (DecodedPicture next = source.next(); next != null; next = source.next()) {
        try (DecodedPicture picture = next) {
          assertThat(picture.picture().size()).isEqualTo(new Size(640, 360));
          assertThat(picture.micros()).isEqualTo(pictures * 100_000L);
          pictures++;
        }
      }
    }
    assertThat(pictures).isEqualTo(PICTURES);
  }

  @Test
  void shouldFindTheBusAndItsPassengersWithAnotherModel() throws IOException {
    Path model = SharedMaterial.file("models/yolov5n-coco.onnx");
    Path picture = SharedMaterial.file("media/bus.jpg");
    Path lines = folder.resolve("bus.jsonl");
    Path copy = folder.resolve("bus.jpg");

    int code =
        run(
            "--model=" + model,
            "--confidence=0.4",
            "--classes=bus,person",
            "--json=" + lines,
            "--video=" + copy,
            picture.toString());

    List<String> labels =
        events(lines).get(0).objects().stream().map(DetectedObject::label).toList();
    assertThat(code).isZero();
    assertThat(labels).containsOnlyOnce("bus").containsOnly("bus", "person");
    assertThat(labels).filteredOn("person"::equals).hasSizeGreaterThanOrEqualTo(3);
    assertThat(copy).isNotEmptyFile();
  }

  @Test
  void shouldTellBadFilesInOneLineEachAndDoTheOthers() throws IOException {
    byte[] whole = Files.readAllBytes(clip);
    Path text = Files.writeString(folder.resolve("text.mp4"), "no video at all\n".repeat(100));
    Path notes = Files.writeString(folder.resolve("notes.txt"), "no video at all\n".repeat(100));
    Path empty = Files.createFile(folder.resolve("empty.avi"));
    Path cut = Files.write(folder.resolve("cut.mp4"), Arrays.copyOf(whole, whole.length / 2));
    Path missing = folder.resolve("missing.mp4");

    int code =
        run(
            "--json=" + folder.resolve("bad.jsonl"),
            text.toString(),
            notes.toString(),
            empty.toString(),
            cut.toString(),
            missing.toString(),
            clip.toString());

    assertThat(code).isEqualTo(1);
    assertThat(err.toString().lines().filter(line -> line.startsWith("vedette: ")))
        .satisfiesExactly(
            line -> assertThat(line).contains("text.mp4 is not a complete video or picture"),
            line -> assertThat(line).contains("notes.txt is not a complete video or picture"),
            line -> assertThat(line).contains("empty.avi is not a complete video or picture"),
            line -> assertThat(line).contains("cut.mp4"),
            line ->
                assertThat(line).contains("missing.mp4 cannot be opened: there is no such file"));
    assertThat(err.toString()).contains("street.mp4: 12 pictures");
  }

  @ParameterizedTest
  @EnumSource(OddFile.class)
  void shouldReadOddPicturesAndVideosOrSayWhatIsWrong(OddFile odd) throws IOException {
    Path file = Files.write(folder.resolve("odd-" + odd.fileName()), odd.bytes());
    Path lines = folder.resolve(odd + ".jsonl");

    int code = run("--json", lines.toString(), file.toString());

    assertThat(err.toString().lines().filter(line -> line.startsWith("vedette: ")))
        .hasSize(odd.reason().isEmpty() ? 0 : 1)
        .allMatch(line -> line.startsWith("vedette: " + file) && line.contains(odd.reason()));
    assertThat(code).isEqualTo(odd.reason().isEmpty() ? 0 : 1);
    assertThat(events(lines)).hasSize(odd.pictures());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--video", "--json", "--mot"})
  void shouldNotWriteOverWhatItReads(String option) throws IOException {
    byte[] before = Files.readAllBytes(clip);

    int code = run(option, folder + "/./street.mp4", clip.toString());

    assertThat(code).isEqualTo(2);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .contains(option + " " + clip + ": is read as well");
    assertThat(clip).hasBinaryContent(before);
  }

  @Test
  void shouldNotWriteOneCopyOverAnother() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    Path same = Files.copy(clip, other.resolve("street.mp4"));
    Path copies = folder.resolve("copies");

    int code = run("--video", copies.toString(), clip.toString(), same.toString());

    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains("vedette: " + same + " is left out: its copy would repl");
    assertThat(copies.resolve("street.mp4")).isNotEmptyFile();
  }

  @Test
  void shouldCopyPicturesOfAnyKindAsPicturesWhateverTheirNames() throws IOException {
    Path png = folder.resolve("a ${NONE} %d.png");
    ImageIO.write(new BufferedImage(64, 32, BufferedImage.TYPE_INT_RGB), "png", png.toFile());
    Path copies = Files.createDirectory(folder.resolve("pictures"));

    int code = run("--video", copies.toString(), png.toString());

    assertThat(code).isZero();
    assertThat(copies.resolve("a ${NONE} %d.jpg")).isNotEmptyFile();
  }

  @Test
  void shouldRefuseAClassTheModelDoesNotHave() {
    assertThat(run("--classes=unicorn", clip.toString())).isEqualTo(1);
    assertThat(err.toString().lines()).singleElement().asString().contains("unicorn", "person");
  }

  private int run(String... arguments) {
    CommandLine line = Main.commandLine();
    String[] all = new String[arguments.length + 1];
    all[0] = "detect-file";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return line.setErr(new PrintWriter(err, true)).execute(all);
  }

  private static List<FrameDetections> events(Path lines) throws IOException {
    return Files.readAllLines(lines).stream()
        .map(line -> DetectionJson.read(line.getBytes(StandardCharsets.UTF_8)))
        .toList();
  }
}
