package io.vedette.onnx;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model whose weights are in a file beside it, as exporters write large ones. */
class ExternalWeightsTest {
  private static final Path FIELD = Path.of("src/test/resources/field");
  private static final String DATA = "external2.onnx.data";

  @TempDir Path folder;
  private Path model;

  @BeforeEach
  void copy() throws IOException {
    model = folder.resolve("external2.onnx");
    Files.copy(FIELD.resolve("external2.onnx"), model);
    Files.copy(FIELD.resolve(DATA), folder.resolve(DATA));
  }

  @Test
  void shouldPutTheWeightsIntoTheModel() throws IOException {
    byte[] whole = ExternalWeights.read(model);

    Proto graph = Proto.read(ByteBuffer.wrap(whole)).message(OnnxFields.MODEL_GRAPH);
    assertThat(graph.messages(OnnxFields.GRAPH_INITIALIZER))
        .allSatisfy(one -> assertThat(one.number(OnnxFields.TENSOR_LOCATION)).isEmpty());
    assertThat(new String(whole, ISO_8859_1))
        .contains(new String(Files.readAllBytes(folder.resolve(DATA)), ISO_8859_1))
        .doesNotContain(DATA);
  }

  @Test
  void shouldReadOthersAsTheyAre() throws IOException {
    Path text = Files.writeString(folder.resolve("text.onnx"), "hello");

    assertThat(ExternalWeights.read(text)).isEqualTo(Files.readAllBytes(text));
  }

  @Test
  void shouldSayThatTheWeightsAreMissing() throws IOException {
    Files.delete(folder.resolve(DATA));

    assertThatThrownBy(() -> ExternalWeights.read(model))
        .isInstanceOf(Failure.class)
        .hasMessageContaining(DATA + " cannot be read")
        .hasMessageContaining("put that file beside the model");
  }

  @Test
  void shouldSayThatTheWeightsAreNotThoseOfTheModel() throws IOException {
    Files.write(folder.resolve(DATA), new byte[7]);

    assertThatThrownBy(() -> ExternalWeights.read(model))
        .hasMessageContaining("in a file of 7 bytes: it is not the one written with the model");
  }

  /** Names as long as the true one. */
  @ParameterizedTest
  @ValueSource(strings = {"../ernal2.onnx.data", "/etc/passwd.........", "a/../../onnx.data.."})
  void shouldReadNothingOutsideTheModelsFolder(String place) throws IOException {
    String text = new String(Files.readAllBytes(model), ISO_8859_1);
    String name = place.substring(0, DATA.length());
    Files.write(model, text.replace(DATA, name).getBytes(ISO_8859_1));

    assertThatThrownBy(() -> ExternalWeights.read(model))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("outside the model's folder");
  }
}
