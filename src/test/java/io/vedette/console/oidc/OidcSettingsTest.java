package io.vedette.console.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.config.InvalidSettings;
import io.vedette.config.Settings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings of a provider. */
class OidcSettingsTest {
  private static final Map<String, String> GOOD =
      Map.of(
          "issuer", "https://login.example/realms/main",
          "client-id", "vedette",
          "address", "https://vedette.example",
          "claims.viewers", "*");

  private static OidcSettings bind(Map<String, String> given) {
    Settings settings = new Settings(Map.of());
    given.forEach((key, value) -> settings.put(key, value, "test"));
    return settings.bind(OidcSettings.class);
  }

  @Test
  void shouldHaveNoProviderByDefault() {
    OidcSettings settings = bind(Map.of());

    assertThat(settings.isOn()).isFalse();
    assertThat(settings.client()).isEmpty();
    assertThat(settings.session()).isEqualTo(Duration.ofHours(12));
    assertThat(settings.scopes()).isEqualTo(List.of("openid", "profile", "email"));
  }

  @Test
  void shouldTakeAProvider() {
    OidcSettings.Client client = bind(GOOD).client().orElseThrow();

    assertThat(client.redirect()).isEqualTo("https://vedette.example/oidc");
    assertThat(client.secret()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "issuer, http://login.example/, https",
    "issuer, https://me@login.example/, https",
    "issuer, https://login.example/?tenant=1, https",
    "issuer, login.example, https",
    "address, https://vedette.example/console, without a path",
    "address, '', found nothing",
    "client-id, '', client-id",
    "client-secret, visible, a reference",
    "scopes, profile, openid",
    "claims.viewers, '', nobody could log in",
    "claims.admins, *, found *",
    "session, 1m, session",
    "timeout, 5m, timeout",
  })
  void shouldRefuse(String key, String value, String reason) {
    Map<String, String> given = new LinkedHashMap<>(GOOD);
    given.put(key, value);

    assertThatThrownBy(() -> bind(given))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageContaining(reason);
  }
}
