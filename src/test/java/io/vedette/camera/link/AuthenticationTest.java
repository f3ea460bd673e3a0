package io.vedette.camera.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.camera.link.Address.Login;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The answers to challenges, computed once more here. */
class AuthenticationTest {
  private static final String URI = "/stream";

  private final Authentication authentication = new Authentication(new Login("me", "s:cret"));

  @ParameterizedTest
  @CsvSource({
    "'', MD5",
    "', algorithm=MD5', MD5",
    "', algorithm=\"MD5\"', MD5",
    "', algorithm=SHA-256', SHA-256",
    "', algorithm=\"sha-256\"', SHA-256"
  })
  void shouldAnswerADigestChallenge(String algorithm, String hash) {
    boolean isWorth =
        authentication.challenged(
            List.of("Digest realm=\"r\", nonce=\"n\", qop=\"auth,auth-int\"" + algorithm), false);

    assertThat(isWorth).isTrue();
    String header = authentication.header("GET", URI).orElseThrow();
    String middle = "n:00000001:" + field(header, "cnonce") + ":auth:";
    assertThat(field(header, "response"))
        .isEqualTo(hash(hash, hash(hash, "me:r:s:cret") + ":" + middle + hash(hash, "GET:" + URI)));
  }

  @ParameterizedTest
  @CsvSource({"MD5-sess, MD5", "SHA-256-sess, SHA-256"})
  void shouldAnswerASessionsChallenge(String algorithm, String hash) {
    authentication.challenged(
        List.of("Digest realm=\"r\", nonce=\"n\", algorithm=" + algorithm), false);

    String header = authentication.header("GET", URI).orElseThrow();
    String first = hash(hash, hash(hash, "me:r:s:cret") + ":n:" + field(header, "cnonce"));
    assertThat(field(header, "response"))
        .isEqualTo(hash(hash, first + ":n:" + hash(hash, "GET:" + URI)));
  }

  @Test
  void shouldAnswerTheStrongestOfSeveralChallenges() {
    authentication.challenged(
        List.of(
            "Basic realm=\"r\"",
            "Digest realm=\"r\", nonce=\"n\", algorithm=MD5",
            "Digest realm=\"r\", nonce=\"n\", algorithm=SHA-256",
            "Digest realm=\"r\", nonce=\"n\", algorithm=SHA-512-256"),
        false);

    assertThat(authentication.header("GET", URI).orElseThrow()).contains("algorithm=SHA-256");
  }

  private static String field(String header, String name) {
    Matcher matcher = Pattern.compile("\\b" + name + "=\"([^\"]*)\"").matcher(header);
    return matcher.find() ? matcher.group(1) : "";
  }

  private static String hash(String algorithm, String text) {
    try {
      byte[] digest = MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
