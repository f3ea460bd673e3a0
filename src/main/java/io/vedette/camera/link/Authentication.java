package io.vedette.camera.link;

import io.vedette.camera.link.Address.Login;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The answers to a camera's authentication challenges: digest (RFC 7616: SHA-256, MD5) or basic,
 * the strongest that is offered. Confined to one thread.
 */
public final class Authentication {
  /** Kinds of challenges, the strongest first. */
  private enum Scheme {
    SHA_256("SHA-256"),
    MD5("MD5"),
    BASIC("");

    private final String algorithm;

    Scheme(String algorithm) {
      this.algorithm = algorithm;
    }
  }

  private static final Pattern FIELD =
      Pattern.compile("(\\w+)\\s*=\\s*(?:\"([^\"]*)\"|([^,\\s\"]*))");
  private static final Pattern PLAIN = Pattern.compile("[\\p{Graph} ]*");

  private final Login login;
  private @Nullable Challenge challenge;
  private int count;

  /** A camera's challenge and its parameters by name. */
  private record Challenge(Scheme scheme, Map<String, String> fields) {
    private String field(String name) {
      return fields.getOrDefault(name, "");
    }

    private boolean isSession() {
      return field("algorithm").toLowerCase(Locale.ROOT).endsWith("-sess");
    }

    private static Optional<Challenge> parse(String header) {
      String[] parts = header.strip().split("\\s+", 2);
      Map<String, String> fields = new HashMap<>();
      Matcher matcher = FIELD.matcher(parts.length > 1 ? parts[1] : "");
      while (matcher.find()) {
        String value = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
        fields.putIfAbsent(matcher.group(1).toLowerCase(Locale.ROOT), value);
      }
      if (parts[0].equalsIgnoreCase("basic")) {
        return Optional.of(new Challenge(Scheme.BASIC, fields));
      }
      boolean isPlain = fields.values().stream().allMatch(text -> PLAIN.matcher(text).matches());
      if (!parts[0].equalsIgnoreCase("digest") || !isPlain) {
        return Optional.empty();
      }
      String algorithm = fields.getOrDefault("algorithm", "MD5").toUpperCase(Locale.ROOT);
      return switch (algorithm.replace("-SESS", "")) {
        case "MD5" -> Optional.of(new Challenge(Scheme.MD5, fields));
        case "SHA-256" -> Optional.of(new Challenge(Scheme.SHA_256, fields));
        default -> Optional.empty();
      };
    }
  }

  public Authentication(Login login) {
    this.login = login;
  }

  /**
   * Notes the challenges of a refusal.
   *
   * @param answered whether the refused request already answered a challenge
   * @return whether the request is worth sending again
   */
  public boolean challenged(List<String> headers, boolean answered) {
    @Nullable Challenge former = challenge;
    challenge =
        headers.stream()
            .flatMap(header -> Challenge.parse(header).stream())
            .min((one, other) -> one.scheme().compareTo(other.scheme()))
            .orElse(null);
    count = 0;
    if (challenge == null) {
      return false;
    }
    boolean isStale = challenge.field("stale").equalsIgnoreCase("true");
    return !answered || former == null || isStale;
  }

  /** The value of the Authorization header for a request; empty before the first challenge. */
  public Optional<String> header(String method, String uri) {
    @Nullable Challenge asked = challenge;
    if (asked == null) {
      return Optional.empty();
    }
    if (asked.scheme() == Scheme.BASIC) {
      byte[] plain = (login.user() + ":" + login.password()).getBytes(StandardCharsets.UTF_8);
      return Optional.of("Basic " + Base64.getEncoder().encodeToString(plain));
    }
    return Optional.of(digest(asked, method, uri));
  }

  private String digest(Challenge asked, String method, String uri) {
    String nonce = asked.field("nonce");
    String client = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    String number = "%08x".formatted(++count);
    boolean hasQop = !asked.field("qop").isEmpty();
    String realm = asked.field("realm");
    Scheme scheme = asked.scheme();
    String first = hash(scheme, login.user() + ":" + realm + ":" + login.password());
    if (asked.isSession()) {
      first = hash(scheme, first + ":" + nonce + ":" + client);
    }
    String second = hash(scheme, method + ":" + uri);
    String middle = hasQop ? nonce + ":" + number + ":" + client + ":auth" : nonce;
    StringBuilder header = new StringBuilder("Digest ");
    header.append("username=\"").append(quoted(login.user())).append("\", ");
    header.append("realm=\"").append(realm).append("\", nonce=\"").append(nonce);
    header.append("\", uri=\"").append(uri).append("\", response=\"");
    header.append(hash(scheme, first + ":" + middle + ":" + second)).append('"');
    if (asked.fields().containsKey("algorithm")) {
      header.append(", algorithm=").append(asked.field("algorithm"));
    }
    if (asked.fields().containsKey("opaque")) {
      header.append(", opaque=\"").append(asked.field("opaque")).append('"');
    }
    if (hasQop) {
      header.append(", qop=auth, nc=").append(number);
    }
    if (hasQop || asked.isSession()) {
      header.append(", cnonce=\"").append(client).append('"');
    }
    return header.toString();
  }

  private static String quoted(String text) {
    return text.replaceAll("\\p{Cntrl}", "").replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static String hash(Scheme scheme, String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance(scheme.algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5 and SHA-256", e);
    }
  }
}
