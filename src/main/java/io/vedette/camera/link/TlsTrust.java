package io.vedette.camera.link;

import io.vedette.camera.link.LinkFailure.Kind;
import io.vedette.config.TlsSettings;
import io.vedette.file.CertificateFile;
import io.vedette.file.FileReason;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** TLS over a connection to a camera, its certificate verified as the settings say. Immutable. */
final class TlsTrust {
  private final TlsSettings settings;

  TlsTrust(TlsSettings settings) {
    this.settings = settings;
  }

  /**
   * TLS over a connected socket, after its handshake.
   *
   * @param host name or address that the certificate must be for
   * @throws LinkFailure when the certificate is not trusted, or the file of trusted ones cannot be
   *     read
   * @throws IOException when the handshake fails otherwise
   */
  SSLSocket over(Socket plain, String host, int port) throws IOException {
    SSLSocket socket =
        (SSLSocket) context().getSocketFactory().createSocket(plain, host, port, true);
    if (settings.verify() == TlsSettings.Verify.FULL) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
    }
    try {
      socket.startHandshake();
    } catch (IOException e) {
      @Nullable String why = distrust(e);
      if (why == null) {
        throw e;
      }
      throw new LinkFailure(
          Kind.UNTRUSTED,
          "its TLS certificate is not trusted (%s); name it in tls.ca-file, or set tls.verify"
              .formatted(why),
          e);
    }
    return socket;
  }

  private static @Nullable String distrust(Throwable failure) {
    @Nullable Throwable cause = failure;
    while (cause != null) {
      if (cause instanceof GeneralSecurityException) {
        return cause.getMessage();
      }
      cause = cause.getCause();
    }
    return null;
  }

  private SSLContext context() {
    try {
      if (settings.verify() == TlsSettings.Verify.NONE) {
        return of(new TrustManager[] {new TrustAll()});
      }
      Path file = settings.caFile();
      if (file == null) {
        return SSLContext.getDefault();
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store(file));
      return of(trust.getTrustManagers());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has TLS and X.509", e);
    }
  }

  private static SSLContext of(TrustManager[] trust) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust, null);
    return context;
  }

  private static KeyStore store(Path file) throws GeneralSecurityException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate each : CertificateFile.read(file)) {
        store.setCertificateEntry("ca-" + store.size(), each);
      }
      return store;
    } catch (IOException e) {
      throw noCertificates(file, e);
    }
  }

  private static LinkFailure noCertificates(Path file, IOException cause) {
    return new LinkFailure(
        Kind.UNTRUSTED,
        "tls.ca-file: %s cannot be used: %s".formatted(file, FileReason.of(cause)),
        cause);
  }

  /** A trust manager that accepts any certificate. */
  private static final class TrustAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
