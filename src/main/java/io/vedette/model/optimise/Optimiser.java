package io.vedette.model.optimise;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** An optimiser: it changes parameters by their gradient. Confined to one thread. */
public interface Optimiser {
  /**
   * One step, in place.
   *
   * @param step from 1
   * @param rate how far to go
   */
  void update(Tensor values, Tensor gradient, long step, double rate);

  /** The state that is kept from step to step, by name: vectors as long as the parameters. */
  Map<String, Tensor> memory();
}
