package io.vedette.access;

import org.jspecify.annotations.Nullable;

/** The decision whether a call is allowed: the only place that makes it. Immutable. */
public final class Access {
  /** The decision about a call. */
  public enum Decision {
    ALLOWED,
    /** The caller has to log in first. */
    UNKNOWN_CALLER,
    /** The role is not enough. */
    REFUSED,
    /** There is no such camera for this actor. */
    NOT_FOUND
  }

  private Access() {}

  /**
   * Whether an actor may use an operation.
   *
   * @param needed the role of the operation
   * @param camera the camera that the call names; null when it names none
   */
  public static Decision decide(Actor actor, Role needed, @Nullable String camera) {
    if (!actor.role().holds(needed)) {
      return actor.role() == Role.NOBODY ? Decision.UNKNOWN_CALLER : Decision.REFUSED;
    }
    boolean isForeign = camera != null && needed != Role.NOBODY && !actor.sees(camera);
    return isForeign ? Decision.NOT_FOUND : Decision.ALLOWED;
  }
}
