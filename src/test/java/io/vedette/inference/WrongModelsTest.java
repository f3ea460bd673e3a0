package io.vedette.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vedette.geometry.Size;
import io.vedette.onnx.ElementType;
import io.vedette.onnx.GraphBuilder;
import io.vedette.onnx.OnnxMetadata;
import io.vedette.onnx.OnnxParts;
import io.vedette.onnx.Proto;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is no detector, or none that is understood, is refused in one line and before it runs. */
class WrongModelsTest {
  private static final String SHIPPED = "/models/repvit_m0_6-yolov5n-384x256.onnx";
  private static final Map<String, byte[]> WRONG = wrong();

  @TempDir private Path folder;

  static Stream<String> names() {
    return WRONG.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldRefuseInOneLine(String what) {
    Throwable thrown = catchThrowable(() -> open(what, InferenceSettings.cpu()));

    requireOneLine(what, thrown);
  }

  @Test
  void shouldHaveManyKindsOfWrongFiles() {
    assertThat(WRONG).hasSizeGreaterThanOrEqualTo(40);
  }

  @Test
  void shouldSayWhatWasFoundAndWhatIsAccepted() {
    Throwable thrown = catchThrowable(() -> open("image filter", InferenceSettings.cpu()));

    assertThat(thrown)
        .hasMessageContaining("image filter")
        .hasMessageContaining("out float32 [1, 3, 320, 320]")
        .hasMessageContaining("YOLOv5")
        .hasMessageContaining("RF-DETR");
    assertThat(catchThrowable(() -> open("raw heads", InferenceSettings.cpu())))
        .hasMessageContaining("--grid");
  }

  /** A file that is cut short or changed anywhere is refused, or is still a whole detector. */
  @Test
  void shouldSurviveFilesThatAreDamagedAnywhere() throws IOException {
    byte[] whole = resource();
    Random random = new Random(7);
    for (int i = 0; i < 60; i++) {
      byte[] damaged =
          i % 2 == 0
              ? Arrays.copyOf(whole, random.nextInt(whole.length))
              : flipped(whole, random.nextInt(whole.length / (i % 3 == 0 ? 1 : 100)), random);
      Throwable thrown =
          catchThrowable(() -> OnnxModel.of("damaged", damaged, Size.square(320)).names());
      if (thrown != null) {
        requireOneLine("damage " + i, thrown);
      }
    }
  }

  @Test
  void shouldRefuseAFamilyThatTheModelIsNotOf() throws IOException {
    InferenceSettings settings = InferenceSettings.cpu().understood("rf-detr", List.of());

    Throwable thrown = catchThrowable(() -> OnnxModel.of("shipped", resource(), settings));

    requireOneLine("another family", thrown);
    assertThat(thrown).hasMessageContaining("inference.family").hasMessageContaining("rf-detr");
  }

  @Test
  void shouldRefuseNamesThatDoNotFit() throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("few.txt", "person\ncar\n");
    files.put("empty.txt", "\n\n");
    files.put("broken.json", "{\"id2label\": ");
    files.put("broken.yaml", "names: [a, ");
    files.put("literal.txt", "{0: 'a', 2: 'b'}");
    for (Map.Entry<String, String> one : files.entrySet()) {
      Path file = Files.writeString(folder.resolve(one.getKey()), one.getValue());
      requireOneLine(one.getKey(), named(file.toString()));
    }
    requireOneLine("missing file", named(folder.resolve("none.txt").toString()));
  }

  private static Throwable named(String names) throws IOException {
    byte[] file = resource();
    InferenceSettings settings = InferenceSettings.cpu().understood(null, List.of(names));
    return catchThrowable(() -> OnnxModel.of("shipped", file, settings).names());
  }

  private static void open(String what, InferenceSettings settings) {
    OnnxModel model = OnnxModel.of(what, WRONG.get(what), settings);
    assertThat(model.names()).isNotNull();
    Lane.open(model, settings.withThreads(1)).close();
  }

  private static void requireOneLine(String what, Throwable thrown) {
    assertThat(thrown).as(what).isInstanceOf(Failure.class);
    assertThat(((Failure) thrown).action()).as(what).isEqualTo(Failure.Action.STOP);
    assertThat(thrown.getMessage())
        .as(what)
        .doesNotContain("\n", "Error code", "onnxruntime_src")
        .hasSizeGreaterThan(20);
  }

  private static Map<String, byte[]> wrong() {
    Map<String, byte[]> wrong = new LinkedHashMap<>();
    bytes(wrong);
    inputs(wrong);
    outputs(wrong);
    metadata(wrong);
    graphs(wrong);
    return wrong;
  }

