package io.vedette.sink.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.config.Settings;
import io.vedette.poison.RawRecord;
import io.vedette.poison.RecordReader;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.record.Records;
import io.vedette.transport.topic.Topics;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailMessage;
import java.util.Map;
import java.util.Optional;

/** Alerts as e-mails, for tests. Confined to one thread. */
public final class MailReader implements RecordReader, AutoCloseable {
  private final Mail mail;

  public MailReader(Vertx vertx) {
    TransportSettings transport = Settings.defaults(TransportSettings.class);
    MailSettings settings =
        new Settings(Map.of())
            .put("host", "127.0.0.1", "test")
            .put("from", "a@b.org", "test")
            .put("to", "c@d.org", "test")
            .put("picture", "false", "test")
            .bind(MailSettings.class);
    mail =
        new Mail(
            vertx,
            settings,
            "c@d.org",
            new KafkaAccess(Map.of(), transport),
            new Topics(transport));
  }

  @Override
  public Optional<String> read(RawRecord record) {
    Records.alert(record.keyText(), record.value())
        .value()
        .map(mail::message)
        .ifPresent(MailReader::check);
    return Optional.empty();
  }

  private static void check(MailMessage message) {
    assertThat(message.getSubject()).doesNotContain("\n", "\r", "\0").hasSizeLessThan(300_000);
    message
        .getHeaders()
        .forEach(header -> assertThat(header.getValue()).doesNotContain("\n", "\r", "\0"));
    assertThat(message.getText().length()).isLessThan(1 << 20);
  }

  @Override
  public void close() {
    mail.close();
  }
}
