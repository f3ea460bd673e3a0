package io.vedette.camera;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback that gives each visitor the same bytes, whatever is asked. Thread-safe. */
final class AnsweringServer implements AutoCloseable {
  private final ServerSocket server;
  private final byte[] answer;
  private final byte[] repeated;
  private final Pause pause;
  private final AtomicInteger visits = new AtomicInteger();

  /** A wait before something is sent once more. */
  @FunctionalInterface
  interface Pause {
    void await() throws InterruptedException;
  }

  AnsweringServer(byte[] answer, byte[] repeated) throws IOException {
    this(answer, repeated, () -> Thread.sleep(20));
  }

  /**
   * @param answer is sent first
   * @param repeated is sent after that again and again, until the visitor leaves; closes the
   *     connection at once where it is empty
   * @param pause before each time that it is sent
   */
  AnsweringServer(byte[] answer, byte[] repeated, Pause pause) throws IOException {
    this.server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    this.answer = answer.clone();
    this.repeated = repeated.clone();
    this.pause = pause;
    start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  int visits() {
    return visits.get();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket visitor = server.accept();
        visits.incrementAndGet();
        start(() -> serve(visitor));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket visitor) {
    try (visitor) {
      InputStream in = visitor.getInputStream();
      StringBuilder request = new StringBuilder();
      while (!request.toString().endsWith("\r\n\r\n")) {
        int next = in.read();
        if (next < 0) {
          return;
        }
        request.append((char) next);
      }
      OutputStream out = visitor.getOutputStream();
      out.write(answer);
      while (repeated.length > 0 && !server.isClosed()) {
        pause.await();
        out.write(repeated);
        out.flush();
      }
    } catch (IOException e) {
      visits.get(); // the visitor left
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "answering-server");
    thread.setDaemon(true);
    thread.start();
  }
}
