package io.vedette.inference.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.geometry.Size;
import io.vedette.inference.OnnxModel;
import io.vedette.onnx.ClassConfidences;
import io.vedette.onnx.OnnxFields;
import io.vedette.onnx.OnnxMetadata;
import io.vedette.onnx.Proto;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxFileTest {
  private static final String SHIPPED = "/models/repvit_m0_6-yolov5n-384x256";

  @Test
  void shouldKnowWhichKernelsCanBeMadeUnsigned() throws IOException {
    byte[] int8 = resource(SHIPPED + "-int8.onnx");

    assertThat(OnnxFile.read("int8", int8).hasExactKernels()).isTrue();
    assertThat(OnnxFile.read("bare", withoutZeroPoints(int8)).hasExactKernels()).isFalse();
    assertThat(OnnxFile.read("fp32", resource(SHIPPED + ".onnx")).hasExactKernels()).isFalse();
  }

  @Test
  void shouldReadTheConfidencesOfEachClass() throws IOException {
    byte[] shipped = resource(SHIPPED + ".onnx");
    List<Double> confidences = List.of(0.45, 0.2, 0.3, 0.4, 0.35);

    byte[] calibrated =
        OnnxMetadata.with(shipped, ClassConfidences.KEY, ClassConfidences.format(confidences));

    assertThat(OnnxModel.of("x", calibrated, Size.square(320)).confidences())
        .isEqualTo(confidences);
    byte[] again = OnnxMetadata.with(calibrated, ClassConfidences.KEY, "0.1,0.1,0.1,0.1,0.1");
    assertThat(OnnxModel.of("x", again, Size.square(320)).confidences())
        .isEqualTo(List.of(0.1, 0.1, 0.1, 0.1, 0.1));
    assertThat(again)
        .hasSameSizeAs(OnnxMetadata.with(again, ClassConfidences.KEY, "0.2,0.2,0.2,0.2,0.2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.5", "0.5,0.5,0.5,0.5,2", "a,b,c,d,e", ",,,,", "0.1,0.1,0.1,0.1,0.1,0.1"})
  void shouldRefuseConfidencesThatDoNotFitTheClasses(String text) throws IOException {
    byte[] file = OnnxMetadata.with(resource(SHIPPED + ".onnx"), ClassConfidences.KEY, text);

    assertThatThrownBy(() -> OnnxModel.of("x", file, Size.square(320)))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("model x: metadata vedette.confidences: expected");
  }

  /** The same file as an exporter writes it that leaves out zero points of 0. */
  private static byte[] withoutZeroPoints(byte[] file) {
    Proto model = Proto.read(ByteBuffer.wrap(file));
    Proto graph = model.message(OnnxFields.MODEL_GRAPH);
    Proto bare = graph.without(OnnxFields.GRAPH_NODE);
    graph
        .messages(OnnxFields.GRAPH_NODE)
        .map(OnnxFileTest::withoutZeroPoint)
        .forEach(node -> bare.add(OnnxFields.GRAPH_NODE, node));
    return model.without(OnnxFields.MODEL_GRAPH).add(OnnxFields.MODEL_GRAPH, bare).toBytes();
  }

  private static Proto withoutZeroPoint(Proto node) {
    List<String> inputs = node.texts(OnnxFields.NODE_INPUT).toList();
    if (!inputs.get(inputs.size() - 1).endsWith(".zero")) {
      return node;
    }
    Proto bare = node.without(OnnxFields.NODE_INPUT);
    inputs.subList(0, 2).forEach(input -> bare.add(OnnxFields.NODE_INPUT, input));
    return bare;
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = OnnxFileTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }
}
