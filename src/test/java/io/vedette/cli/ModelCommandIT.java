package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.geometry.Size;
import io.vedette.inference.OnnxModel;
import io.vedette.model.Drawn;
import io.vedette.model.train.Trainer;
import io.vedette.model.weights.Checkpoint;
import io.vedette.model.weights.SafeTensors;
import io.vedette.onnx.ElementType;
import io.vedette.onnx.GraphBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ModelCommandIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path folder;

  @Test
  void shouldBuildDescribeAndMeasureANetwork() throws IOException {
    Path data = Drawn.folder(folder.resolve("data"), 0, 3, 2);
    String onnx = folder.resolve("x.onnx").toString();

    Outcome built =
        run(
            "model",
            "build",
            "--architecture",
            "yolov5n",
            "--classes",
            "2",
            "--size",
            "96",
            "--input",
            "bytes",
            "-o",
            onnx);
    Outcome reported = run("model", "info", onnx);
    Outcome measured = run("model", "val", "--model", onnx, "--data", data.toString(), "--json");

    assertThat(built.code).isZero();
    assertThat(reported.out)
        .contains("architecture               yolov5n")
        .contains("classes                    2: class0, class1")
        .contains("size                       96 px");
    JsonNode json = new ObjectMapper().readTree(measured.out);
    assertThat(json.path("pictures").asInt()).isEqualTo(3);
    assertThat(json.path("classes").size()).isEqualTo(2);
    assertThat(json.path("classes").path(0).path("objects").asInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "fp32, 0, 'images float32 [batch, 3, height, width]'",
    "fp16, 96, 'images float32 [batch, 3, 96, 96]'",
    "fp32, 416x256, 'images float32 [batch, 3, 256, 416]'",
    "int8, 160x96, 'images float32 [batch, 3, 96, 160]'",
    "int8, 96, 'images float32 [batch, 3, 96, 96]'",
    "int8-signed, 96, 'images float32 [batch, 3, 96, 96]'",
  })
  void shouldDescribeWhatItExports(String numbers, String size, String takes) throws IOException {
    String data = Drawn.folder(folder.resolve("data"), 2, 0, 1).toString();
    String onnx = folder.resolve("x.onnx").toString();

    List<String> build = new ArrayList<>(List.of("model", "build", "--classes", "3", "-o", onnx));
    build.addAll(List.of("--numbers", numbers, "--size", size, "--calibrate", data));
    run(build.toArray(String[]::new));
    Outcome reported = run("model", "info", onnx);

    assertThat(reported.out)
        .contains("takes                      " + takes)
        .contains("opset                      17")
        .contains("numbers                    " + numbers)
        .contains("architecture               repvit_m0_6-yolov5n")
        .contains("parameters, run form       3,087,144");
  }

  /** The same picture, seen by a square and by a rectangle that leaves no bars. */
  @Test
  void shouldSeeWithRectangles() throws IOException {
    Path data = folder.resolve("streets");
    run("model", "scenes", data.toString(), "--pictures", "12", "--split", "val");
    String flexible = folder.resolve("flexible.onnx").toString();
    String wide = folder.resolve("wide.onnx").toString();
    String shipped = "src/main/resources/models/" + OnnxModel.SHIPPED;
    run("model", "export", shipped, "-o", flexible, "--size", "0", "--input", "bytes");
    run("model", "export", shipped, "-o", wide, "--size", "416x256", "--input", "bytes");

    List<String> val = List.of("model", "val", "--data", data.toString(), "--json", "--model");
    JsonNode byOption = figures(val, flexible, "--size", "416x256");
    JsonNode byFile = figures(val, wide);

    assertThat(byOption.path("map50").asDouble()).isGreaterThan(0.6);
    assertThat(byFile.path("map50").asDouble())
        .isCloseTo(byOption.path("map50").asDouble(), within(1e-3));
  }

  /** Into the file, out of it by workers, and into what is exported from it. */
  @Test
  void shouldCalibrateTheConfidencesOfEachClass() throws IOException {
    Path data = folder.resolve("streets");
    run("model", "scenes", data.toString(), "--pictures", "12", "--split", "val");
    String shipped = "src/main/resources/models/" + OnnxModel.SHIPPED;
    String calibrated = folder.resolve("calibrated.onnx").toString();
    String small = folder.resolve("small.onnx").toString();

    List<String> arguments = new ArrayList<>(List.of("model", "calibrate", "--model", shipped));
    arguments.addAll(List.of("--data", data.toString(), "--data", "again=" + data));
    Outcome reported = run(arguments.toArray(String[]::new));
    arguments.addAll(List.of("-o", calibrated));
    Outcome written = run(arguments.toArray(String[]::new));
    run("model", "export", calibrated, "-o", small, "--size", "160x96", "--numbers", "fp16");

    assertThat(reported.code).isZero();
    assertThat(reported.out).contains("person", "car", "background").doesNotContain("confidences");
    List<Double> confidences = confidences(calibrated);
    assertThat(written.out).contains(calibrated + ": confidences ");
    assertThat(confidences).hasSize(5).isNotEqualTo(Collections.nCopies(5, 0.25));
    assertThat(confidences(small)).isEqualTo(confidences);
    JsonNode json =
        figures(
            List.of("model", "val", "--data", data.toString(), "--json", "--model"), calibrated);
    assertThat(json.path("worker").path("classes").path(0).path("confidence").asDouble())
        .isCloseTo(confidences.get(0), within(1e-6));
    assertThat(json.path("sizes").path("tiny").path("objects").isInt()).isTrue();
    Outcome table = run("model", "val", "--data", data.toString(), "--model", calibrated);
    assertThat(table.out)
        .contains("< 16 px", "16-32 px", "32-64 px", "> 64 px", "as workers do", "false box");
  }

  /**
   * Every second picture is labelled as empty: most have a box, and a tenth of them may keep it.
   */
  @Test
  void shouldCalibrateForAShareOfEmptyPicturesByOtherLabels() throws IOException {
    Path data = folder.resolve("streets");
    run("model", "scenes", data.toString(), "--pictures", "40", "--split", "val");
    Path labels = folder.resolve("labels-of-others");
    List<Path> files = files(data.resolve("labels/val"));
    for (int i = 0; i < files.size(); i += 2) {
      Path file = labels.resolve("labels/val").resolve(files.get(i).getFileName());
      Files.createDirectories(file.getParent());
      Files.writeString(file, "");
    }
    String shipped = "src/main/resources/models/" + OnnxModel.SHIPPED;
    String[] arguments = {
      "model", "calibrate", "--model", shipped, "--data", "streets=" + data, "--labels"
    };

    Outcome all = run(with(arguments, "streets=" + labels, "--empty-at-most", "1"));
    Outcome few = run(with(arguments, "streets=" + labels, "--empty-at-most", "0.1"));

    assertThat(all.out).contains("of 20 pictures without any object ");
    assertThat(boxedOf20(all.out)).isGreaterThan(2);
    assertThat(boxedOf20(few.out)).isLessThanOrEqualTo(2);
    assertOneLine(2, run(with(arguments, "streets=" + labels, "--empty-at-most=0", "--keep=1")));
    assertOneLine(2, run(with(arguments, "other=" + labels)));
  }

  private static int boxedOf20(String out) {
    return Integer.parseInt(out.replaceFirst("(?s).*any object (\\d+) have a box.*", "$1"));
  }

  private static String[] with(String[] arguments, String... more) {
    return Stream.concat(Arrays.stream(arguments), Arrays.stream(more)).toArray(String[]::new);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  private static List<Double> confidences(String model) throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of(model));
    return OnnxModel.of(model, bytes, Size.square(320)).confidences();
  }

  private static JsonNode figures(List<String> val, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(val);
    arguments.addAll(List.of(more));
    return new ObjectMapper().readTree(run(arguments.toArray(String[]::new)).out);
  }

  @Test
  void shouldDescribeAnOnnxOfAnotherArchitecture() throws IOException {
    GraphBuilder graph = new GraphBuilder();
    String input = graph.input("x", ElementType.FLOAT, List.of("n", "3", "8", "8"));
    graph.addNamed("y", "Relu", List.of(input));
    graph.output("y", ElementType.FLOAT, List.of("n", "3", "8", "8"));
    graph.metadata("author", "somebody");
    Path onnx = folder.resolve("x.onnx");
    Files.write(onnx, graph.model("another", 18).toBytes());

    Outcome reported = run("model", "info", onnx.toString());

    assertThat(reported.code).isEqualTo(1);
    assertThat(reported.out)
        .contains("takes                      x float32 [n, 3, 8, 8]")
        .contains("gives                      y float32 [n, 3, 8, 8]")
        .contains("opset                      18")
        .contains("producer                   another")
        .contains("architecture               none that is trained here")
        .contains("family                     none")
        .contains("author                     somebody");
    assertThat(reported.error).startsWith("vedette: model x cannot be used: ").hasLineCount(1);
  }

  /** As Python leaves it: no word of ours in it, and counters of batches beside the weights. */
  @Test
  void shouldTakeBareWeights() {
    String ours = folder.resolve("ours.safetensors").toString();
    Path bare = folder.resolve("bare.safetensors");
    run("model", "build", "--classes", "2", "-o", ours);
    new SafeTensors(Checkpoint.read(Path.of(ours)).weights(), Map.of("format", "pt")).write(bare);

    Outcome exported =
        run("model", "export", bare.toString(), "-o", folder.resolve("x.onnx").toString());

    assertThat(exported.out).contains("repvit_m0_6-yolov5n, 2 classes, fp32, 640 px");
  }

  @Test
  void shouldExportWhatIsExportedAgain() {
    String first = folder.resolve("a.onnx").toString();
    String second = folder.resolve("b.onnx").toString();

    run("model", "build", "--architecture", "repvit_m0_6-yolov5n", "--classes", "1", "-o", first);
    Outcome exported = run("model", "export", first, "-o", second, "--size", "320");

    assertThat(exported.code).isZero();
    assertThat(exported.out).contains("repvit_m0_6-yolov5n, 1 class, fp32, 320 px");
  }

  @Test
  void shouldLabelPicturesByWhatTheShippedDetectorSees() throws IOException {
    Path pictures = Drawn.folder(folder.resolve("data"), 2, 0, 1).resolve("images");
    Path labels = folder.resolve("labels");

    Outcome outcome = run("model", "label", pictures.toString(), "-o", labels.toString());

    assertThat(outcome.code).isZero();
    assertThat(labels.resolve("train/p0.txt")).exists();
    assertThat(labels.resolve("train/p1.txt")).exists();
    assertThat(outcome.out).containsPattern("\\d+ box(es)? in 2 pictures; labels in ");
  }

  @Test
  void shouldDrawScenesThatAreADataSet() throws IOException {
    Path scenes = folder.resolve("scenes");

    Outcome outcome =
        run("model", "scenes", scenes.toString(), "--pictures", "2", "--split", "val");

    assertThat(outcome.code).isZero();
    assertThat(scenes.resolve("images/val/scene-1000-0.jpg")).exists();
    assertThat(Files.readAllLines(scenes.resolve("labels/val/scene-1000-1.txt"))).isNotEmpty();
  }

  /** So that there is something to see without any camera. */
  @ParameterizedTest
  @ValueSource(strings = {"", "--model=", "--model=int8"})
  void shouldSeeTheSimulatorsStreetsWithWhatShips(String option) throws IOException {
    String scenes = folder.resolve("streets").toString();
    run("model", "scenes", scenes, "--pictures", "16", "--split", "val", "--seed", "77");

    List<String> val = new ArrayList<>(List.of("model", "val", "--data", scenes, "--json"));
    Stream.of(option).filter(given -> !given.isEmpty()).forEach(val::add);
    Outcome measured = run(val.toArray(String[]::new));

    JsonNode json = new ObjectMapper().readTree(measured.out);
    assertThat(json.path("pictures").asInt()).isEqualTo(16);
    assertThat(json.path("map50").asDouble()).isGreaterThan(0.6);
  }

  @Test
  void shouldTellInOneLineWhatIsWrong() throws IOException {
    Path text = Files.writeString(folder.resolve("text.onnx"), "no model");
    Path folderPath = Drawn.folder(folder.resolve("data"), 1, 0, 1);
    String data = folderPath.toString();
    String out = folder.resolve("t").toString();

    assertOneLine(1, run("model", "info", folder.resolve("none.onnx").toString()));
    assertOneLine(1, run("model", "info", text.toString()));
    assertOneLine(1, run("model", "val", "--data", folder.resolve("none").toString()));
    assertOneLine(2, run("model", "build", "--architecture", "yolov9", "-o", "x.onnx"));
    for (String size : List.of("100", "416x250", "416x", "x", "-32")) {
      assertOneLine(2, run("model", "build", "--size", size, "-o", "x.onnx"));
    }
    assertOneLine(2, run("model", "val", "--data", data, "--size", "416x256"));
    assertOneLine(2, run("model", "val", "--data", data, "--size", "wide"));
    String shipped = "src/main/resources/models/" + OnnxModel.SHIPPED;
    assertOneLine(2, run("model", "calibrate", "--data", data));
    for (String option :
        List.of("--background=2", "--keep=-1", "--out=x.pt", "--empty-at-most=2")) {
      assertOneLine(2, run("model", "calibrate", "--model", shipped, "--data", data, option));
    }
    assertOneLine(1, run("model", "calibrate", "--model", text.toString(), "--data", data));
    assertOneLine(1, run("model", "calibrate", "--model", shipped, "--data", data));
    assertOneLine(2, run("model", "train", "--data", data));
    assertOneLine(2, run("model", "train", "--data", data, "-o", out, "--size", "33"));
    for (String option :
        List.of("--epochs=-3", "--epochs=0", "--pictures=0", "--measure-every=0")) {
      assertOneLine(2, run("model", "train", "--data", data, "-o", out, option));
    }
    for (String option : List.of("--mosaic=7", "--scale=1", "--mirror=-1", "--rate=-1")) {
      assertOneLine(2, run("model", "train", "--data", data, "-o", out, option));
    }
    String labels = folder.resolve("l").toString();
    assertOneLine(1, run("model", "label", text.toString(), "-o", labels));
    assertOneLine(1, run("model", "label", folder.resolve("none").toString(), "-o", labels));
    assertOneLine(2, run("model", "scenes", labels, "--pictures", "0"));
    assertOneLine(2, run("model", "scenes", labels, "--split", "third"));
    assertOneLine(2, run("model", "train", "--data", data, "-o", data));
    assertOneLine(2, run("model", "train", "--data", data, "-o", text.toString()));
    assertOneLine(2, run("model", "build", "-o", folder.resolve("x.pt").toString()));
    assertOneLine(2, run("model", "export", "x.pt", "-o", folder.resolve("x.pt").toString()));
    Path empty = Files.createFile(folder.resolve("empty.safetensors"));
    assertOneLine(1, run("model", "info", empty.toString()));
    assertThat(folder.resolve("t")).doesNotExist();
    assertOneLine(1, run("model", "train", "--resume", out));
    assertOneLine(2, run("model", "train", "--resume", out, "--epochs", "3"));
    Files.writeString(folderPath.resolve("labels/train/p0.txt"), "7 0.5 0.5 0.1 0.1");
    assertOneLine(1, run("model", "train", "--data", data, "-o", out));
  }

  /** Killed while it trains, then gone on with: the same network as without the kill. */
  @Test
  @Tag("faults")
  void shouldSurviveAKill() throws Exception {
    String data = Drawn.folder(folder.resolve("data"), 12, 2, 2).toString();
    List<String> train =
        List.of(
            "--data",
            data,
            "--size",
            "96",
            "--batch",
            "4",
            "--shard",
            "2",
            "--epochs",
            "14",
            "--precision",
            "fp32",
            "--measure-every",
            "2",
            "--warmup",
            "5",
            "--out");

    Path whole = folder.resolve("whole");
    Process uninterrupted = start(train, whole);
    assertThat(uninterrupted.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    Path cut = folder.resolve("cut");
    Process killed = start(train, cut);
    await().atMost(PATIENCE).until(() -> rows(cut) >= 2);
    killed.destroyForcibly().waitFor();
    assertThat(rows(cut)).isLessThan(7);
    Process resumed = start(List.of("--resume"), cut);
    assertThat(resumed.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

    assertThat(resumed.exitValue()).isZero();
    assertThat(Files.readAllLines(cut.resolve("results.csv")))
        .isEqualTo(Files.readAllLines(whole.resolve("results.csv")));
    Checkpoint found = Checkpoint.read(cut.resolve(Trainer.LAST));
    Checkpoint expected = Checkpoint.read(whole.resolve(Trainer.LAST));
    for (String name : expected.weights().names()) {
      assertThat(Arrays.equals(found.weights().values(name), expected.weights().values(name)))
          .as(name)
          .isTrue();
    }
  }

  /** On a signal it keeps what it has, and says how to go on. */
  @Test
  @Tag("faults")
  void shouldKeepWhatItHasOnASignal() throws Exception {
    String data = Drawn.folder(folder.resolve("data"), 12, 2, 2).toString();
    List<String> train = List.of("--data", data, "--size", "96", "--epochs", "9999", "--out");

    Path out = folder.resolve("out");
    Process training = start(train, out);
    await().atMost(PATIENCE).until(() -> rows(out) >= 1);
    training.destroy(); // SIGTERM
    assertThat(training.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

    assertThat(training.exitValue()).isEqualTo(143);
    assertThat(Trainer.step(Checkpoint.read(out.resolve(Trainer.LAST))))
        .isGreaterThanOrEqualTo(rows(out));
  }

  private static long rows(Path training) throws IOException {
    Path results = training.resolve("results.csv");
    return Files.exists(results) ? Files.readAllLines(results).size() - 1 : 0;
  }

  private static Process start(List<String> options, Path out) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xss4m", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.vedette.cli.Main", "model", "train"));
    command.addAll(options);
    command.add(out.toString());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void assertOneLine(int code, Outcome outcome) {
    assertThat(outcome.code).as(outcome.error).isEqualTo(code);
    assertThat(outcome.error.strip().lines()).hasSize(1);
    assertThat(outcome.error).startsWith("vedette: ");
  }

  private record Outcome(int code, String out, String error) {}

  private static Outcome run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter error = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(error, true));
    int code = line.execute(arguments);
    return new Outcome(code, out.toString(), error.toString());
  }
}
