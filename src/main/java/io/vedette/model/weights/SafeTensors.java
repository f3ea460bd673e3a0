package io.vedette.model.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.file.FileReason;
import io.vedette.file.WholeFile;
import io.vedette.model.layer.Weights;
import io.vedette.onnx.Half;
import io.vedette.runtime.Failure;
import io.vedette.text.Count;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Weights and texts about them in a safetensors file, which every framework reads: the header's
 * length, a JSON header, then the numbers. Immutable.
 *
 * @param weights all that are numbers with a fraction, in float32
 * @param metadata texts by name
 */
public record SafeTensors(Weights weights, Map<String, String> metadata) {
  private static final String METADATA = "__metadata__";
  private static final int GRAIN = 8;

  /** The storage of numbers with a fraction. */
  private record Type(int bytes, Function<ByteBuffer, Float> next) {}

  private static final Map<String, Type> TYPES =
      Map.of(
          "F32", new Type(Float.BYTES, ByteBuffer::getFloat),
          "F16", new Type(Short.BYTES, bytes -> Half.toFloat(bytes.getShort())),
          "BF16", new Type(Short.BYTES, bytes -> Float.intBitsToFloat(bytes.getShort() << 16)));

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads a file.
   *
   * @throws Failure of action STOP when it is none
   */
  public static SafeTensors read(Path file) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      return parse(bytes);
    } catch (NoSuchFileException e) {
      throw Failure.stop("checkpoint " + file + " does not exist", e);
    } catch (IOException | RuntimeException e) {
      throw Failure.stop(
          "checkpoint %s is no whole safetensors file: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static SafeTensors parse(ByteBuffer bytes) throws IOException {
    long length = bytes.remaining() < Long.BYTES ? -1 : bytes.getLong();
    if (length < 0 || length > bytes.remaining()) {
      throw new IOException("found no header in its " + Count.bytes(bytes.limit()));
    }
    ByteBuffer text = bytes.slice(Long.BYTES, (int) length);
    JsonNode header = JSON.readTree(StandardCharsets.UTF_8.decode(text).toString());
    int data = Long.BYTES + (int) length;
    Weights weights = new Weights();
    Map<String, String> metadata = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      if (entry.getKey().equals(METADATA)) {
        entry.getValue().properties().forEach(e -> metadata.put(e.getKey(), text(e)));
      } else {
        put(weights, entry.getKey(), entry.getValue(), bytes.slice(data, bytes.limit() - data));
      }
    }
    return new SafeTensors(weights, metadata);
  }

  private static String text(Map.Entry<String, JsonNode> entry) {
    return entry.getValue().asText();
  }

  private static void put(Weights weights, String name, JsonNode about, ByteBuffer data)
      throws IOException {
    @Nullable Type type = TYPES.get(about.path("dtype").asText());
    if (type == null) {
      return; // a counter, as those of batches: no weight
    }
    int[] shape = new int[about.path("shape").size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = about.path("shape").get(i).asInt();
    }
    int from = about.path("data_offsets").path(0).asInt();
    int to = about.path("data_offsets").path(1).asInt();
    if (from < 0 || to < from || to > data.limit()) {
      throw new IOException(name + " is cut off");
    }
    ByteBuffer numbers = data.slice(from, to - from).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[(to - from) / type.bytes];
    for (int i = 0; i < values.length; i++) {
      values[i] = type.next.apply(numbers);
    }
    weights.put(name, shape, values);
  }

  /**
   * Writes a file in one go: after a crash it is the old one or the new one, never a part.
   *
   * @throws Failure of action STOP when it cannot be written
   */
  public void write(Path file) {
    try {
      WholeFile.write(file, this::writeTo);
    } catch (IOException e) {
      throw Failure.stop("checkpoint " + file + " cannot be written: " + FileReason.of(e), e);
    }
  }

  private void writeTo(OutputStream out) throws IOException {
    byte[] header = header();
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.write(length.putLong(header.length).array());
    out.write(header);
    for (String name : weights.names()) {
      float[] values = weights.values(name);
      ByteBuffer bytes =
          ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(values);
      out.write(bytes.array());
    }
  }

  private byte[] header() throws JsonProcessingException {
    ObjectNode header = JSON.createObjectNode();
    ObjectNode texts = header.putObject(METADATA);
    metadata.forEach(texts::put);
    int offset = 0;
    for (String name : weights.names()) {
      Weights.Array array = weights.array(name);
      ObjectNode about = header.putObject(name).put("dtype", "F32");
      ArrayNode shape = about.putArray("shape");
      for (int side : array.shape()) {
        shape.add(side);
      }
      int end = offset + array.values().length * Float.BYTES;
      about.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    StringBuilder text = new StringBuilder(JSON.writeValueAsString(header));
    while (text.toString().getBytes(StandardCharsets.UTF_8).length % GRAIN != 0) {
      text.append(' ');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
