package io.vedette.console.camera;

import io.vedette.text.Secrets;
import java.util.Optional;

/**
 * The masking of the login in a camera's address, which callers see masked and send back masked.
 */
final class MaskedLogin {
  /** The mask in place of a login or a secret in answers. */
  static final String MASK = "***";

  private static final String SCHEME_END = "://";

  private MaskedLogin() {}

  /**
   * An address with its present login in place of the mask. An address of another host does not get
   * it, since it would be sent there.
   *
   * @param given the address with a mask
   * @param present the present address; empty when there is none
   * @return empty when the login belongs to another host, or when more than a login is masked
   */
  static Optional<String> restored(String given, String present) {
    if (given.equals(Secrets.mask(present))) {
      return Optional.of(present);
    }
    int login = present.lastIndexOf('@');
    int scheme = present.indexOf(SCHEME_END);
    if (scheme < 0 || login < scheme) {
      return Optional.empty();
    }
    String head = present.substring(0, scheme) + SCHEME_END;
    String masked = head + MASK + "@";
    if (!given.startsWith(masked)) {
      return Optional.empty();
    }
    String rest = given.substring(masked.length());
    boolean isSame = host(rest).equals(host(present.substring(login + 1)));
    return isSame && !rest.contains(MASK) && !rest.contains("@")
        ? Optional.of(present.substring(0, login + 1) + rest)
        : Optional.empty();
  }

  private static String host(String rest) {
    return rest.split("[/?#\\\\]", 2)[0];
  }
}
