package io.vedette.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.config.Settings;
import io.vedette.poison.RawRecord;
import io.vedette.poison.RecordReader;
import io.vedette.transport.relay.RelayReaders;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Alerts as HTTP requests, for tests. Confined to one thread. */
public final class WebhookReader implements RecordReader, AutoCloseable {
  private final Webhook webhook;

  public WebhookReader(Vertx vertx) {
    WebhookSettings settings =
        new Settings(Map.of("HOOK", "whsec_dGVzdHRlc3R0ZXN0dGVzdHRlc3Q="))
            .put("url", "http://127.0.0.1:1/hook", "test")
            .put("secret", "${HOOK}", "test")
            .bind(WebhookSettings.class);
    webhook = new Webhook(vertx, settings, InstantSource.system());
  }

  @Override
  public Optional<String> read(RawRecord record) {
    webhook
        .request(RelayReaders.taken(record, "vedette.alerts"))
        .getHeaders()
        .forEach(header -> assertThat(header.getValue()).matches("\\p{Graph}*"));
    return Optional.empty();
  }

  @Override
  public void close() {
    webhook.close();
  }
}
