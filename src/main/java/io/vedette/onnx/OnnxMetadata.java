package io.vedette.onnx;

import java.nio.ByteBuffer;

/** Changes to the metadata of an ONNX file; all else stays as it is. */
public final class OnnxMetadata {
  private static final int KEY = 1;
  private static final int VALUE = 2;

  private OnnxMetadata() {}

  /**
   * The file with a value under a key, in place of one that is there.
   *
   * @throws IllegalArgumentException when the bytes are no ONNX file
   */
  public static byte[] with(byte[] onnx, String key, String value) {
    Proto model = Proto.read(ByteBuffer.wrap(onnx));
    Proto changed = model.without(OnnxFields.MODEL_METADATA);
    model
        .messages(OnnxFields.MODEL_METADATA)
        .filter(entry -> !entry.text(KEY).equals(key))
        .forEach(entry -> changed.add(OnnxFields.MODEL_METADATA, entry));
    changed.add(OnnxFields.MODEL_METADATA, new Proto().add(KEY, key).add(VALUE, value));
    return changed.toBytes();
  }
}
