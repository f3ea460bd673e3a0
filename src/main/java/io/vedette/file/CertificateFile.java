package io.vedette.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;

/** The reader of PEM files with trusted certificates. */
public final class CertificateFile {
  private static final int LARGEST = 1 << 20;
  private static final String EXPECTED = "expected certificates in PEM, found none";

  private CertificateFile() {}

  /**
   * The certificates of a file, at least one.
   *
   * @throws IOException with a reason for people ({@link FileReason}) when there is none
   */
  public static List<Certificate> read(Path file) throws IOException {
    byte[] content = SmallFile.bytes(file, LARGEST);
    try {
      List<Certificate> found =
          List.copyOf(
              CertificateFactory.getInstance("X.509")
                  .generateCertificates(new ByteArrayInputStream(content)));
      if (found.isEmpty()) {
        throw SmallFile.refusal(file, EXPECTED, null);
      }
      return found;
    } catch (CertificateException e) {
      throw SmallFile.refusal(file, EXPECTED, e);
    }
  }
}
