package io.vedette.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.onnx.OnnxFields;
import io.vedette.onnx.Proto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class OnnxFileTest {
  private static final String SHIPPED = "/models/repvit_m0_6-yolov5n-cctv5-320";

  @Test
  void shouldKnowWhichKernelsCanBeMadeUnsigned() throws IOException {
    byte[] int8 = resource(SHIPPED + "-int8.onnx");

    assertThat(OnnxFile.read("int8", int8).hasExactKernels()).isTrue();
    assertThat(OnnxFile.read("bare", withoutZeroPoints(int8)).hasExactKernels()).isFalse();
    assertThat(OnnxFile.read("fp32", resource(SHIPPED + ".onnx")).hasExactKernels()).isFalse();
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
