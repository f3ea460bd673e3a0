package io.vedette.simulator.rtsp;

import io.vedette.config.Setting;
import org.jspecify.annotations.Nullable;

/**
 * The settings of who may watch. Immutable.
 *
 * @param user name to ask for; nobody is asked when null
 * @param password that goes with it
 * @param method the method of authentication
 */
public record AccessSettings(
    @Setting(value = "", doc = "User name to ask for; empty asks nobody.") @Nullable String user,
    @Setting(value = "", doc = "Password that goes with the user name.") @Nullable String password,
    @Setting(value = "digest", doc = "How it is asked for: digest or basic.") Method method) {

  public AccessSettings {
    if ((user == null) != (password == null)) {
      throw new IllegalArgumentException(
          "user and password: expected both or none, found only the "
              + (user == null ? "password" : "user"));
    }
  }

  /** An HTTP authentication scheme. */
  public enum Method {
    DIGEST,
    BASIC
  }

  /** Everybody may watch. */
  public static AccessSettings open() {
    return new AccessSettings(null, null, Method.DIGEST);
  }

  @Override
  public String toString() {
    return "AccessSettings[user=" + user + ", method=" + method + "]";
  }
}
