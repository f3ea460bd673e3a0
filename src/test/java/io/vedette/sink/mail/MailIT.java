package io.vedette.sink.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.config.Settings;
import io.vedette.event.Alert;
import io.vedette.runtime.Failure;
import io.vedette.sink.SinkRecords;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.relay.InputRecord;
import io.vedette.transport.topic.Topics;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mails against a real SMTP server: what its refusals mean at each step. */
class MailIT {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @ParameterizedTest
  @CsvSource({
    "RCPT, 550 5.1.1 no such user, SKIP",
    "RCPT, 501 5.1.3 bad address, SKIP",
    "RCPT, 521 5.3.2 takes no mail, SKIP",
    "RCPT, 571 5.7.1 blocked, SKIP",
    "RCPT, 450 4.2.0 greylisted, RETRY",
    "RCPT, 452 4.2.2 mailbox full, RETRY",
    "DATA, 554 5.7.1 refused, SKIP",
    "., 554 5.7.1 spam, SKIP",
    "., 552 5.3.4 too large, SKIP",
    "., 451 4.3.0 try later, RETRY",
    "MAIL, 553 5.1.8 sender unknown, STOP",
    "MAIL, 530 5.7.0 log in first, STOP",
    "greeting, 554 5.3.2 no service here, RETRY",
    "greeting, 421 4.3.2 busy, RETRY",
  })
  void shouldGiveUpWhatIsRefusedForGoodAndRepeatTheRest(
      String step, String reply, Failure.Action action) {
    try (SmtpServer server = new SmtpServer(Map.of(step, reply))) {
      assertThatThrownBy(() -> deliver(server.port()))
          .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.action()).isEqualTo(action))
          .hasMessageContaining("guard@example.com");
    }
  }

  @Test
  void shouldMailOneRecipientOnly() {
    try (SmtpServer server = new SmtpServer(Map.of())) {
      deliver(server.port());

      assertThat(server.taken("guard@example.com")).isEqualTo(1);
      assertThat(server.taken("other@example.com")).isZero();
    }
  }

  private void deliver(int port) {
    MailSettings settings =
        new Settings(Map.of())
            .put("host", "127.0.0.1", "test")
            .put("port", Integer.toString(port), "test")
            .put("security", "none", "test")
            .put("from", "vedette@example.com", "test")
            .put("to", "guard@example.com,other@example.com", "test")
            .put("picture", "false", "test")
            .bind(MailSettings.class);
    TransportSettings transport = Settings.defaults(TransportSettings.class);
    KafkaAccess kafka = new KafkaAccess(Map.of(), transport);
    try (Mail mail = new Mail(vertx, settings, "guard@example.com", kafka, new Topics(transport))) {
      Alert alert = SinkRecords.alert(1, null);
      mail.deliver(
          new InputRecord("alerts", 0, 0, Instant.EPOCH, "gate", Map.of(), alert.json(), 0), alert);
    }
  }
}
