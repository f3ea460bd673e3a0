package io.vedette.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A bad link: a TCP proxy on loopback that delays, throttles and cuts. Thread-safe. */
final class Proxy implements AutoCloseable {
  private static final int PIECE = 4096;

  private final ServerSocket server;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile long delayMillis;
  private volatile long bytesPerSecond = Long.MAX_VALUE;
  private volatile boolean isCut;
  private volatile boolean isHung;
  private final AtomicInteger connections = new AtomicInteger();

  /** To a port on loopback. */
  Proxy(int target) {
    this.target = target;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    daemon("proxy-accept", this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  String address() {
    return "127.0.0.1:" + port();
  }

  /** How many connections were asked for, also those that were refused. */
  int connections() {
    return connections.get();
  }

  /** Each piece comes so much later, in each direction. */
  void delay(long millis) {
    delayMillis = millis;
  }

  /** At most so many bytes pass per second, per connection and direction. */
  void throttle(long bytes) {
    bytesPerSecond = bytes;
  }

  /** Breaks all connections and takes no more. */
  void cut() {
    isCut = true;
    open.forEach(Proxy::quietly);
    open.clear();
  }

  /** Leaves connections open and passes nothing on, as a cable that is pulled. */
  void hang() {
    isHung = true;
  }

  /** As a good link again. */
  void mend() {
    isCut = false;
    isHung = false;
    delayMillis = 0;
    bytesPerSecond = Long.MAX_VALUE;
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    cut();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        connections.incrementAndGet();
        if (isCut) {
          client.close();
        } else {
          connect(client);
        }
      } catch (IOException e) {
        continue; // closed, or the target is away
      }
    }
  }

  private void connect(Socket client) throws IOException {
    open.add(client);
    try {
      Socket behind = new Socket(InetAddress.getLoopbackAddress(), target);
      open.add(behind);
      daemon("proxy-there", () -> pass(client, behind));
      daemon("proxy-back", () -> pass(behind, client));
    } catch (IOException e) {
      client.close();
      throw e;
    }
  }

  private void pass(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] piece = new byte[PIECE];
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        hold(read);
        out.write(piece, 0, read);
        out.flush();
      }
    } catch (IOException | InterruptedException e) {
      // one end is gone, and so is the other now
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private void hold(int bytes) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(delayMillis);
    if (bytesPerSecond < Long.MAX_VALUE) {
      TimeUnit.MILLISECONDS.sleep(1000L * bytes / bytesPerSecond);
    }
    while (isHung) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static void daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void quietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is as good as closed
    }
  }
}
