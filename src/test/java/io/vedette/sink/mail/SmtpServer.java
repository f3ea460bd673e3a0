package io.vedette.sink.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** An SMTP server that answers commands as it is asked to, and 250 otherwise. Thread-safe. */
public final class SmtpServer implements AutoCloseable {
  private final Map<String, String> replies;
  private final ServerSocket server;

  /** The command lines that were accepted, and the ends of mails as {@code .}. */
  private final List<String> accepted = new CopyOnWriteArrayList<>();

  /**
   * @param replies by how a command begins; {@code greeting} and {@code .} stand for themselves
   */
  public SmtpServer(Map<String, String> replies) {
    this.replies = Map.copyOf(replies);
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    start(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** How often a mail to an address was taken. */
  public long taken(String address) {
    return accepted.stream().filter(line -> line.equals("mail to " + address)).count();
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        start(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
      OutputStream out = client.getOutputStream();
      answer(out, replies.getOrDefault("greeting", "220 here"));
      converse(in, out);
    } catch (IOException e) {
      // the client has gone
    }
  }

  private void converse(BufferedReader in, OutputStream out) throws IOException {
    String recipient = "";
    String line = in.readLine();
    while (line != null && !line.equals("QUIT")) {
      String reply = reply(line);
      answer(out, reply);
      if (line.startsWith("RCPT") && reply.startsWith("2")) {
        recipient = line.replaceAll(".*<|>.*", "");
      } else if (reply.startsWith("354")) {
        while (!".".equals(in.readLine())) {}
        String end = reply(".");
        if (end.startsWith("2")) {
          accepted.add("mail to " + recipient);
        }
        answer(out, end);
      }
      line = in.readLine();
    }
  }

  private String reply(String line) {
    return replies.entrySet().stream()
        .filter(entry -> line.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(line.startsWith("DATA") ? "354 go on" : "250 yes");
  }

  private static void answer(OutputStream out, String reply) throws IOException {
    out.write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "smtp-server");
    thread.setDaemon(true);
    thread.start();
  }
}
