package io.vedette.http;

import io.vedette.file.FileReason;
import io.vedette.file.SmallFile;
import io.vedette.runtime.Failure;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * A certificate with its private key, as two files had them. Immutable.
 *
 * @param chain PEM of the certificate and those that lead to its authority
 * @param key PEM of the private key
 */
record ServerCertificate(Buffer chain, Buffer key) {
  private static final int LARGEST = 1 << 20;
  private static final byte[] TRIAL = {1, 2, 3, 4};

  /**
   * Reads the files of settings, which is blocking.
   *
   * @throws Failure of action STOP when they cannot be used
   */
  static ServerCertificate read(ServerTlsSettings settings, Vertx vertx) {
    Path chain = required(settings.certificate());
    Path key = required(settings.key());
    ServerCertificate read =
        new ServerCertificate(content("certificate", chain), content("key", key));
    try {
      read.requirePair(vertx);
      return read;
    } catch (Exception e) { // what Vert.x throws for what it cannot read
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw Failure.stop(
          "the certificate %s with the key %s cannot be used: %s".formatted(chain, key, reason), e);
    }
  }

  private static Path required(@Nullable Path file) {
    return Optional.ofNullable(file).orElseThrow();
  }

  private static Buffer content(String key, Path file) {
    try {
      return Buffer.buffer(SmallFile.bytes(file, LARGEST));
    } catch (IOException e) {
      throw Failure.stop("tls.%s: %s cannot be read: %s".formatted(key, file, FileReason.of(e)), e);
    }
  }

  /** Two files are not replaced at once, so that a key may be of another certificate. */
  private void requirePair(Vertx vertx) throws Exception {
    X509KeyManager manager =
        Stream.of(options().getKeyManagerFactory(vertx).getKeyManagers())
            .filter(X509KeyManager.class::isInstance)
            .map(X509KeyManager.class::cast)
            .findFirst()
            .orElseThrow(() -> new GeneralSecurityException("there is no key"));
    String alias =
        Stream.of("EC", "RSA", "Ed25519", "EdDSA")
            .map(type -> manager.getServerAliases(type, null))
            .filter(found -> found != null && found.length > 0)
            .flatMap(Arrays::stream)
            .findFirst()
            .orElseThrow(() -> new GeneralSecurityException("expected a key of RSA or EC"));
    requirePair(manager.getPrivateKey(alias), manager.getCertificateChain(alias)[0]);
  }

  private static void requirePair(PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException {
    certificate.checkValidity();
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> "EdDSA";
        };
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(TRIAL);
    byte[] signed = signature.sign();
    signature.initVerify(certificate);
    signature.update(TRIAL);
    if (!signature.verify(signed)) {
      throw new GeneralSecurityException("the key is of another certificate");
    }
  }

  /** As Vert.x takes it. */
  PemKeyCertOptions options() {
    return new PemKeyCertOptions().addCertValue(chain).addKeyValue(key);
  }
}
