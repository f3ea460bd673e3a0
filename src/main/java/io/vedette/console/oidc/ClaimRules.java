package io.vedette.console.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.access.CameraScope;
import io.vedette.access.Role;
import io.vedette.account.Account;
import io.vedette.validation.Names;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules by which claims become rights. Immutable. */
final class ClaimRules {
  private static final int MOST_VALUES = 2000;
  private static final int MOST_CAMERAS = 1000;

  private final ClaimSettings settings;

  ClaimRules(ClaimSettings settings) {
    this.settings = settings;
  }

  /**
   * The rights of the person of the claims.
   *
   * @throws OidcFailure when they give none
   */
  Account.Rights rights(JsonNode claims) {
    requireDomain(claims);
    return new Account.Rights(role(values(claims, settings.role())), cameras(claims), true);
  }

  private Role role(Set<String> values) {
    if (settings.admins().stream().anyMatch(values::contains)) {
      return Role.ADMIN;
    }
    if (settings.operators().stream().anyMatch(values::contains)) {
      return Role.OPERATOR;
    }
    boolean isViewer =
        settings.viewers().contains(ClaimSettings.ANY)
            || settings.viewers().stream().anyMatch(values::contains);
    if (isViewer) {
      return Role.VIEWER;
    }
    throw OidcFailure.refused(
        "the provider gives you no role here: none of the values of the claim \"%s\" has one"
            .formatted(settings.role()));
  }

  private CameraScope cameras(JsonNode claims) {
    String claim = settings.cameras();
    if (claim == null) {
      return CameraScope.ALL;
    }
    Set<String> values = values(claims, claim);
    if (values.contains(ClaimSettings.ANY)) {
      return CameraScope.ALL;
    }
    return CameraScope.of(values.stream().filter(Names::isCamera).limit(MOST_CAMERAS).toList());
  }

  private void requireDomain(JsonNode claims) {
    if (settings.domains().isEmpty()) {
      return;
    }
    String email = claims.path("email").asText();
    boolean isVerified = claims.path("email_verified").asText().equals("true");
    Set<String> found = new LinkedHashSet<>();
    if (isVerified && email.contains("@")) {
      found.add(domain(email.substring(email.lastIndexOf('@') + 1)));
    }
    if (claims.path("hd").isTextual()) {
      found.add(domain(claims.path("hd").asText()));
    }
    if (settings.domains().stream().map(ClaimRules::domain).noneMatch(found::contains)) {
      throw OidcFailure.refused(
          "your e-mail address is of no domain that may log in here, or the provider has not verified it");
    }
  }

  private static String domain(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }

  /** The values of a claim: the elements of a list, or the words of a text. */
  private static Set<String> values(JsonNode claims, String path) {
    JsonNode claim = find(claims, path);
    if (claim == null) {
      return Set.of();
    }
    Set<String> values = new LinkedHashSet<>();
    if (claim.isTextual()) {
      values.add(claim.asText());
      values.addAll(List.of(claim.asText().split("[ ,]+")));
    }
    claim
        .valueStream()
        .filter(JsonNode::isTextual)
        .limit(MOST_VALUES)
        .forEach(value -> values.add(value.asText()));
    return values;
  }

  /** A claim by its name, which may contain dots, or by its path. */
  private static @Nullable JsonNode find(JsonNode claims, String path) {
    if (claims.has(path)) {
      return claims.get(path);
    }
    JsonNode found = claims;
    for (String part : path.split("\\.", -1)) {
      found = found.path(part);
    }
    return found.isMissingNode() ? null : found;
  }
}
