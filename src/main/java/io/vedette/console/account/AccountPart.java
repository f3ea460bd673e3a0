package io.vedette.console.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.access.CameraScope;
import io.vedette.access.Role;
import io.vedette.account.Account;
import io.vedette.account.Accounts;
import io.vedette.account.PasswordHash;
import io.vedette.console.Answer;
import io.vedette.console.Call;
import io.vedette.console.ConsolePart;
import io.vedette.console.Handlers;
import io.vedette.console.MeJson;
import io.vedette.console.contract.Problem;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/** The operations for managing accounts. Thread-safe. */
public final class AccountPart implements ConsolePart {
  private static final String ID = "id";
  private static final String ROLE = "role";
  private static final String CAMERAS = "cameras";
  private static final String ENABLED = "enabled";
  private static final String PASSWORD = "password";

  private final Accounts accounts;
  private final LoginThreads passwords;

  public AccountPart(Accounts accounts, LoginThreads passwords) {
    this.accounts = accounts;
    this.passwords = passwords;
  }

  @Override
  public void mount(Handlers handlers) {
    handlers.blocking("listAccounts", call -> list());
    handlers.blocking("getAccount", call -> answer(account(call)));
    handlers.later("createAccount", this::create);
    handlers.later("patchAccount", this::change);
    handlers.blocking("deleteAccount", call -> Refused.or(() -> remove(call)));
  }

  private Answer list() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode list = json.putArray("accounts");
    accounts.list().forEach(account -> list.add(json(account)));
    return Answer.json(json);
  }

  private Future<Answer> create(Call call) {
    JsonNode body = call.body();
    Account.Rights rights =
        new Account.Rights(Role.parse(body.path(ROLE).asText()), scope(body.path(CAMERAS)), true);
    return passwords.answer(
        () ->
            Refused.or(
                () -> {
                  String hash = PasswordHash.of(body.path(PASSWORD).asText());
                  Account made = accounts.create(body.path("name").asText(), hash, rights);
                  return answer(made).status(201).with("Location", "/api/v1/accounts/" + made.id());
                }));
  }

  private Future<Answer> change(Call call) {
    Instant version = version(call);
    return passwords.answer(() -> Refused.or(() -> changed(call, version)));
  }

  private Answer changed(Call call, Instant version) {
    JsonNode body = call.body();
    Account present = account(call);
    if (present.source() != Account.Source.LOCAL && body.has(PASSWORD)) {
      throw new Problem(422, "password: the account's provider has it; there is none here");
    }
    Account.Rights rights =
        new Account.Rights(
            body.has(ROLE) ? Role.parse(body.path(ROLE).asText()) : present.role(),
            body.has(CAMERAS) ? scope(body.path(CAMERAS)) : present.cameras(),
            body.path(ENABLED).asBoolean(present.isEnabled()));
    String hash = body.has(PASSWORD) ? PasswordHash.of(body.path(PASSWORD).asText()) : "";
    Account changed = accounts.change(present.id(), version, rights);
    if (!hash.isEmpty()) {
      accounts.setPassword(present.id(), hash, null);
      changed = account(call);
    }
    return answer(changed);
  }

  private Answer remove(Call call) {
    accounts.remove(call.text(ID), version(call));
    return Answer.none();
  }

  private Account account(Call call) {
    return accounts.find(call.text(ID)).orElseThrow(Problem::notFound);
  }

  private static Instant version(Call call) {
    String given =
        call.maybe("If-Match")
            .orElseThrow(
                () -> new Problem(428, "say by If-Match which version you change: its ETag"));
    try {
      return Instant.parse(given.replace("\"", ""));
    } catch (DateTimeParseException e) {
      throw new Problem(412, "there is no such version of the account");
    }
  }

  private static Answer answer(Account account) {
    return Answer.json(json(account)).with("ETag", "\"" + account.changed() + "\"");
  }

  private static ObjectNode json(Account account) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put(ID, account.id()).put("name", account.name());
    json.put("source", account.source().wireName());
    MeJson.withRights(json, account.role().wireName(), account.cameras());
    return json.put(ENABLED, account.isEnabled())
        .put("created", account.created().toString())
        .put("version", account.changed().toString());
  }

  /** The cameras of a request, in which null stands for all. */
  static CameraScope scope(JsonNode given) {
    if (!given.isArray()) {
      return CameraScope.ALL;
    }
    List<String> ids = new ArrayList<>();
    given.forEach(id -> ids.add(id.asText()));
    return CameraScope.of(ids);
  }
}
