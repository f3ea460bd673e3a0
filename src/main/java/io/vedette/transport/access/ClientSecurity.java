package io.vedette.transport.access;

import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.IllegalSaslStateException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.jspecify.annotations.Nullable;

/**
 * A client's credentials and trusted certificates, compared with what Kafka's listener shows, to
 * find the setting at fault. Immutable.
 */
final class ClientSecurity {
  private static final Pattern SERVER = Pattern.compile("\\[?(?<host>.*?)]?:(?<port>[0-9]{1,5})");
  private static final Pattern USER = Pattern.compile("username\\s*=\\s*\"?(?<user>[^\";\\s]+)");
  private static final Pattern ALERT = Pattern.compile("fatal alert: (?<alert>\\w+)");

  private final Map<String, Object> properties;

  ClientSecurity(Map<String, Object> properties) {
    this.properties = Map.copyOf(properties);
  }

  String servers() {
    return property(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG).orElse("");
  }

  /** The user that logs in; empty when nobody does, or not by name. */
  Optional<String> user() {
    Matcher login = USER.matcher(property(SaslConfigs.SASL_JAAS_CONFIG).orElse(""));
    return isWithLogin() && login.find() ? Optional.of(login.group("user")) : Optional.empty();
  }

  /** The reason why Kafka and this client do not authenticate each other. */
  String reason(AuthenticationException refused) {
    if (refused instanceof SslAuthenticationException) {
      return untrusted(refused);
    }
    if (refused instanceof UnsupportedSaslMechanismException
        || refused instanceof IllegalSaslStateException) {
      return "Kafka at %s does not take this login (%s); check kafka.sasl.mechanism=%s and kafka.security.protocol=%s"
          .formatted(servers(), refused.getMessage(), mechanism(), protocol());
    }
    return "Kafka at %s refuses the login of user %s by %s (%s); check username and password in kafka.sasl.jaas.config"
        .formatted(servers(), user().orElse("?"), mechanism(), refused.getMessage());
  }

  /**
   * The reason when the listener expects TLS and the client does not: it takes an alert of TLS for
   * the size of an answer, and waits for that.
   */
  Optional<String> mistaken() {
    return isTls()
        ? Optional.empty()
        : brokers().stream()
            .filter(broker -> broker.speech() == Broker.Speech.TLS)
            .findFirst()
            .map(broker -> expected(broker, "it speaks TLS", isWithLogin() ? "SASL_SSL" : "SSL"));
  }

  /** The reason why no answer comes that the client understands. */
  Optional<String> silence() {
    return brokers().stream().flatMap(broker -> silence(broker).stream()).findFirst();
  }

  private Optional<String> silence(Broker broker) {
    return switch (broker.speech()) {
      case PLAIN -> isTls() ? spokenPlain(broker) : withoutLogin(broker);
      case TLS ->
          isTls() && !isWithLogin()
              ? Optional.of(expected(broker, "it may expect a login", "SASL_SSL"))
              : Optional.empty();
      case UNKNOWN -> Optional.empty();
    };
  }

  private Optional<String> spokenPlain(Broker broker) {
    String protocol = isWithLogin() ? "SASL_PLAINTEXT" : "PLAINTEXT";
    return Optional.of(expected(broker, "it speaks no TLS", protocol));
  }

  private Optional<String> withoutLogin(Broker broker) {
    return !isWithLogin() && broker.wantsLogin()
        ? Optional.of(expected(broker, "it expects a login", "SASL_PLAINTEXT"))
        : Optional.empty();
  }

  private String expected(Broker broker, String found, String protocol) {
    return "Kafka at %s cannot be used with kafka.security.protocol=%s: %s; set %s, or the port of another listener"
        .formatted(broker, protocol(), found, protocol);
  }

  private String untrusted(AuthenticationException refused) {
    for (Broker broker : brokers()) {
      List<X509Certificate> shown = broker.certificates();
      if (!shown.isEmpty()) {
        return untrusted(broker, shown.get(0), refused);
      }
    }
    return "TLS with Kafka at %s fails (%s); check what is set under kafka.ssl"
        .formatted(servers(), root(refused).getMessage());
  }

  private String untrusted(Broker broker, X509Certificate shown, AuthenticationException refused) {
    Throwable root = root(refused);
    String message = String.valueOf(root.getMessage());
    Matcher alert = ALERT.matcher(message);
    if (alert.find()) {
      return "Kafka at %s refuses this client's TLS (%s): expected a certificate it trusts in %s; check that file"
          .formatted(broker, alert.group("alert"), file(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG));
    }
    return "the certificate of Kafka at %s ".formatted(broker) + fault(broker, shown, root);
  }

  private String fault(Broker broker, X509Certificate shown, Throwable root) {
    String message = String.valueOf(root.getMessage());
    if (root instanceof CertificateExpiredException
        || root instanceof CertificateNotYetValidException) {
      return "is not valid now: expected a time from %s to %s; renew it there, or set this machine's clock"
          .formatted(shown.getNotBefore().toInstant(), shown.getNotAfter().toInstant());
    }
    if (message.contains("subject alternative") || message.contains("No name matching")) {
      return "is another host's: expected %s, found %s; name that host in kafka.bootstrap.servers and the broker's advertised.listeners, or have a certificate made for %s"
          .formatted(broker.host(), names(shown), broker.host());
    }
    return "is not trusted (%s): expected one signed by an authority in %s, found %s signed by %s; check that file"
        .formatted(
            message,
            file(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG),
            shown.getSubjectX500Principal(),
            shown.getIssuerX500Principal());
  }

  /** The hosts that a certificate is for. */
  private static String names(X509Certificate shown) {
    try {
      @Nullable Collection<List<?>> names = shown.getSubjectAlternativeNames();
      return names == null
          ? shown.getSubjectX500Principal().toString()
          : names.stream()
              .map(name -> String.valueOf(name.get(1)))
              .collect(Collectors.joining(", "));
    } catch (CertificateParsingException e) {
      return shown.getSubjectX500Principal().toString();
    }
  }

  private String file(String key) {
    return property(key)
        .map(file -> "kafka.%s=%s".formatted(key, file))
        .orElse("kafka.%s (not set)".formatted(key));
  }

  private String protocol() {
    return property(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG)
        .orElse("PLAINTEXT")
        .toUpperCase(Locale.ROOT);
  }

  private String mechanism() {
    return property(SaslConfigs.SASL_MECHANISM).orElse(SaslConfigs.DEFAULT_SASL_MECHANISM);
  }

  private boolean isTls() {
    return protocol().endsWith("SSL");
  }

  private boolean isWithLogin() {
    return protocol().startsWith("SASL");
  }

  private List<Broker> brokers() {
    return Pattern.compile(",")
        .splitAsStream(servers())
        .map(String::strip)
        .map(SERVER::matcher)
        .filter(Matcher::matches)
        .map(server -> new Broker(server.group("host"), Integer.parseInt(server.group("port"))))
        .toList();
  }

  private Optional<String> property(String key) {
    return Optional.ofNullable(properties.get(key)).map(String::valueOf);
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
