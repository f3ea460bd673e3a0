package io.vedette.console.oidc;

/** A login by the provider that does not come about, and why, in one line for whoever logs in. */
public final class OidcFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean isPassing;

  private OidcFailure(String message, boolean isPassing) {
    super(message, null, false, false);
    this.isPassing = isPassing;
  }

  /** A login that is refused. */
  static OidcFailure refused(String message) {
    return new OidcFailure(message, false);
  }

  /** A provider that does not answer as it should; the same may succeed later. */
  static OidcFailure unavailable(String message) {
    return new OidcFailure(message, true);
  }

  /** Whether the same may succeed later. */
  public boolean isPassing() {
    return isPassing;
  }

  /** Why, in one line. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
