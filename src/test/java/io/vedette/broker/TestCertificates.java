package io.vedette.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Certificates of an authority that was made for a test, in stores as Kafka reads them. */
public final class TestCertificates {
  public static final String PASSWORD = "changeit";

  private final Path folder;

  /** Makes the authority. */
  public TestCertificates(Path folder) {
    this.folder = folder;
    keyTool("-alias", "authority", "-dname", "CN=Authority of a test", "-ext", "bc:c");
  }

  /** Makes a certificate of the authority's with its key. */
  public Path signed(String name, String... options) {
    List<String> arguments = new ArrayList<>(List.of("-alias", name, "-signer", "authority"));
    arguments.addAll(List.of("-dname", "CN=broker"));
    arguments.addAll(List.of(options));
    keyTool(arguments.toArray(String[]::new));
    return store(name, true);
  }

  /** The store of those who trust a certificate, as {@code authority}. */
  public Path trusting(String name) {
    return store(name, false);
  }

  /** The certificate of a name, or its key, as PEM. */
  public String pem(String name, boolean isKey) {
    try {
      KeyStore all = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(folder.resolve("all.p12"))) {
        all.load(in, PASSWORD.toCharArray());
      }
      byte[] bytes =
          isKey
              ? all.getKey(name, PASSWORD.toCharArray()).getEncoded()
              : all.getCertificate(name).getEncoded();
      String what = isKey ? "PRIVATE KEY" : "CERTIFICATE";
      String text = Base64.getMimeEncoder().encodeToString(bytes);
      return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, text, what);
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private Path store(String name, boolean isWithKey) {
    Path file = folder.resolve(name + (isWithKey ? "" : "-trusted") + ".p12");
    try {
      KeyStore all = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(folder.resolve("all.p12"))) {
        all.load(in, PASSWORD.toCharArray());
      }
      KeyStore one = KeyStore.getInstance("PKCS12");
      one.load(null, null);
      if (isWithKey) {
        KeyStore.ProtectionParameter key = new KeyStore.PasswordProtection(PASSWORD.toCharArray());
        one.setEntry(name, all.getEntry(name, key), key);
      } else {
        one.setCertificateEntry(name, all.getCertificate(name));
      }
      try (OutputStream out = Files.newOutputStream(file)) {
        one.store(out, PASSWORD.toCharArray());
      }
      return file;
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private void keyTool(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-keyalg", "EC"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keystore", folder.resolve("all.p12").toString()));
    command.addAll(List.of("-storepass", PASSWORD, "-keypass", PASSWORD));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("keytool.log").toFile())
              .start();
      assertThat(process.waitFor()).as("keytool " + command).isZero();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
