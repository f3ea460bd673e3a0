package io.vedette.console;

import io.vedette.camera.address.AddressRange;
import io.vedette.config.Setting;
import io.vedette.console.oidc.OidcSettings;
import java.util.List;

/**
 * The settings of logins: whether one is always needed, and which proxies are trusted. Immutable.
 *
 * @param always whether a login is needed also while there are no accounts yet
 * @param oidc the provider by which people log in, besides passwords
 * @param proxies proxies whose headers are believed about a request's origin and about HTTPS
 */
public record LoginSettings(
    @Setting(
            value = "false",
            doc = "Whether a login is required even without accounts and on loopback.")
        boolean always,
    @Setting(
            value = "",
            doc =
                "Networks of proxies whose X-Forwarded-For and X-Forwarded-Proto are trusted; none when empty.")
        List<AddressRange> proxies,
    OidcSettings oidc) {
  public LoginSettings {
    proxies = List.copyOf(proxies);
  }
}
