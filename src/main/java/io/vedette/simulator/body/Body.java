package io.vedette.simulator.body;

import java.util.List;

/**
 * A person or vehicle as parts in the street's space, in no order. Implementations are immutable.
 */
public interface Body {
  /** The label of the detector's class. */
  String label();

  List<BodyPart> parts(Pose pose);

  /** Length, width and height in metres, for the shadow. */
  Vector extent();
}
