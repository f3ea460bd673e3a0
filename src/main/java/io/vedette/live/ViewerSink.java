package io.vedette.live;

/** The output of a viewer's pictures: a WebSocket, or a streamed answer. */
public interface ViewerSink {
  /** Whether what was sent last is still on its way; {@link Viewer#writable} says when not. */
  boolean isFull();

  /**
   * Sends a picture.
   *
   * @param head a JSON object, UTF-8
   * @param jpeg must not be changed
   */
  void picture(byte[] head, byte[] jpeg);

  /** Sends a JSON object. */
  void text(String json);

  /** Ends the connection, since its other end takes nothing any more. */
  void end(String reason);
}
