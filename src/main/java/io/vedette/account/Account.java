package io.vedette.account;

import io.vedette.access.Actor;
import io.vedette.access.CameraScope;
import io.vedette.access.Role;
import java.time.Instant;
import java.util.Locale;

/**
 * A person who may log in. Immutable.
 *
 * @param name the name for display
 * @param source the place where its password is checked, and from which its rights come
 * @param cameras the cameras that exist for this account
 * @param changed the time of its last change, which is its version
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
  /** The source of an account. */
  public enum Source {
    /** The account was made here, with a password of its own. */
    LOCAL,
    /** The account is of a provider, whose claims set its rights at each login. */
    OIDC;

    /** The word used in the contract and in answers. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The lasting identity of a person at a provider: never a name or an address. */
  public record Identity(String issuer, String subject) {}

  /** The properties of an account that an admin sets. */
  public record Rights(Role role, CameraScope cameras, boolean isEnabled) {}

  /** The actor of this account's calls; nobody while it is not enabled. */
  public Actor actor() {
    return isEnabled ? new Actor(id, name, role, cameras) : Actor.NOBODY;
  }

  /** The account's rights. */
  public Rights rights() {
    return new Rights(role, cameras, isEnabled);
  }
}
