package io.vedette.access;

import java.util.Locale;

/** A named set of rights; each role includes the rights of the roles before it. */
public enum Role {
  /** Any caller, without a login. */
  NOBODY,
  /** Sees cameras, reviews and notes. */
  VIEWER,
  /** Changes cameras and rules, keeps and exports pictures, replays. */
  OPERATOR,
  /** Manages accounts, tokens and models; reads the audit. */
  ADMIN;

  /** The word used in the contract and in answers. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The role of a name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Role parse(String word) {
    for (Role role : values()) {
      if (role.wireName().equals(word)) {
        return role;
      }
    }
    throw new IllegalArgumentException("no role is called " + word);
  }

  /** Whether it holds all rights of another. */
  public boolean holds(Role other) {
    return compareTo(other) >= 0;
  }

  /** The one of two roles with fewer rights. */
  public Role lesser(Role other) {
    return compareTo(other) <= 0 ? this : other;
  }
}
