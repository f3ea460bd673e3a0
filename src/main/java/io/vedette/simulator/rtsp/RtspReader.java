package io.vedette.simulator.rtsp;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The parser of a client's bytes into requests and interleaved packets. Confined to its
 * connection's event loop.
 */
final class RtspReader {
  /** The receiver of messages. */
  interface Listener {
    void onRequest(RtspRequest request);

    /** An interleaved packet came, on a channel; its content does not matter here. */
    void onPacket(int channel);

    /** The bytes are no RTSP; nothing more is read. */
    void onNonsense(String reason);
  }

  private static final int LONGEST_HEAD = 16 * 1024;
  private static final int LONGEST_BODY = 64 * 1024;
  private static final int INTERLEAVED = '$';
  private static final int INTERLEAVED_HEADER = 4;

  private final Listener listener;
  private Buffer pending = Buffer.buffer();
  private boolean broken;

  RtspReader(Listener listener) {
    this.listener = listener;
  }

  void read(Buffer bytes) {
    pending.appendBuffer(bytes);
    int start = 0;
    while (!broken) {
      int next = readOne(start);
      if (next < 0) {
        break;
      }
      start = next;
    }
    pending = pending.getBuffer(broken ? pending.length() : start, pending.length());
  }

  /** Reads what begins at an index; gives the index after it, or -1 if it is not all there. */
  private int readOne(int start) {
    if (start >= pending.length()) {
      return -1;
    }
    if (pending.getUnsignedByte(start) == INTERLEAVED) {
      return readPacket(start);
    }
    byte first = pending.getByte(start);
    if (first == '\r' || first == '\n') {
      return start + 1;
    }
    return readRequest(start);
  }

  private int readPacket(int start) {
    if (pending.length() - start < INTERLEAVED_HEADER) {
      return -1;
    }
    int end = start + INTERLEAVED_HEADER + pending.getUnsignedShort(start + 2);
    if (end > pending.length()) {
      return -1;
    }
    listener.onPacket(pending.getUnsignedByte(start + 1));
    return end;
  }

  private int readRequest(int start) {
    int end = endOfHead(start);
    if (end < 0) {
      if (pending.length() - start > LONGEST_HEAD) {
        fail("head longer than " + LONGEST_HEAD + " bytes");
      }
      return -1;
    }
    RtspRequest request = parse(pending.getString(start, end, StandardCharsets.UTF_8.name()));
    if (request == null) {
      return -1;
    }
    int body = bodyLength(request);
    if (body < 0 || body > LONGEST_BODY) {
      fail("Content-Length expected 0 to " + LONGEST_BODY);
      return -1;
    }
    if (end + body > pending.length()) {
      return -1;
    }
    listener.onRequest(request);
    return end + body;
  }

  private @Nullable RtspRequest parse(String head) {
    try {
      return RtspRequest.parse(head);
    } catch (IllegalArgumentException e) {
      fail(String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static int bodyLength(RtspRequest request) {
    String length = request.header("Content-Length");
    try {
      return length == null ? 0 : Integer.parseInt(length.strip());
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** The index after the empty line; -1 if it has not come yet. */
  private int endOfHead(int start) {
    int newlines = 0;
    for (int i = start; i < pending.length(); i++) {
      byte value = pending.getByte(i);
      if (value == '\n') {
        newlines++;
        if (newlines == 2) {
          return i + 1;
        }
      } else if (value != '\r') {
        newlines = 0;
      }
    }
    return -1;
  }

  private void fail(String reason) {
    broken = true;
    listener.onNonsense(reason);
  }
}
