package io.vedette.console.live;

import io.vedette.live.ViewerSink;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;

/**
 * The sink for a stream of pictures over a WebSocket: {@code u32 n | n bytes of JSON | JPEG} in
 * binary messages, all else in text messages. Confined to the socket's event loop.
 */
final class SocketSink implements ViewerSink {
  private static final short GOING_AWAY = 1001;
  private static final int LENGTH = 4;

  private final ServerWebSocket socket;

  SocketSink(ServerWebSocket socket) {
    this.socket = socket;
  }

  @Override
  public boolean isFull() {
    return socket.isClosed() || socket.writeQueueFull();
  }

  @Override
  public void picture(byte[] head, byte[] jpeg) {
    if (!socket.isClosed()) {
      var unused =
          socket.writeBinaryMessage(
              Buffer.buffer(LENGTH + head.length + jpeg.length)
                  .appendInt(head.length)
                  .appendBytes(head)
                  .appendBytes(jpeg));
    }
  }

  @Override
  public void text(String json) {
    if (!socket.isClosed()) {
      var unused = socket.writeTextMessage(json);
    }
  }

  @Override
  public void end(String reason) {
    if (!socket.isClosed()) {
      var unused = socket.close(GOING_AWAY, reason);
    }
  }
}
