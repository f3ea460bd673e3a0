package io.vedette.simulator.rtsp;

/**
 * A camera from the point of view of its viewers' connections. Confined to the simulator's event
 * loop.
 */
public interface Channel {
  String id();

  Faults faults();

  /** The session description: SDP whose one media part has the control {@code track0}. */
  String description();

  /** Begins to send to a viewer. */
  void join(RtspSession viewer);

  /** Ends sending to a viewer. */
  void leave(RtspSession viewer);
}
