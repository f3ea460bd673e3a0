package io.vedette.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** One connection to a hostile camera, as the camera sees it. Confined to its thread. */
final class Visit {
  private static final long TICK_NANOS = 200_000_000;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final AtomicInteger requests;

  Visit(Socket socket, AtomicInteger requests) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
    this.requests = requests;
  }

  /**
   * Reads a request up to its empty line, interleaved packets passed over; ends the visit at its
   * end.
   */
  Request request() throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the visitor left");
      }
      if (next == '$' && head.length() == 0) {
        in.skipNBytes(1);
        in.skipNBytes(in.read() << 8 | in.read());
      } else {
        head.append((char) next);
      }
    }
    requests.incrementAndGet();
    return new Request(head.toString());
  }

  Visit send(String text) throws IOException {
    return send(text.getBytes(ISO_8859_1));
  }

  Visit send(byte[] bytes) throws IOException {
    out.write(bytes);
    return this;
  }

  Visit flush() throws IOException {
    out.flush();
    return this;
  }

  /** Sends the same again and again, until the visitor leaves. */
  void sendForEver(byte[] bytes) throws IOException {
    while (true) {
      out.write(bytes);
    }
  }

  /** Sends one byte after the other, five a second, until the visitor leaves. */
  void drip(String text) throws IOException {
    for (int i = 0; ; i++) {
      out.write(text.charAt(Math.min(i, text.length() - 1)));
      out.flush();
      pause();
    }
  }

  void pause() {
    LockSupport.parkNanos(TICK_NANOS);
  }

  /** Says nothing until the visitor leaves. */
  void waitForEver() throws IOException {
    out.flush();
    while (in.read() >= 0) {
      requests.get();
    }
  }

  boolean isThere() throws IOException {
    socket.setSoTimeout(1);
    try {
      return in.read() >= 0;
    } catch (SocketTimeoutException e) {
      return true;
    }
  }

  String peer() {
    return socket.getInetAddress().getHostAddress();
  }

  int port() {
    return socket.getLocalPort();
  }

  /** A request's head. */
  record Request(String head) {
    String method() {
      return head.substring(0, head.indexOf(' '));
    }

    String path() {
      return head.split(" ", 3)[1].replaceFirst("^[a-z]+://[^/]*", "");
    }

    String field(String name) {
      return head.lines()
          .filter(line -> line.toLowerCase().startsWith(name.toLowerCase() + ":"))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    }
  }
}
