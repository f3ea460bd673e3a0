package io.vedette.access;

import org.jspecify.annotations.Nullable;

/**
 * The caller of an operation, with the rights that it has for this call. Immutable.
 *
 * @param account the account's id; null for whoever needs none
 * @param name shown to people and in the audit
 * @param cameras the cameras there are for this actor; all others do not exist
 */
public record Actor(@Nullable String account, String name, Role role, CameraScope cameras) {
  /** A caller without a login. */
  public static final Actor NOBODY = new Actor(null, "nobody", Role.NOBODY, CameraScope.NONE);

  /** Whoever sits at a machine without accounts. */
  public static final Actor LOCAL = new Actor(null, "local", Role.ADMIN, CameraScope.ALL);

  /** Whether a camera exists for this actor. */
  public boolean sees(String camera) {
    return cameras.test(camera);
  }

  /** The same with no more than the rights of a token. */
  public Actor limitedTo(Role most, CameraScope cameras) {
    return new Actor(account, name, role.lesser(most), this.cameras.and(cameras));
  }
}
