package io.vedette.simulator.rtsp;

import java.util.List;

/**
 * A session of RTSP: a client that watches one camera, or is about to. Confined to the simulator's
 * event loop.
 */
public final class RtspSession {
  private final String id;
  private final Channel channel;
  private final Transport transport;
  private final Runnable hangUp;
  private boolean playing;
  private boolean needsKey = true;
  private long lastSeenNanos;
  private long nextReportNanos;

  /**
   * @param hangUp breaks the connection
   */
  RtspSession(String id, Channel channel, Transport transport, Runnable hangUp) {
    this.id = id;
    this.channel = channel;
    this.transport = transport;
    this.hangUp = hangUp;
    this.lastSeenNanos = System.nanoTime();
    this.nextReportNanos = lastSeenNanos;
  }

  String id() {
    return id;
  }

  Channel channel() {
    return channel;
  }

  Transport transport() {
    return transport;
  }

  void play() {
    if (!playing) {
      playing = true;
      needsKey = true;
      channel.join(this);
    }
  }

  void stop() {
    if (playing) {
      playing = false;
      channel.leave(this);
    }
  }

  void seen(long nowNanos) {
    lastSeenNanos = nowNanos;
  }

  boolean isSilentSince(long nanos) {
    return lastSeenNanos - nanos < 0;
  }

  /** Breaks the viewer's connection as a failing camera would. */
  public void hangUp() {
    hangUp.run();
  }

  /**
   * Whether a picture may be sent: not while the viewer waits for a key picture.
   *
   * @param key whether decoding can begin here
   */
  public boolean wants(boolean key) {
    return !needsKey || key || channel.faults().joinAnywhere();
  }

  /** Sends a picture; a viewer too slow for it gets nothing until the next key picture. */
  public void send(List<byte[]> packets) {
    needsKey = !transport.send(packets);
  }

  /** Whether the next sender report is due; if so, another is due after the interval. */
  public boolean takeReportTurn(long nowNanos, long intervalNanos) {
    if (nowNanos - nextReportNanos < 0) {
      return false;
    }
    nextReportNanos = nowNanos + intervalNanos;
    return true;
  }

  public void report(byte[] senderReport) {
    transport.sendControl(senderReport);
  }
}