  private static void bytes(Map<String, byte[]> wrong) {
    wrong.put("nothing", new byte[0]);
    wrong.put("text", "not a model at all".getBytes(StandardCharsets.UTF_8));
    wrong.put("web page", "<!DOCTYPE html><html>404".getBytes(StandardCharsets.UTF_8));
    wrong.put(
        "pointer of large file storage",
        "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
            .getBytes(StandardCharsets.UTF_8));
    wrong.put("zip", new byte[] {'P', 'K', 3, 4, 20, 0, 0, 0, 8, 0});
    wrong.put("png", new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13});
    wrong.put("jpeg", new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0, 0, 16});
    wrong.put("zeros", new byte[4096]);
    byte[] noise = new byte[4096];
    new Random(3).nextBytes(noise);
    wrong.put("noise", noise);
    byte[] whole = resource();
    wrong.put("half a model", Arrays.copyOf(whole, whole.length / 2));
    wrong.put("all but a byte", Arrays.copyOf(whole, whole.length - 1));
    wrong.put("message without a graph", new Proto().add(1, 8).toBytes());
    wrong.put("graph without nodes", new GraphBuilder().model("test", 17).toBytes());
  }

  private static void inputs(Map<String, byte[]> wrong) {
    int[] rows = {1, 6300, 85};
    wrong.put("sounds", constant("1,16000", ElementType.FLOAT, rows));
    wrong.put("grey pictures", constant("1,1,320,320", ElementType.FLOAT, rows));
    wrong.put("pictures of four colours", constant("1,4,320,320", ElementType.FLOAT, rows));
    wrong.put("videos", constant("1,3,16,320,320", ElementType.FLOAT, rows));
    wrong.put("pictures of int64", constant("1,3,320,320", ElementType.INT64, rows));
    wrong.put("pictures of int8", constant("1,3,320,320", ElementType.INT8, rows));
    wrong.put("huge pictures", constant("1,3,99999,99999", ElementType.FLOAT, rows));
    wrong.put("no dimensions", constant("", ElementType.FLOAT, rows));
    wrong.put("two pictures", twoInputs("1,3,320,320", ElementType.FLOAT));
    wrong.put("text beside pictures", twoInputs("1,77", ElementType.INT64));
    GraphBuilder none = new GraphBuilder();
    String zero = none.constant(OnnxParts.floats("z", new int[] {1}, new float[1]));
    none.addNamed("out", "Identity", List.of(zero));
    none.output("out", ElementType.FLOAT, List.of("1"));
    wrong.put("no inputs", none.model("test", 17).toBytes());
  }

  private static void outputs(Map<String, byte[]> wrong) {
    wrong.put("classifier", pictures(1, 1000));
    wrong.put("image filter", pictures(1, 3, 320, 320));
    wrong.put("map of classes", pictures(1, 21, 80, 80));
    wrong.put("raw heads", pictures(1, 3, 40, 40, 85));
    wrong.put("one number", pictures(1));
    wrong.put("too few columns", pictures(1, 6300, 5));
    wrong.put("rows of no size", pictures(1, 6301, 85));
    wrong.put("rows of another size", pictures(1, 25200, 85));
    wrong.put("columns of no size", pictures(1, 84, 2101));
    wrong.put("eight columns flat", pictures(10, 8));
    wrong.put("five columns end to end", pictures(1, 300, 5));
    wrong.put("nothing at all", pictures(1, 0, 85));
    wrong.put("other classes without names", pictures(1, 37 + 4, 2100));
    wrong.put("seven classes without names", pictures(1, 6300, 12));
    wrong.put("end to end with halves of classes", halfClasses());
    wrong.put("declares what it does not give", declared("1,6300,85", 1, 300, 85));
    wrong.put("declares another rank", declared("1,6300,85", 1, 85));
    wrong.put("another number of pictures", declared("1,6300,85", 2, 6300, 85));
  }

  private static void metadata(Map<String, byte[]> wrong) {
    byte[] whole = resource();
    wrong.put("names that end too early", OnnxMetadata.with(whole, "names", "{0: 'person"));
    wrong.put("names that are a number", OnnxMetadata.with(whole, "names", "5"));
    wrong.put("names with a hole", OnnxMetadata.with(whole, "names", "{0: 'a', 2: 'b'}"));
    wrong.put("names of too few classes", OnnxMetadata.with(whole, "names", "['a']"));
    wrong.put("stride of words", OnnxMetadata.with(whole, "stride", "many"));
    wrong.put("stride of nothing", OnnxMetadata.with(whole, "stride", "0"));
    wrong.put("unknown family", OnnxMetadata.with(whole, "vedette.family", "yolo99"));
    wrong.put("family of another", OnnxMetadata.with(whole, "vedette.family", "nanodet"));
  }

  private static void graphs(Map<String, byte[]> wrong) {
    wrong.put("operator that nobody knows", operator("Frobnicate"));
    wrong.put("node for suppression of TensorRT", operator("BatchedNMS_TRT"));
    wrong.put("operators of the future", future());
    wrong.put("result that nothing makes", unmade());
  }

  /** A graph that gives zeros, and small numbers, for whatever it is given. */
  private static byte[] constant(String input, ElementType type, int... out) {
    GraphBuilder graph = new GraphBuilder();
    graph.input("in", type, input.isEmpty() ? List.of() : List.of(input.split(",")));
    return zeros(graph, words(out), out);
  }

  private static byte[] pictures(int... out) {
    return constant("1,3,320,320", ElementType.FLOAT, out);
  }

  private static byte[] declared(String shape, int... out) {
    GraphBuilder graph = new GraphBuilder();
    graph.input("in", ElementType.FLOAT, List.of("1", "3", "320", "320"));
    graph.metadata("names", names80());
    return zeros(graph, List.of(shape.split(",")), out);
  }

  private static String names80() {
    return IntStream.range(0, 80)
        .mapToObj(i -> "'n" + i + "'")
        .collect(java.util.stream.Collectors.joining(", ", "[", "]"));
  }

  private static byte[] zeros(GraphBuilder graph, List<String> declared, int... out) {
    float[] values = new float[IntStream.of(out).reduce(1, (a, b) -> a * b)];
    String zeros = graph.constant(OnnxParts.floats("zeros", out, values));
    String none = graph.constant(OnnxParts.longs("none", new int[] {1}, 0));
    String shape = graph.add("Shape", List.of("in"));
    String some = graph.add("Gather", List.of(shape, none), OnnxParts.integer("axis", 0));
    String cast = graph.add("Cast", List.of(some), OnnxParts.integer("to", 1));
    String nothing = graph.add("Sub", List.of(cast, cast));
    String reshaped = graph.add("Reshape", List.of(nothing, none));
    String sum = graph.add("ReduceSum", List.of(reshaped), OnnxParts.integer("keepdims", 0));
    graph.addNamed("out", "Add", List.of(zeros, sum));
    graph.output("out", ElementType.FLOAT, declared);
    return graph.model("test", 17).toBytes();
  }

  private static byte[] twoInputs(String second, ElementType type) {
    GraphBuilder graph = new GraphBuilder();
    graph.input("in", ElementType.FLOAT, List.of("1", "3", "320", "320"));
    graph.input("more", type, List.of(second.split(",")));
    return zeros(graph, List.of("1", "6300", "85"), 1, 6300, 85);
  }

  private static byte[] halfClasses() {
    GraphBuilder graph = new GraphBuilder();
    graph.input("in", ElementType.FLOAT, List.of("1", "3", "320", "320"));
    float[] values = new float[1800];
    Arrays.fill(values, 7.5f);
    String table = graph.constant(OnnxParts.floats("t", new int[] {1, 300, 6}, values));
    graph.addNamed("out", "Identity", List.of(table));
    graph.output("out", ElementType.FLOAT, List.of("1", "300", "6"));
    return graph.model("test", 17).toBytes();
  }

  private static byte[] operator(String name) {
    GraphBuilder graph = new GraphBuilder();
    graph.input("in", ElementType.FLOAT, List.of("1", "3", "320", "320"));
    graph.addNamed("out", name, List.of("in"));
    graph.output("out", ElementType.FLOAT, List.of("1", "rows", "85"));
    return graph.model("test", 17).toBytes();
  }

  private static byte[] future() {
    GraphBuilder graph = new GraphBuilder();
    graph.input("in", ElementType.FLOAT, List.of("1", "3", "320", "320"));
    graph.addNamed("out", "Relu", List.of("in"));
    graph.output("out", ElementType.FLOAT, List.of("1", "rows", "85"));
    return graph.model("test", 999).toBytes();
  }

  private static byte[] unmade() {
    GraphBuilder graph = new GraphBuilder();
    graph.input("in", ElementType.FLOAT, List.of("1", "3", "320", "320"));
    graph.addNamed("other", "Relu", List.of("in"));
    graph.output("out", ElementType.FLOAT, List.of("1", "6300", "85"));
    return graph.model("test", 17).toBytes();
  }

  private static List<String> words(int... dimensions) {
    return IntStream.of(dimensions).mapToObj(Integer::toString).toList();
  }

  private static byte[] flipped(byte[] whole, int at, Random random) {
    byte[] changed = whole.clone();
    changed[at] ^= (byte) (1 << random.nextInt(8));
    return changed;
  }

  private static byte[] resource() {
    try (InputStream in = WrongModelsTest.class.getResourceAsStream(SHIPPED)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
