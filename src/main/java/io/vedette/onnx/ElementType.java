package io.vedette.onnx;

import java.util.stream.Stream;

/** The type of a tensor's elements. */
public enum ElementType {
  FLOAT(1, "float32"),
  UINT8(2, "uint8"),
  INT8(3, "int8"),
  INT32(6, "int32"),
  INT64(7, "int64"),
  FLOAT16(10, "float16"),
  DOUBLE(11, "float64"),
  /** Any that nothing here is made of. */
  OTHER(0, "another element type");

  private final int code;
  private final String word;

  ElementType(int code, String word) {
    this.code = code;
    this.word = word;
  }

  /** The type of a code in a file. */
  public static ElementType of(long code) {
    return Stream.of(values()).filter(type -> type.code == code).findFirst().orElse(OTHER);
  }

  /** The type's number in a file. */
  public int code() {
    return code;
  }

  /** The type's name for people. */
  public String wireName() {
    return word;
  }
}
