package io.vedette.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The builder of an ONNX graph, operation by operation. Confined to one thread. */
public final class GraphBuilder {
  private static final int IR_VERSION = 8;

  private final List<Proto> nodes = new ArrayList<>();
  private final List<Proto> inputs = new ArrayList<>();
  private final List<Proto> outputs = new ArrayList<>();
  private final Map<String, Proto> constants = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();

  public String input(String name, ElementType type, List<String> dimensions) {
    inputs.add(OnnxParts.value(name, type, dimensions));
    return name;
  }

  public void output(String name, ElementType type, List<String> dimensions) {
    outputs.add(OnnxParts.value(name, type, dimensions));
  }

  /** Adds an operation and returns the name of its only output. */
  public String add(String operator, List<String> from, Proto... attributes) {
    return add(operator, from, 1, attributes).get(0);
  }

  /** Adds an operation and returns the names of its outputs. */
  public List<String> add(String operator, List<String> from, int results, Proto... attributes) {
    int number = counts.merge(operator, 1, Integer::sum);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < results; i++) {
      names.add(operator + "_" + number + (results == 1 ? "" : "_" + i));
    }
    nodes.add(OnnxParts.node(operator, from, names, attributes));
    return names;
  }

  /** Adds an operation whose only output has a given name. */
  public void addNamed(String name, String operator, List<String> from, Proto... attributes) {
    nodes.add(OnnxParts.node(operator, from, List.of(name), attributes));
  }

  /** Adds a constant under its own name; one that is there already is taken for the same. */
  public String constant(Proto tensor) {
    String name = tensor.text(OnnxFields.TENSOR_NAME);
    constants.putIfAbsent(name, tensor);
    return name;
  }

  public void metadata(String key, String value) {
    metadata.put(key, value);
  }

  /**
   * The whole file.
   *
   * @param operators version of the operators used
   */
  public Proto model(String producer, int operators) {
    Proto graph = new Proto();
    nodes.forEach(node -> graph.add(OnnxFields.GRAPH_NODE, node));
    graph.add(OnnxFields.GRAPH_NAME, producer);
    constants.values().forEach(tensor -> graph.add(OnnxFields.GRAPH_INITIALIZER, tensor));
    inputs.forEach(input -> graph.add(OnnxFields.GRAPH_INPUT, input));
    outputs.forEach(output -> graph.add(OnnxFields.GRAPH_OUTPUT, output));
    Proto model =
        new Proto()
            .add(OnnxFields.MODEL_IR_VERSION, IR_VERSION)
            .add(OnnxFields.MODEL_PRODUCER, producer)
            .add(OnnxFields.MODEL_GRAPH, graph)
            .add(
                OnnxFields.MODEL_OPERATORS,
                new Proto()
                    .add(OnnxFields.OPERATORS_DOMAIN, "")
                    .add(OnnxFields.OPERATORS_VERSION, operators));
    metadata.forEach(
        (key, value) ->
            model.add(
                OnnxFields.MODEL_METADATA,
                new Proto().add(OnnxFields.ENTRY_KEY, key).add(OnnxFields.ENTRY_VALUE, value)));
    return model;
  }
}
