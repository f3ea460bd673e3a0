package io.vedette.sink.webhook;

import io.vedette.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature of requests as the Standard Webhooks specification defines it, so that its
 * libraries can verify them: {@code v1,} and the Base64 of HMAC-SHA256 over {@code
 * <id>.<seconds>.<body>}. Confined to one thread.
 */
final class Signature {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String ENCODED = "whsec_";

  private final List<Mac> macs = new ArrayList<>();

  /**
   * @param secrets plain texts, or {@code whsec_} and Base64
   */
  Signature(List<Secret> secrets) {
    secrets.forEach(secret -> macs.add(mac(secret)));
  }

  /** One signature for each secret, separated by spaces; empty when there is none. */
  String of(String id, long seconds, byte[] body) {
    List<String> signatures = new ArrayList<>();
    for (Mac mac : macs) {
      mac.update((id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8));
      signatures.add("v1," + Base64.getEncoder().encodeToString(mac.doFinal(body)));
    }
    return String.join(" ", signatures);
  }

  private static Mac mac(Secret secret) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key(secret.value()), ALGORITHM));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  private static byte[] key(String secret) {
    if (secret.startsWith(ENCODED)) {
      try {
        return Base64.getDecoder().decode(secret.substring(ENCODED.length()));
      } catch (IllegalArgumentException e) {
        // then it is a text that begins so
      }
    }
    return secret.getBytes(StandardCharsets.UTF_8);
  }
}
