package io.vedette.console.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.access.Role;
import io.vedette.account.Account;
import io.vedette.account.Tokens;
import io.vedette.console.Answer;
import io.vedette.console.Call;
import io.vedette.console.ConsolePart;
import io.vedette.console.Handlers;
import io.vedette.console.MeJson;
import io.vedette.console.account.AccountCallers.Stores;
import io.vedette.console.contract.Problem;
import io.vertx.core.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The operations for an account's own tokens. Thread-safe. */
public final class TokenPart implements ConsolePart {
  private final Stores stores;

  public TokenPart(Stores stores) {
    this.stores = stores;
  }

  @Override
  public void mount(Handlers handlers) {
    handlers.blocking("listTokens", this::list);
    handlers.blocking("createToken", call -> Refused.or(() -> create(call)));
    handlers.blocking("deleteToken", call -> Refused.or(() -> remove(call)));
  }

  private Answer list(Call call) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode list = json.putArray("tokens");
    stores.tokens().list(account(call).id()).forEach(token -> list.add(json(token)));
    return Answer.json(json);
  }

  private Answer create(Call call) {
    if (call.context().request().headers().contains(HttpHeaders.AUTHORIZATION)) {
      throw new Problem(403, "a token makes no tokens; log in");
    }
    JsonNode body = call.body();
    Tokens.Grant grant =
        new Tokens.Grant(
            body.path("name").asText().strip(),
            Role.parse(body.path("role").asText()),
            AccountPart.scope(body.path("cameras")));
    Tokens.Made made = stores.tokens().create(account(call), grant, time(body.path("expires")));
    return Answer.json(json(made.token()).put("token", made.key())).status(201);
  }

  private Answer remove(Call call) {
    stores.tokens().remove(account(call).id(), call.text("id"));
    return Answer.none();
  }

  private Account account(Call call) {
    String id = call.actor().account();
    if (id == null) {
      throw new Problem(409, "there are no accounts yet; make the first one");
    }
    return stores.accounts().find(id).orElseThrow(Problem::notFound);
  }

  private static @Nullable Instant time(JsonNode given) {
    if (!given.isTextual()) {
      return null;
    }
    try {
      return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(given.asText(), Instant::from);
    } catch (DateTimeException e) {
      throw new Problem(422, "expires: expected a time as 2027-01-31T00:00:00Z");
    }
  }

  private static ObjectNode json(Tokens.Token token) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", token.id()).put("name", token.grant().name());
    MeJson.withRights(json, token.grant().role().wireName(), token.grant().cameras());
    json.put("created", token.created().toString());
    put(json, "expires", token.expires());
    put(json, "used", token.used());
    return json;
  }

  private static void put(ObjectNode json, String key, @Nullable Instant time) {
    json.put(key, time == null ? null : time.toString());
  }
}
