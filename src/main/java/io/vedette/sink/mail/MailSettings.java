package io.vedette.sink.mail;

import static io.vedette.config.Limits.shown;

import io.vedette.config.Secret;
import io.vedette.config.Setting;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The settings of a mail sink. Immutable. */
public record MailSettings(
    @Setting(value = "", doc = "The SMTP server.") String host,
    @Setting(
            value = "587",
            doc = "Port of the server; usually 587 with starttls, 465 with tls, 25 with none.")
        int port,
    @Setting(value = "starttls", doc = "starttls, tls (from the beginning) or none.")
        Security security,
    @Setting(value = "", doc = "User name; no login when empty.") @Nullable String user,
    @Setting(value = "", doc = "Its password, as ${file:/run/secrets/x} or ${NAME}.")
        @Nullable Secret password,
    @Setting(value = "", doc = "The sender's address.") String from,
    @Setting(value = "", doc = "The receivers' addresses.") List<String> to,
    @Setting(value = "true", doc = "Whether the frame is attached, if it is still in Kafka.")
        boolean picture,
    @Setting(value = "30s", doc = "Longest wait for the server.") Duration timeout) {
  /** How the connection is protected. */
  public enum Security {
    STARTTLS,
    TLS,
    NONE
  }

  private static final int LARGEST_PORT = 65_535;

  public MailSettings {
    to = List.copyOf(to);
    expect(host != null, "host: expected the SMTP server's name, found nothing");
    expect(port > 0 && port <= LARGEST_PORT, "port: expected 1–65535, found " + port);
    expect(
        from != null && isAddress(from),
        "from: expected an address as a@b.org, found " + (from == null ? "nothing" : from));
    expect(
        !to.isEmpty() && to.stream().allMatch(MailSettings::isAddress),
        "to: expected addresses as a@b.org, found " + to);
    expect((user == null) == (password == null), "expected user and password, or neither");
    expect(timeout.toMillis() > 0, "timeout: expected at least 1ms, found " + shown(timeout));
  }

  private static void expect(boolean isSo, String otherwise) {
    if (!isSo) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  private static boolean isAddress(String text) {
    return text.matches("[^@\\s]+@[^@\\s]+");
  }
}
