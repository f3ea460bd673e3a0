package io.vedette.account;

/** A refused operation on accounts, with the reason. */
public final class AccountRefusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Kinds of refusals. */
  public enum Reason {
    /** There is no such account or token. */
    UNKNOWN,
    /** The account was changed since the caller read it. */
    CHANGED,
    /** The name belongs to another account. */
    TAKEN,
    /** Nobody would be left to manage accounts. */
    LAST_ADMIN,
    /** A name, password or right is invalid. */
    INVALID,
    /** The caller may not have what it asked for. */
    REFUSED
  }

  private final Reason reason;
  private final String field;

  AccountRefusal(Reason reason, String field, String message) {
    super(message, null, false, false);
    this.reason = reason;
    this.field = field;
  }

  static AccountRefusal unknown() {
    return new AccountRefusal(Reason.UNKNOWN, "", "there is no such account");
  }

  public Reason reason() {
    return reason;
  }

  /** The wrong field; empty when none is. */
  public String field() {
    return field;
  }

  /** The reason, in one sentence. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
