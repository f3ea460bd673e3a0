package io.vedette.camera.rtsp;

import io.vedette.camera.link.Connection;
import io.vedette.camera.link.LinkFailure;
import io.vedette.camera.link.LinkFailure.Kind;
import io.vedette.camera.link.MessageHead;
import io.vedette.text.Count;
import java.util.Arrays;

/**
 * The messages of an RTSP connection in non-blocking mode, while packets come over UDP. Confined to
 * one thread.
 */
final class ControlMessages {
  private static final int LARGEST = 64 << 10;

  private final RtspDialogue dialogue;
  private byte[] waiting = new byte[0];

  ControlMessages(RtspDialogue dialogue) {
    this.dialogue = dialogue;
  }

  void keepAlive() {
    dialogue.keepAlive();
  }

  /** Counts the bytes of a packet that came over UDP. */
  void count(int bytes) {
    Connection connection = dialogue.connection();
    connection.traffic().message();
    connection.traffic().bytes(bytes);
  }

  /**
   * Handles the messages that came, if any; does not wait.
   *
   * @throws LinkFailure when the connection ended
   */
  void read() {
    byte[] more = dialogue.connection().readNow();
    if (more.length == 0) {
      return;
    }
    int former = waiting.length;
    waiting = Arrays.copyOf(waiting, former + more.length);
    System.arraycopy(more, 0, waiting, former, more.length);
    if (waiting.length > LARGEST) {
      throw new LinkFailure(Kind.EXCESSIVE, "sent a message of more than " + Count.bytes(LARGEST));
    }
    for (int end = headEnd(); end > 0; end = headEnd()) {
      Bytes bytes = new Bytes(waiting);
      MessageHead head = MessageHead.read(bytes::next);
      long whole = end + head.contentLength(0);
      if (whole > waiting.length) {
        return;
      }
      waiting = Arrays.copyOfRange(waiting, (int) whole, waiting.length);
      dialogue.connection().traffic().message();
      dialogue.take(head);
    }
  }

  /** The index behind the first head's empty line; 0 when the head is not complete. */
  private int headEnd() {
    for (int i = 3; i < waiting.length; i++) {
      if (waiting[i] == '\n'
          && waiting[i - 1] == '\r'
          && waiting[i - 2] == '\n'
          && waiting[i - 3] == '\r') {
        return i + 1;
      }
    }
    return 0;
  }

  /** The reader of an array, byte by byte. */
  private static final class Bytes {
    private final byte[] bytes;
    private int position;

    private Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    private int next() {
      if (position == bytes.length) {
        throw new LinkFailure(Kind.CORRUPT, "sent a message that has no end");
      }
      return bytes[position++] & 0xFF;
    }
  }
}
