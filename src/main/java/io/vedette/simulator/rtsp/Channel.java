package io.vedette.simulator.rtsp;

/** A camera as its viewers' connections know it. Confined to the simulator's event loop. */
public interface Channel {
  String id();

  Faults faults();

  /** The session description: SDP whose one media part has the control {@code track0}. */
  String description();

  /** Begins to send to a viewer. */
  void join(Viewer viewer);

  /** Ends sending to a viewer. */
  void leave(Viewer viewer);
}
