package io.vedette.model.torch;

import io.vedette.model.layer.Weights;
import io.vedette.runtime.Failure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** A network's tensors by name. Confined to one thread; the tensors belong to whoever made them. */
public final class TensorMap {
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  /** Tensors with the same numbers, for the life of the caller's pointer scope. */
  public static TensorMap of(Weights weights) {
    TensorMap map = new TensorMap();
    for (String name : weights.names()) {
      Weights.Array array = weights.array(name);
      map.put(name, Tensors.of(array.values(), Tensors.longs(array.shape())));
    }
    return map;
  }

  public void put(String name, Tensor tensor) {
    tensors.put(name, tensor);
  }

  public void putAll(TensorMap others) {
    tensors.putAll(others.tensors);
  }

  public Set<String> names() {
    return tensors.keySet();
  }

  /**
   * A tensor by name.
   *
   * @throws Failure of action STOP when there is none
   */
  public Tensor get(String name) {
    @Nullable Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw Failure.stop("weights lack " + name + "; are they of another architecture?");
    }
    return tensor;
  }
}
