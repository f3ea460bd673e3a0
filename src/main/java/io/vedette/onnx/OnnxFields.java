package io.vedette.onnx;

/** Field numbers and codes of onnx.proto (ONNX IR version 10). */
public final class OnnxFields {
  public static final int MODEL_IR_VERSION = 1;
  public static final int MODEL_PRODUCER = 2;
  public static final int MODEL_PRODUCER_VERSION = 3;
  public static final int MODEL_GRAPH = 7;
  public static final int MODEL_OPERATORS = 8;
  public static final int MODEL_METADATA = 14;

  public static final int OPERATORS_DOMAIN = 1;
  public static final int OPERATORS_VERSION = 2;

  public static final int ENTRY_KEY = 1;
  public static final int ENTRY_VALUE = 2;

  public static final int GRAPH_NODE = 1;
  public static final int GRAPH_NAME = 2;
  public static final int GRAPH_INITIALIZER = 5;
  public static final int GRAPH_INPUT = 11;
  public static final int GRAPH_OUTPUT = 12;

  public static final int NODE_INPUT = 1;
  public static final int NODE_OUTPUT = 2;
  public static final int NODE_NAME = 3;
  public static final int NODE_OPERATOR = 4;
  public static final int NODE_ATTRIBUTE = 5;

  public static final int ATTRIBUTE_NAME = 1;
  public static final int ATTRIBUTE_FLOAT = 2;
  public static final int ATTRIBUTE_INTEGER = 3;
  public static final int ATTRIBUTE_TEXT = 4;
  public static final int ATTRIBUTE_INTEGERS = 8;
  public static final int ATTRIBUTE_TYPE = 20;

  public static final int TENSOR_DIMENSION = 1;
  public static final int TENSOR_TYPE = 2;
  public static final int TENSOR_FLOATS = 4;
  public static final int TENSOR_NAME = 8;
  public static final int TENSOR_RAW = 9;
  public static final int TENSOR_EXTERNAL = 13;
  public static final int TENSOR_LOCATION = 14;

  public static final int VALUE_NAME = 1;
  public static final int VALUE_TYPE = 2;
  public static final int TYPE_TENSOR = 1;
  public static final int TYPE_ELEMENT = 1;
  public static final int TYPE_SHAPE = 2;
  public static final int SHAPE_DIMENSION = 1;
  public static final int DIMENSION_VALUE = 1;
  public static final int DIMENSION_NAME = 2;

  private OnnxFields() {}
}
