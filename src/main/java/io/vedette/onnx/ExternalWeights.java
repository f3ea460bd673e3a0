package io.vedette.onnx;

import io.vedette.file.FileReason;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Weights that an ONNX file keeps in files beside it (ONNX's external data). They are put into the
 * model as it is read, so that it is the same from whatever folder it is run, and its digest is of
 * them, too. Confined to one thread.
 */
public final class ExternalWeights {
  private static final long EXTERNAL = 1;
  private static final int KEY = 1;
  private static final int VALUE = 2;

  /** More than that is no protocol buffers message. */
  private static final long MOST_BYTES = Integer.MAX_VALUE - (1 << 16);

  private final Path model;
  private final Map<Path, ByteBuffer> files = new HashMap<>();
  private long total;

  private ExternalWeights(Path model, long bytes) {
    this.model = model;
    this.total = bytes;
  }

  /**
   * Reads a model's file with all of its weights; what is no ONNX, as it is.
   *
   * @throws IOException when the file itself cannot be read
   * @throws Failure of action STOP when weights are missing or outside the model's folder
   */
  public static byte[] read(Path model) throws IOException {
    byte[] bytes = Files.readAllBytes(model);
    try {
      Proto file = Proto.read(ByteBuffer.wrap(bytes));
      Proto graph = file.message(OnnxFields.MODEL_GRAPH);
      List<Proto> weights = graph.messages(OnnxFields.GRAPH_INITIALIZER).toList();
      if (weights.stream().noneMatch(ExternalWeights::isExternal)) {
        return bytes;
      }
      ExternalWeights external = new ExternalWeights(model, bytes.length);
      Proto whole = graph.without(OnnxFields.GRAPH_INITIALIZER);
      weights.forEach(one -> whole.add(OnnxFields.GRAPH_INITIALIZER, external.put(one)));
      return file.without(OnnxFields.MODEL_GRAPH).add(OnnxFields.MODEL_GRAPH, whole).toBytes();
    } catch (IllegalArgumentException e) {
      return bytes; // whoever takes it for an ONNX says why it is none
    }
  }

  private static boolean isExternal(Proto tensor) {
    return tensor.number(OnnxFields.TENSOR_LOCATION).orElse(0L) == EXTERNAL;
  }

  private Proto put(Proto tensor) {
    if (!isExternal(tensor)) {
      return tensor;
    }
    Map<String, String> where = new HashMap<>();
    tensor
        .messages(OnnxFields.TENSOR_EXTERNAL)
        .forEach(entry -> where.put(entry.text(KEY), entry.text(VALUE)));
    ByteBuffer file = file(where.getOrDefault("location", ""));
    long offset = number(where, "offset", 0);
    long length = number(where, "length", file.capacity() - offset);
    if (offset < 0 || length < 0 || offset + length > file.capacity()) {
      throw failure(
          "weights %s are at %d, %d long, in a file of %d bytes: it is not the one written with the model"
              .formatted(tensor.text(OnnxFields.TENSOR_NAME), offset, length, file.capacity()));
    }
    total += length;
    if (total > MOST_BYTES) {
      throw failure("model and weights have more than 2 GiB");
    }
    return tensor
        .without(OnnxFields.TENSOR_EXTERNAL)
        .without(OnnxFields.TENSOR_LOCATION)
        .add(OnnxFields.TENSOR_RAW, file.slice((int) offset, (int) length));
  }

  private ByteBuffer file(String location) {
    Path folder = model.toAbsolutePath().normalize().getParent();
    if (folder == null || location.isEmpty() || location.indexOf('\0') >= 0) {
      throw failure("weights are in a file without a name");
    }
    Path file = folder.resolve(location).normalize();
    if (!file.startsWith(folder)) {
      throw failure("weights are in %s, outside the model's folder".formatted(location));
    }
    return files.computeIfAbsent(file, this::mapped);
  }

  private ByteBuffer mapped(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      if (channel.size() > MOST_BYTES) {
        throw failure("model and weights have more than 2 GiB");
      }
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
    } catch (IOException e) {
      throw failure(
          "weights in %s cannot be read: %s; put that file beside the model"
              .formatted(file, FileReason.of(e)));
    }
  }

  private long number(Map<String, String> where, String key, long otherwise) {
    try {
      String text = where.get(key);
      return text == null ? otherwise : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw failure("weights have the %s %s".formatted(key, where.get(key)));
    }
  }

  private Failure failure(String what) {
    return Failure.stop("model %s: %s".formatted(model, what));
  }
}
