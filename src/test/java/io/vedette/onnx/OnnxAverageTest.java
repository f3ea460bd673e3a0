package io.vedette.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class OnnxAverageTest {
  private static final int METADATA = OnnxFields.MODEL_METADATA;
  private static final Proto NAMES =
      new Proto().add(OnnxFields.ENTRY_KEY, "names").add(OnnxFields.ENTRY_VALUE, "{0: 'person'}");

  @Test
  void shouldTakeTheWeightedMeanOfFloatsAndLeaveTheRest() {
    byte[] mean = OnnxAverage.of(file(7, 1, 10), file(7, 3, 20), 0.25);

    Proto graph = Proto.read(ByteBuffer.wrap(mean)).message(OnnxFields.MODEL_GRAPH);
    List<Proto> tensors = graph.messages(OnnxFields.GRAPH_INITIALIZER).toList();
    assertThat(tensors).hasSize(2);
    ByteBuffer floats =
        tensors.get(0).bytes(OnnxFields.TENSOR_RAW).findFirst().orElseThrow().duplicate();
    floats.order(ByteOrder.LITTLE_ENDIAN);
    assertThat(new float[] {floats.getFloat(), floats.getFloat()}).containsExactly(1.5f, 12.5f);
    assertThat(graph.text(OnnxFields.GRAPH_NAME)).isEqualTo("network");
  }

  @Test
  void shouldGiveTheFilesThemselvesAtTheEnds() {
    assertThat(OnnxAverage.of(file(7, 1, 10), file(7, 3, 20), 0)).isEqualTo(file(7, 1, 10));
    assertThat(OnnxAverage.of(file(7, 1, 10), file(7, 3, 20), 1)).isEqualTo(file(7, 3, 20));
  }

  @Test
  void shouldNotKeepWhatWasMeasuredOnOneOfThem() {
    byte[] measured = OnnxMetadata.with(file(7, 1, 10), "vedette.map50", "0.45");

    assertThat(OnnxAverage.of(measured, file(7, 1, 10), 0.5)).isEqualTo(file(7, 1, 10));
  }

  @Test
  void shouldRefuseFilesOfOtherNetworks() {
    assertThatThrownBy(() -> OnnxAverage.of(file(7, 1, 10), file(7, 1, 10, 2), 0.5))
        .hasMessage("tensor w: expected shape [2] in both files, found [3] in the second");
    assertThatThrownBy(() -> OnnxAverage.of(file(7, 1, 10), file(8, 1, 10), 0.5))
        .hasMessage(
            "tensor shape: expected float32, or the same in both files; average the fp32 files");
    assertThatThrownBy(() -> OnnxAverage.of(new byte[0], new byte[0], 0.5))
        .hasMessage("expected two files of one network, found 0 and 0 tensors");
  }

  private static byte[] file(long constant, float... weights) {
    Proto graph =
        new Proto()
            .add(OnnxFields.GRAPH_NAME, "network")
            .add(
                OnnxFields.GRAPH_INITIALIZER,
                OnnxParts.floats("w", new int[] {weights.length}, weights))
            .add(OnnxFields.GRAPH_INITIALIZER, OnnxParts.longs("shape", new int[] {1}, constant));
    return new Proto().add(OnnxFields.MODEL_GRAPH, graph).add(METADATA, NAMES).toBytes();
  }
}
