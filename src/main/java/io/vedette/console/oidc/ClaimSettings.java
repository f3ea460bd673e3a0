package io.vedette.console.oidc;

import io.vedette.config.Setting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The roles and cameras that claims of an ID token give. Immutable. */
public record ClaimSettings(
    @Setting(
            value = "groups",
            doc =
                "Claim with the groups or roles of a person; a path as realm_access.roles leads into objects.")
        String role,
    @Setting(value = "", doc = "Values of that claim that make an admin.") List<String> admins,
    @Setting(value = "", doc = "Values that make an operator.") List<String> operators,
    @Setting(value = "", doc = "Values that make a viewer; * for whoever the provider lets log in.")
        List<String> viewers,
    @Setting(
            value = "",
            doc =
                "Claim with the ids of a person's cameras, * for all; without the claim none. When empty everybody has all.")
        @Nullable String cameras,
    @Setting(
            value = "",
            doc =
                "Domains that a verified e-mail address, or the claim hd, has to be of; any when empty.")
        List<String> domains) {
  /** The sign for every value of a claim. */
  static final String ANY = "*";

  public ClaimSettings {
    admins = List.copyOf(admins);
    operators = List.copyOf(operators);
    viewers = List.copyOf(viewers);
    domains = List.copyOf(domains);
    if (admins.contains(ANY) || operators.contains(ANY)) {
      throw new IllegalArgumentException(
          "expected values of the claim in admins and operators, found *; name groups, or use viewers");
    }
  }

  /** Whether no claim gives a role. */
  boolean isEmpty() {
    return admins.isEmpty() && operators.isEmpty() && viewers.isEmpty();
  }
}
