package io.vedette.access;

import org.jspecify.annotations.Nullable;

/**
 * The caller of an operation, with the rights that it has for this call. Immutable.
 *
 * @param account the account's id; null for a caller without one
 * @param name the name for people and for the audit
 * @param cameras the cameras that exist for this actor
 */
public record Actor(@Nullable String account, String name, Role role, CameraScope cameras) {
  /** A caller without a login. */
  public static final Actor NOBODY = new Actor(null, "nobody", Role.NOBODY, CameraScope.NONE);

  /** A caller on this machine while there are no accounts. */
  public static final Actor LOCAL = new Actor(null, "local", Role.ADMIN, CameraScope.ALL);

  /** Whether a camera exists for this actor. */
  public boolean sees(String camera) {
    return cameras.test(camera);
  }

  /** This actor with at most the rights of a token. */
  public Actor limitedTo(Role most, CameraScope cameras) {
    return new Actor(account, name, role.lesser(most), this.cameras.and(cameras));
  }
}
