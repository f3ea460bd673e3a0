package io.vedette.simulator.body;

import java.util.List;

/**
 * XXImplementations are immutable.
 *
 * <p>Parts come in the street's space, in no order.
 */
public interface Body {
  /** The label of the detector's class. */
  String label();

  List<BodyPart> parts(Pose pose);

  /** Length, width and height in metres, for the shadow. */
  Vector extent();
}
