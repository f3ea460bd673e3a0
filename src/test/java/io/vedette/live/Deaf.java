package io.vedette.live;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A client of the live socket that asks for pictures and never reads one. */
final class Deaf implements AutoCloseable {
  private static final int SMALL = 8 << 10;
  private static final int TEXT = 0x81;
  private static final int MASKED = 0x80;
  private static final int LONG = 126;
  private static final int LONGEST_SHORT = 125;

  private final Socket socket = new Socket();

  Deaf(String console, String show) {
    URI address = URI.create(console);
    try {
      socket.setReceiveBufferSize(SMALL);
      socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
      String request =
          "GET /api/v1/live HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
      write(request.formatted(address.getAuthority()).getBytes(StandardCharsets.US_ASCII));
      int first = socket.getInputStream().read(); // of the answer; the rest is never read
      if (first != 'H') {
        throw new AssertionError("no answer: " + first);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    say(show);
  }

  /** Sends a text message, masked by zeros; nothing where the server has had enough of it. */
  void say(String json) {
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    ByteBuffer message = ByteBuffer.allocate(8 + text.length).put((byte) TEXT);
    if (text.length > LONGEST_SHORT) {
      message.put((byte) (MASKED | LONG)).putShort((short) text.length);
    } else {
      message.put((byte) (MASKED | text.length));
    }
    message.putInt(0).put(text).flip();
    byte[] bytes = new byte[message.remaining()];
    message.get(bytes);
    try {
      write(bytes);
    } catch (IOException e) {
      // closed by the server
    }
  }

  private void write(byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    out.flush();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
