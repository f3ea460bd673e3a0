package io.vedette.event.review;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.validation.CheckedJson;
import org.jspecify.annotations.Nullable;

/**
 * The author of a review or a note. Immutable.
 *
 * @param account the account's id; null without a login
 * @param name the name at the time of writing
 */
public record Author(@Nullable String account, String name) {
  void put(ObjectNode json) {
    if (account != null) {
      json.put("account", account);
    }
    json.put("name", name);
  }

  static Author read(CheckedJson root) {
    String account = root.maybeName("account");
    return new Author(account.isEmpty() ? null : account, root.text("name"));
  }
}
