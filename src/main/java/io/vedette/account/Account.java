package io.vedette.account;

import io.vedette.access.Actor;
import io.vedette.access.CameraScope;
import io.vedette.access.Role;
import java.time.Instant;
import java.util.Locale;

/**
 * A person who may log in. Immutable.
 *
 * @param name as it is shown
 * @param source where its password is checked, and whence its rights come
 * @param cameras there are for this account
 * @param changed when it was changed last: its version
 */
public record Account(
    String id,
    String name,
    Source source,
    Role role,
    CameraScope cameras,
    boolean isEnabled,
    Instant created,
    Instant changed) {
  /** Where an account comes from. */
  public enum Source {
    /** Made here, with a password of its own. */
    LOCAL,
    /** Of a provider, whose word its rights follow at each login. */
    OIDC;

    /** The word used in the contract and in answers. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** By which a provider knows somebody, for ever: never a name or an address. */
  public record Identity(String issuer, String subject) {}

  /** What a person may set of an account. */
  public record Rights(Role role, CameraScope cameras, boolean isEnabled) {}

  /** Who calls when this account calls; nobody while it is not enabled. */
  public Actor actor() {
    return isEnabled ? new Actor(id, name, role, cameras) : Actor.NOBODY;
  }

  /** Its rights as they are. */
  public Rights rights() {
    return new Rights(role, cameras, isEnabled);
  }
}
