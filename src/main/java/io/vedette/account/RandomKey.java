package io.vedette.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** A random key of 256 bits that identifies a caller, and the hash under which it is stored. */
public final class RandomKey {
  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private RandomKey() {}

  /** A new key, in letters, digits, - and _. */
  public static String make() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The hash that is stored in place of a key. */
  public static String hash(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Whether two keys are the same, compared in constant time. */
  public static boolean isSame(String one, String other) {
    return MessageDigest.isEqual(
        hash(one).getBytes(StandardCharsets.UTF_8), hash(other).getBytes(StandardCharsets.UTF_8));
  }
}
