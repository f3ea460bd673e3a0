package io.vedette.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.config.InvalidSettings;
import io.vedette.config.Settings;
import io.vedette.sink.mail.MailSettings;
import io.vedette.sink.mqtt.MqttSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SinkSettingsTest {
  @Test
  void shouldHaveNoSinksUnlessSomeAreNamed() {
    SinkSettings settings = Settings.defaults(SinkSettings.class);

    assertThat(settings.names()).isEmpty();
    assertThat(settings.keepTrying()).hasHours(1);
  }

  @Test
  void shouldReadAllKindsOfSinks() {
    SinkSettings settings =
        settings(
            "webhooks.ops.url", "https://example.com/hook",
            "webhooks.ops.secret", "${HOOK}",
            "mqtt.home.url", "mqtts://home",
            "mqtt.home.publish", "alerts,onvif",
            "mails.night.host", "mail.example.com",
            "mails.night.from", "vedette@example.com",
            "mails.night.to", "a@example.com,b@example.com",
            "topics.copy.topic", "site.alerts");

    assertThat(settings.names()).containsExactlyInAnyOrder("ops", "home", "night", "copy");
    assertThat(settings.webhooks().get("ops").secret().value()).isEqualTo("whsec_eA==");
    assertThat(settings.mqtt().get("home").publish())
        .containsExactly(MqttSettings.Feed.ALERTS, MqttSettings.Feed.ONVIF);
    assertThat(settings.mails().get("night").security()).isEqualTo(MailSettings.Security.STARTTLS);
  }

  @Test
  void shouldNotShowSecrets() {
    SinkSettings settings =
        settings("webhooks.ops.url", "https://example.com/hook", "webhooks.ops.secret", "${HOOK}");

    assertThat(settings.toString()).doesNotContain("whsec");
  }

  @Test
  void shouldRefuseSecretsThatAreWrittenDown() {
    assertThatThrownBy(
            () ->
                settings(
                    "webhooks.ops.url", "https://example.com", "webhooks.ops.secret", "hunter2"))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("webhooks.ops.secret")
        .hasMessageContaining("expected a reference")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void shouldRefuseWhatCannotWork() {
    refuses("webhooks.ops.url", "ftp://example.com", "https://example.com/alerts");
    refuses("mqtt.home.url", "mqtt://user:secret@home", "the login in user and password");
    refuses("webhooks.ops.url", "https://user:sec ret@home", "https://***@home");
    refuses("mails.night.from", "nobody", "host: expected");
    refuses("topics.copy.topic", "no topic", "name of a Kafka topic");
    refuses("webhooks.a/b.url", "https://example.com", "letters, digits");
  }

  @Test
  void shouldRefuseTopicsWithControlCharacters() {
    assertThatThrownBy(
            () -> settings("mqtt.home.url", "mqtt://home", "mqtt.home.prefix", "a\u0007b"))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("control characters, found a\\u0007b");
  }

  @Test
  void shouldRefuseTwoLoginsForOneWebhook() {
    assertThatThrownBy(
            () ->
                settings(
                    "webhooks.ops.url",
                    "https://user:secret@home",
                    "webhooks.ops.authorization",
                    "${HOOK}"))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining("a login in url or authorization")
        .hasMessageNotContaining("secret@");
  }

  @Test
  void shouldRefuseOneNameForTwoSinks() {
    assertThatThrownBy(
            () -> settings("webhooks.ops.url", "https://example.com", "topics.ops.topic", "ops"))
        .hasMessageContaining("\"ops\" twice");
  }

  private static void refuses(String key, String value, String expected) {
    assertThatThrownBy(() -> settings(key, value))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining(expected)
        .hasMessageNotContaining("secret@");
  }

  private static SinkSettings settings(String... entries) {
    Settings settings = new Settings(Map.of("HOOK", "whsec_eA=="));
    for (int i = 0; i < entries.length; i += 2) {
      settings.put(entries[i], entries[i + 1], "--set");
    }
    return settings.bind(SinkSettings.class);
  }
}
