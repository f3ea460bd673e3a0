package io.vedette.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The settings by which a server's TLS certificate is verified. Immutable.
 *
 * @param caFile certificates in PEM that are trusted in place of Java's; a camera's own will do
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

  /** What must be right about a certificate. */
  public enum Verify {
    FULL,
    CERTIFICATE,
    NONE
  }
}
