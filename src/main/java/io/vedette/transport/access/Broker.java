package io.vedette.transport.access;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * One address of Kafka, examined without Kafka's client, which does not report what it meets there
 * and reads the first bytes of TLS as a message size. Nothing secret is sent. Immutable.
 */
record Broker(String host, int port) {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final int TLS_ALERT = 0x15;
  private static final int LARGEST_ANSWER = 1 << 20;

  /** ApiVersions, version 0, which every listener answers before any login. */
  private static final byte[] VERSIONS = {0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, -1, -1};

  /** SaslHandshake, version 1, for a mechanism that does not exist: "-". */
  private static final byte[] LOGIN = {0, 0, 0, 13, 0, 17, 0, 1, 0, 0, 0, 2, -1, -1, 0, 1, '-'};

  private static final int NO_LOGIN_HERE = 34; // Kafka's error ILLEGAL_SASL_STATE

  /** The protocol of a listener. */
  enum Speech {
    TLS,
    /** Kafka's protocol without TLS. */
    PLAIN,
    /** An unknown protocol, or no answer within some seconds. */
    UNKNOWN
  }

  /** The protocol of the listener. */
  Speech speech() {
    try (Socket socket = connected()) {
      int first = answer(socket);
      if (first == TLS_ALERT) {
        return Speech.TLS;
      }
      if (first == 0) {
        return Speech.PLAIN;
      }
    } catch (IOException e) {
      return Speech.UNKNOWN;
    }
    return certificates().isEmpty() ? Speech.UNKNOWN : Speech.TLS;
  }

  /** The first byte of an answer; -1 if the listener closes without one, as some with TLS do. */
  private static int answer(Socket socket) {
    try {
      socket.getOutputStream().write(VERSIONS);
      return socket.getInputStream().read();
    } catch (IOException e) {
      return -1;
    }
  }

  /** Whether the listener, which speaks {@link Speech#PLAIN}, expects a login. */
  boolean wantsLogin() {
    try (Socket socket = connected()) {
      socket.getOutputStream().write(VERSIONS);
      DataInputStream answers = new DataInputStream(socket.getInputStream());
      skip(answers);
      socket.getOutputStream().write(LOGIN);
      int size = answers.readInt();
      int unused = answers.readInt(); // the number of the question
      return size > Integer.BYTES && answers.readShort() != NO_LOGIN_HERE;
    } catch (IOException e) {
      return false;
    }
  }

  private static void skip(DataInputStream answers) throws IOException {
    int size = answers.readInt();
    if (size < 0 || size > LARGEST_ANSWER || answers.skip(size) < size) {
      throw new EOFException("no answer of Kafka's");
    }
  }

  /** The certificates that the listener shows, its own first; none where it speaks no TLS. */
  List<X509Certificate> certificates() {
    Shown shown = new Shown();
    try (Socket socket = connected()) {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {shown}, null);
      try (SSLSocket tls =
          (SSLSocket) context.getSocketFactory().createSocket(socket, host, port, true)) {
        tls.startHandshake();
      }
    } catch (IOException | GeneralSecurityException e) {
      // It ends here in any case: what was shown by then is what is asked for.
      return shown.certificates();
    }
    return shown.certificates();
  }

  private Socket connected() throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), (int) TIMEOUT.toMillis());
      socket.setSoTimeout((int) TIMEOUT.toMillis());
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }

  /** A trust manager that keeps the certificates that a server shows, and trusts none of them. */
  private static final class Shown implements X509TrustManager {
    private final AtomicReference<X509Certificate[]> chain = new AtomicReference<>();

    List<X509Certificate> certificates() {
      return Optional.ofNullable(chain.get()).map(List::of).orElse(List.of());
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String type)
        throws CertificateException {
      chain.set(shown);
      throw new CertificateException("only looked at");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String type)
        throws CertificateException {
      throw new CertificateException("no server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
