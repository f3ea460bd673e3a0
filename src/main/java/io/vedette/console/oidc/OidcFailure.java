package io.vedette.console.oidc;

/** A failed login by the provider, with the reason in one line for the person who logs in. */
public final class OidcFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean isPassing;

  private OidcFailure(String message, boolean isPassing) {
    super(message, null, false, false);
    this.isPassing = isPassing;
  }

  /** The failure of a refused login. */
  static OidcFailure refused(String message) {
    return new OidcFailure(message, false);
  }

  /** The failure of a provider that does not answer as it should; the same may succeed later. */
  static OidcFailure unavailable(String message) {
    return new OidcFailure(message, true);
  }

  /** Whether the same may succeed later. */
  public boolean isPassing() {
    return isPassing;
  }

  /** The reason, in one line. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
