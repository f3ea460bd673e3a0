package io.vedette.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The settings by which a server's TLS certificate is verified. Immutable.
 *
 * @param caFile PEM file of the trusted certificates, in place of Java's; may be the server's own
 */
public record TlsSettings(
    @Setting(
            value = "full",
            doc =
                "full: certificate and host's name; certificate: the name may differ; none: any"
                    + " certificate.")
        Verify verify,
    @Setting(
            value = "",
            doc = "PEM file of trusted certificates, such as a camera's own; Java's when empty.")
        @Nullable Path caFile) {
  /** The defaults. */
  public static final TlsSettings DEFAULTS = new TlsSettings(Verify.FULL, null);

  /** The extent of the verification of a certificate. */
  public enum Verify {
    FULL,
    CERTIFICATE,
    NONE
  }
}
