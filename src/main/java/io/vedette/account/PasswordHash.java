package io.vedette.account;

import io.vedette.account.AccountRefusal.Reason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/**
 * The hashing of passwords with Argon2id, in the PHC form, which contains the cost parameters so
 * that these can be raised later. Half a second of a core and 19 MiB each. Thread-safe.
 */
public final class PasswordHash {
  /** The fewest characters of a password. */
  public static final int SHORTEST = 10;

  /** The most characters of a password. */
  public static final int LONGEST = 200;

  private static final int KIBIBYTES = 19 << 10;
  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int BYTES = 32;
  private static final int SALT = 16;
  private static final int MOST_KIBIBYTES = 1 << 20;
  private static final int MOST_PASSES = 100;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

  /** The hash of a password that nobody has, to compare with where there is no account. */
  private static final String NONE = of(new byte[SALT], "-");

  private PasswordHash() {}

  /**
   * The hash of a password that a person chose.
   *
   * @throws AccountRefusal when it is too short or too long
   */
  public static String of(String password) {
    if (password.length() < SHORTEST || password.length() > LONGEST) {
      throw new AccountRefusal(
          Reason.INVALID,
          "password",
          "expected %d to %d characters, found %d".formatted(SHORTEST, LONGEST, password.length()));
    }
    byte[] salt = new byte[SALT];
    RANDOM.nextBytes(salt);
    return of(salt, password);
  }

  /** Whether a text is the hash of a password. */
  static boolean isOne(String text) {
    return PHC.matcher(text).matches();
  }

  /**
   * Whether a password is the one of a hash. It takes as long where there is none.
   *
   * @param hash null where nobody can log in by a password
   */
  public static boolean matches(String password, @Nullable String hash) {
    Matcher phc = PHC.matcher(hash == null ? NONE : hash);
    if (!phc.matches()) {
      throw new IllegalStateException("a kept password is no Argon2id hash");
    }
    int memory = Math.min(MOST_KIBIBYTES, Integer.parseInt(phc.group(1)));
    int passes = Math.min(MOST_PASSES, Integer.parseInt(phc.group(2)));
    byte[] salt = Base64.getDecoder().decode(phc.group(4));
    byte[] expected = Base64.getDecoder().decode(phc.group(5));
    byte[] found =
        hash(
            password,
            new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withMemoryAsKB(memory)
                .withIterations(passes)
                .withParallelism(Integer.parseInt(phc.group(3)))
                .withSalt(salt)
                .build(),
            expected.length);
    return MessageDigest.isEqual(expected, found) && hash != null;
  }

  /** Whether a text is such a hash. */
  static boolean isHash(String text) {
    return PHC.matcher(text).matches();
  }

  private static String of(byte[] salt, String password) {
    byte[] hash =
        hash(
            password,
            new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withMemoryAsKB(KIBIBYTES)
                .withIterations(PASSES)
                .withParallelism(LANES)
                .withSalt(salt)
                .build(),
            BYTES);
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            KIBIBYTES, PASSES, LANES, base64.encodeToString(salt), base64.encodeToString(hash));
  }

  private static byte[] hash(String password, Argon2Parameters parameters, int length) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(parameters);
    byte[] hash = new byte[length];
    String text = Normalizer.normalize(password, Normalizer.Form.NFKC);
    generator.generateBytes(text.getBytes(StandardCharsets.UTF_8), hash);
    return hash;
  }
}
