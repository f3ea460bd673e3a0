package io.vedette.camera.http;

import java.util.Arrays;

/** A body whose beginning can be inspected before it is read. */
final class PeekedBody extends HttpBody {
  private final HttpBody body;
  private byte[] beginning = new byte[0];
  private int taken;

  PeekedBody(HttpBody body) {
    this.body = body;
  }

  /** The first bytes, fewer only where the body ends before; to be called before any is read. */
  byte[] beginning(int most) {
    byte[] bytes = new byte[most];
    int filled = 0;
    int count = 1;
    while (filled < most && count > 0) {
      byte[] part = new byte[most - filled];
      count = body.read(part, part.length);
      System.arraycopy(part, 0, bytes, filled, count);
      filled += count;
    }
    beginning = Arrays.copyOf(bytes, filled);
    return beginning;
  }

  @Override
  int read(byte[] into, int most) {
    if (taken == beginning.length) {
      return body.read(into, most);
    }
    int count = Math.min(most, beginning.length - taken);
    System.arraycopy(beginning, taken, into, 0, count);
    taken += count;
    return count;
  }
}
