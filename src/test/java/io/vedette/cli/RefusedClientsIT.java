package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.broker.SecureKafka;
import io.vedette.broker.SecureKafka.Listener;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Clients that Kafka does not let in, or that do not trust it: one line says why. */
@Timeout(60) // instead of connecting again and again
class RefusedClientsIT {
  private static final String USER = "someone";

  private static SecureKafka kafka;
  private static Path folder;

  @BeforeAll
  static void start(@TempDir Path made) {
    folder = made;
    kafka = new SecureKafka(made);
    kafka.addUsers(List.of(USER));
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  /** What is wrong, and what the line says of it besides the address. */
  private record Case(String wrong, Listener listener, Map<String, String> client, String... said) {
    @Override
    public String toString() {
      return wrong;
    }
  }

  static Stream<Case> cases() {
    Map<String, String> nothing = Map.of();
    return Stream.concat(
        certificates(),
        Stream.of(
            new Case(
                "wrong password",
                Listener.SECURE,
                Map.of("sasl.jaas.config", SecureKafka.login(USER, "another")),
                "refuses the login of user someone by SCRAM-SHA-256",
                "kafka.sasl.jaas.config"),
            new Case(
                "unknown user",
                Listener.LOGIN,
                Map.of("sasl.jaas.config", SecureKafka.login("nobody", "another")),
                "refuses the login of user nobody by SCRAM-SHA-256",
                "kafka.sasl.jaas.config"),
            new Case(
                "another mechanism",
                Listener.SECURE,
                Map.of("sasl.mechanism", "SCRAM-SHA-512"),
                "does not take this login",
                "SCRAM-SHA-256",
                "kafka.sasl.mechanism=SCRAM-SHA-512"),
            new Case(
                "no TLS to a listener with it",
                Listener.SECURE,
                Map.of("security.protocol", "SASL_PLAINTEXT"),
                "kafka.security.protocol=SASL_PLAINTEXT: it speaks TLS; set SASL_SSL"),
            new Case(
                "neither TLS nor login to a listener with TLS",
                Listener.MUTUAL,
                Map.of("security.protocol", "PLAINTEXT"),
                "kafka.security.protocol=PLAINTEXT: it speaks TLS; set SSL"),
            new Case(
                "TLS to a listener without",
                Listener.LOGIN,
                Map.of("security.protocol", "SASL_SSL"),
                "kafka.security.protocol=SASL_SSL: it speaks no TLS; set SASL_PLAINTEXT"),
            new Case(
                "no login to a listener that wants one",
                Listener.LOGIN,
                Map.of("security.protocol", "PLAINTEXT"),
                "kafka.security.protocol=PLAINTEXT: it expects a login; set SASL_PLAINTEXT"),
            new Case(
                "no login over TLS to a listener that wants one",
                Listener.SECURE,
                Map.of("security.protocol", "SSL"),
                "kafka.security.protocol=SSL: it may expect a login; set SASL_SSL")));
  }

  private static Stream<Case> certificates() {
    String another = kafka.trustingAnother().toString();
    return Stream.of(
        new Case(
            "a certificate of an authority that nobody knows",
            Listener.SECURE,
            Map.of("ssl.truststore.location", "", "ssl.truststore.password", ""),
            "is not trusted",
            "expected one signed by an authority in kafka.ssl.truststore.location (not set)",
            "found CN=broker signed by CN=Authority of a test"),
        new Case(
            "a certificate of another authority",
            Listener.SECURE,
            Map.of("ssl.truststore.location", another),
            "is not trusted",
            "kafka.ssl.truststore.location=" + another,
            "found CN=broker signed by CN=Authority of a test"),
        new Case(
            "a certificate that is over",
            Listener.EXPIRED,
            Map.of(),
            "is not valid now: expected a time from "),
        new Case(
            "another host's certificate",
            Listener.ELSEWHERE,
            Map.of(),
            "is another host's: expected 127.0.0.1, found elsewhere.example"),
        new Case(
            "no certificate for a listener that wants one",
            Listener.MUTUAL,
            Map.of(),
            "refuses this client's TLS",
            "kafka.ssl.keystore.location (not set)"),
        new Case(
            "no file of authorities",
            Listener.SECURE,
            Map.of("ssl.truststore.location", folder.resolve("none.p12").toString()),
            "Failed to load SSL keystore",
            "none.p12"),
        new Case(
            "a file of authorities that does not open",
            Listener.SECURE,
            Map.of("ssl.truststore.password", "another"),
            "Kafka's settings cannot be used",
            "password was incorrect"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldSayWhyInOneLine(Case refused) {
    String line = line(refused, "cameras", "list");

    assertThat(line).contains(refused.said());
    assertThat(line).doesNotContain("password of " + USER);
    if (!line.contains("settings cannot be used")) {
      assertThat(line).contains(kafka.servers(refused.listener()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ingest",
        "detect",
        "track",
        "tail",
        "cameras list",
        "replay --from 1m",
        "diff live other",
        "detect --shadow next",
        "track --run again",
        "cameras remove gate",
        "detect --shadow next --promote"
      })
  void shouldSayItWhateverTheCommand(String command) {
    Case refused =
        new Case(
            command,
            Listener.SECURE,
            Map.of("sasl.jaas.config", SecureKafka.login(USER, "another")));

    assertThat(line(refused, command.split(" "))).contains("refuses the login of user someone");
  }

  private static String line(Case refused, String... command) {
    Map<String, String> client = new HashMap<>(kafka.client(refused.listener(), USER));
    client.putAll(refused.client());
    client.put("request.timeout.ms", "3000");
    client.put("default.api.timeout.ms", "4000");
    client.values().removeIf(String::isEmpty);
    List<String> arguments = new ArrayList<>(List.of(command));
    client.forEach(
        (key, value) -> arguments.addAll(List.of("--set", "kafka." + key + "=" + value)));
    arguments.addAll(List.of("--set", "http.port=0"));
    StringWriter printed = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setErr(new PrintWriter(printed, true));
    int code = line.execute(arguments.toArray(String[]::new));
    assertThat(code).as(printed.toString()).isEqualTo(1);
    assertThat(printed.toString().lines()).hasSize(1);
    return printed.toString();
  }
}
