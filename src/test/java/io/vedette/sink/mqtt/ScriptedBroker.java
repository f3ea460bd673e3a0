package io.vedette.sink.mqtt;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * An MQTT 5 broker of bytes, which answers as it is asked to and keeps what was published as {@code
 * topic payload retained qos}. Thread-safe.
 */
final class ScriptedBroker implements AutoCloseable {
  private static final byte[] ACCEPTED = {0x20, 3, 0, 0, 0};
  private static final int CONNECT = 1;
  private static final int PUBLISH = 3;
  private static final int SUBSCRIBE = 8;
  private static final int DISCONNECT = 14;
  private static final int PUBACK = 0x40;
  private static final int SUBACK = 0x90;

  /** An answer to a message: a reason code in PUBACK, or one in DISCONNECT. */
  record Answer(int code, boolean isDisconnect) {
    static final Answer YES = new Answer(0, false);
  }

  private final List<String> published = new CopyOnWriteArrayList<>();
  private final List<Socket> clients = new CopyOnWriteArrayList<>();
  private final ServerSocket server;
  private final Function<byte[], byte[]> connected;
  private final Function<String, Answer> answers;

  /**
   * @param connected the answer to a CONNECT packet's body
   * @param answers to a message, by its topic
   */
  ScriptedBroker(Function<byte[], byte[]> connected, Function<String, Answer> answers) {
    this.connected = connected;
    this.answers = answers;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    start(
        () -> {
          while (!server.isClosed()) {
            Socket client = server.accept();
            clients.add(client);
            start(() -> serve(client));
          }
        });
  }

  /** A broker that takes everything but what {@code answers} says. */
  static ScriptedBroker refusing(Function<String, Answer> answers) {
    return new ScriptedBroker(body -> ACCEPTED.clone(), answers);
  }

  /** A broker with properties of its own in CONNACK. */
  static ScriptedBroker limited(byte... properties) {
    return new ScriptedBroker(body -> connack(0, properties), topic -> Answer.YES);
  }

  static byte[] connack(int code, byte... properties) {
    return ByteBuffer.allocate(5 + properties.length)
        .put(new byte[] {0x20, (byte) (3 + properties.length), 0, (byte) code})
        .put((byte) properties.length)
        .put(properties)
        .array();
  }

  int port() {
    return server.getLocalPort();
  }

  List<String> published() {
    return List.copyOf(published);
  }

  /** Ends all connections. */
  void disconnect() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    disconnect();
  }

  private void serve(Socket client) throws IOException {
    try (client) {
      converse(new DataInputStream(client.getInputStream()), client.getOutputStream());
    }
  }

  private void converse(DataInputStream in, OutputStream out) throws IOException {
    while (true) {
      int head = in.readUnsignedByte();
      byte[] body = in.readNBytes(length(in));
      switch (head >> 4) {
        case CONNECT -> out.write(connected.apply(body));
        case PUBLISH -> publish(head, ByteBuffer.wrap(body), out);
        case SUBSCRIBE -> out.write(new byte[] {(byte) SUBACK, 4, body[0], body[1], 0, 0});
        case DISCONNECT -> throw new IOException("the client has gone");
        default -> {}
      }
    }
  }

  private void publish(int head, ByteBuffer body, OutputStream out) throws IOException {
    byte[] topic = new byte[body.getShort()];
    body.get(topic);
    String name = new String(topic, StandardCharsets.UTF_8);
    int qos = head >> 1 & 3;
    byte[] id = new byte[qos == 0 ? 0 : 2];
    body.get(id);
    Answer answer = answers.apply(name);
    published.add("%s retained=%s qos=%d".formatted(name, (head & 1) == 1, qos));
    if (answer.isDisconnect()) {
      out.write(new byte[] {(byte) 0xE0, 2, (byte) answer.code(), 0});
      throw new IOException("disconnected");
    }
    if (qos > 0) {
      out.write(new byte[] {PUBACK, 4, id[0], id[1], (byte) answer.code(), 0});
    }
  }

  private static int length(DataInputStream in) throws IOException {
    int length = 0;
    int shift = 0;
    int digit;
    do {
      digit = in.readUnsignedByte();
      length |= (digit & 0x7F) << shift;
      shift += 7;
    } while (digit > 0x7F);
    return length;
  }

  /** The work of a thread, until a connection ends. */
  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // the other side has gone, or this one has
              }
            },
            "scripted-broker");
    thread.setDaemon(true);
    thread.start();
  }
}
