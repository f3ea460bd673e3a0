package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vedette.broker.OAuthServer;
import io.vedette.broker.SecureKafka;
import io.vedette.config.Settings;
import io.vedette.ingest.source.CameraSeeds;
import io.vedette.node.Node;
import io.vedette.node.VedetteSettings;
import io.vedette.runtime.Completion;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Services;
import io.vedette.runtime.Supervision;
import io.vedette.transport.access.Rights;
import io.vedette.transport.topic.RoleRights;
import io.vedette.transport.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Roles that log in by tokens of an OAuth server, over TLS, with the rights of the page alone. */
class OAuthBearerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(300);
  private static final String ALLOWED = "org.apache.kafka.sasl.oauthbearer.allowed.urls";
  private static final Settings SETTINGS =
      new Settings(Map.of())
          .assignments(
              List.of(
                  "http.port=0",
                  "transport.partitions=2",
                  "transport.camera-partitions=2",
                  "cameras.front.url=sim:",
                  "cameras.front.fps=5"));

  private final Services services = new Services();
  private final Supervision supervision = new Supervision(new Completion());
  private OAuthServer tokens;
  private SecureKafka kafka;

  @BeforeEach
  void start(@TempDir Path folder) {
    tokens =
        services.keep(
            new OAuthServer(Map.of("ingest", "secret of ingest", "detect", "secret of detect")));
    System.setProperty(ALLOWED, tokens.tokens() + "," + tokens.keys());
    kafka = services.keep(new SecureKafka(folder, tokens));
    VedetteSettings settings = SETTINGS.bind(VedetteSettings.class);
    RoleRights roles = new RoleRights(new Topics(settings.transport()), settings.groups());
    allow("ingest", roles.ingest());
    allow("detect", roles.detect());
  }

  @AfterEach
  void stop() {
    services.close();
    System.clearProperty(ALLOWED);
  }

  private void allow(String user, Rights rights) {
    kafka.allow(SecureKafka.acls(user, rights));
  }

  @Test
  void shouldWorkWithTokens() {
    Node detect = node("detect", "secret of detect");
    detect.detect(null);
    node("ingest", "secret of ingest").ingest(CameraSeeds.of(SETTINGS, Map.of()));

    await()
        .atMost(PATIENCE)
        .until(
            () ->
                detect.balances().containsKey("front")
                    && detect.balances().get("front").inferred() > 5);
    assertThat(supervision.ended()).isEmpty();
    assertThat(supervision.completion().isReached()).isFalse();
  }

  @Test
  void shouldSayInOneLineThatTheSecretIsWrong() {
    assertThatThrownBy(() -> node("detect", "another secret").detect(null))
        .isInstanceOf(Failure.class)
        .satisfies(
            failure ->
                assertThat(failure.getMessage())
                    .contains("401")
                    .doesNotContain("\n")
                    .doesNotContain("another secret"));
  }

  private Node node(String user, String secret) {
    VedetteSettings settings =
        SETTINGS.bind(VedetteSettings.class).withKafka(kafka.client(tokens, user, secret));
    return new Node(settings, services, supervision);
  }
}
