package io.vedette.live;

/** The output of a viewer's pictures: a WebSocket, or a streamed answer. */
public interface ViewerSink {
  /** Whether the connection can take nothing more at present; {@link Viewer#writable} ends that. */
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

  /** Ends the connection, since its other end does not take anything any more. */
  void end(String reason);
}
