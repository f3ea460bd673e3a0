package io.vedette.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.access.CameraScope;
import io.vedette.access.Role;
import io.vedette.account.AccountRefusal.Reason;
import io.vedette.store.Database;
import io.vedette.store.Row;
import io.vedette.store.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The export of accounts and their tokens as lines of JSON, with the hashes of passwords and
 * tokens, to another database. Sessions stay behind. Its calls block. Thread-safe.
 */
public final class AccountExport {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");
  private static final Pattern TOKEN_HASH = Pattern.compile("[0-9a-f]{64}");
  private static final int LONGEST = 2000;
  private static final String KIND = "kind";
  private static final String ACCOUNT = "account";
  private static final String TOKEN = "token";
  private static final String ID_FIELD = "id";
  private static final String NAME = "name";
  private static final String HASH = "hash";
  private static final String CAMERAS = "cameras";
  private static final String CREATED = "created";
  private static final String EXPIRES = "expires";

  private final Database database;

  /** The numbers of accounts and tokens that were read. */
  public record Count(int accounts, int tokens) {}

  public AccountExport(Database database) {
    this.database = database;
  }

  /** The lines of all accounts, then of all tokens. */
  public List<String> lines() {
    return database.read(
        sql -> {
          List<String> lines = new ArrayList<>();
          lines.addAll(
              sql.list("select * from account order by name_key", AccountExport::accountLine));
          lines.addAll(sql.list("select * from token order by id", AccountExport::tokenLine));
          return lines;
        });
  }

  private static String accountLine(Row row) {
    ObjectNode json = JSON.createObjectNode().put(KIND, ACCOUNT);
    json.put(ID_FIELD, row.text(ID_FIELD)).put(NAME, row.text(NAME));
    json.put(HASH, row.maybeText(HASH));
    json.put("issuer", row.maybeText("issuer")).put("identity", row.maybeText("identity"));
    putRights(json, row);
    json.put("enabled", row.isSet("enabled")).put(CREATED, row.number(CREATED));
    return json.put("changed", row.number("changed")).toString();
  }

  private static String tokenLine(Row row) {
    ObjectNode json = JSON.createObjectNode().put(KIND, TOKEN);
    json.put(ID_FIELD, row.text(ID_FIELD)).put(NAME, row.text(NAME)).put(HASH, row.text(HASH));
    json.put(ACCOUNT, row.text(ACCOUNT));
    putRights(json, row);
    json.put(CREATED, row.number(CREATED));
    return json.put(EXPIRES, row.maybeNumber(EXPIRES)).toString();
  }

  private static void putRights(ObjectNode json, Row row) {
    json.put("role", row.text("role"));
    CameraScope cameras = AccountRow.cameras(row.maybeText(CAMERAS));
    if (cameras.isAll()) {
      json.putNull(CAMERAS);
    } else {
      cameras.ids().forEach(json.putArray(CAMERAS)::add);
    }
  }

  /**
   * Adds the accounts and tokens of lines, in place of those of the same ids; all or none.
   *
   * @throws AccountRefusal with the first line that cannot be used
   */
  public Count read(List<String> lines) {
    return database.write(
        sql -> {
          int accounts = 0;
          int tokens = 0;
          for (int i = 0; i < lines.size(); i++) {
            try {
              boolean isAccount = new Line(lines.get(i)).into(sql);
              accounts += isAccount ? 1 : 0;
              tokens += isAccount ? 0 : 1;
            } catch (IllegalArgumentException | AccountRefusal e) {
              throw new AccountRefusal(
                  Reason.INVALID, "line " + (i + 1), String.valueOf(e.getMessage()));
            }
          }
          Accounts.requireAdmin(sql);
          return new Count(accounts, tokens);
        });
  }

  /** One line of an export. Immutable. */
  private static final class Line {
    private final JsonNode json;

    Line(String text) {
      this.json = parsed(text);
    }

    private static JsonNode parsed(String text) {
      try {
        JsonNode json = JSON.readTree(text);
        if (json != null && json.isObject()) {
          return json;
        }
      } catch (JsonProcessingException e) {
        // said below
      }
      throw new IllegalArgumentException("expected a JSON object");
    }

    /** Writes the line into the database; whether it was an account, else it was a token. */
    boolean into(Sql sql) {
      switch (text(KIND)) {
        case ACCOUNT -> addAccount(sql);
        case TOKEN -> addToken(sql);
        default -> throw new IllegalArgumentException("kind: expected account or token");
      }
      return text(KIND).equals(ACCOUNT);
    }

    private void addAccount(Sql sql) {
      String id = id(ID_FIELD);
      AccountName name = AccountName.parse(text(NAME));
      String hash = maybe(HASH);
      if (hash != null && !PasswordHash.isOne(hash)) {
        throw new IllegalArgumentException("hash: expected one of Argon2id");
      }
      if ((maybe("issuer") == null) != (maybe("identity") == null)) {
        throw new IllegalArgumentException("issuer and identity: expected both or none");
      }
      requireFree(sql, id, name);
      sql.update("delete from session where account = ?", id);
      sql.update(
          "insert into account (id, name, name_key, hash, issuer, identity, role, cameras, enabled,"
              + " created, changed) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
              + " on conflict (id) do update set name = excluded.name,"
              + " name_key = excluded.name_key, hash = excluded.hash, issuer = excluded.issuer,"
              + " identity = excluded.identity, role = excluded.role, cameras = excluded.cameras,"
              + " enabled = excluded.enabled, changed = excluded.changed",
          id,
          name.shown(),
          name.key(),
          hash,
          maybe("issuer"),
          maybe("identity"),
          role(),
          cameras(),
          json.path("enabled").asBoolean() ? 1 : 0,
          json.path(CREATED).asLong(),
          json.path("changed").asLong());
    }

    private void requireFree(Sql sql, String id, AccountName name) {
      boolean isTaken =
          sql.one("select 1 from account where name_key = ? and id <> ?", row -> 1, name.key(), id)
                  .isPresent()
              || sql.one(
                      "select 1 from account where issuer = ? and identity = ? and id <> ?",
                      row -> 1,
                      maybe("issuer"),
                      maybe("identity"),
                      id)
                  .isPresent();
      if (isTaken) {
        throw new IllegalArgumentException(
            "there is another account of this name or identity; remove one of the two first");
      }
    }

    private void addToken(Sql sql) {
      String hash = text(HASH);
      if (!TOKEN_HASH.matcher(hash).matches()) {
        throw new IllegalArgumentException("hash: expected 64 hexadecimal digits");
      }
      String account = id(ACCOUNT);
      if (sql.one("select 1 from account where id = ?", row -> 1, account).isEmpty()) {
        throw new IllegalArgumentException("account: there is none of this id before this line");
      }
      sql.update(
          "insert into token (id, hash, account, name, role, cameras, created, expires)"
              + " values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do update set"
              + " name = excluded.name, role = excluded.role, cameras = excluded.cameras,"
              + " expires = excluded.expires",
          id(ID_FIELD),
          hash,
          account,
          text(NAME),
          role(),
          cameras(),
          json.path(CREATED).asLong(),
          json.path(EXPIRES).isIntegralNumber() ? json.path(EXPIRES).asLong() : null);
    }

    private String role() {
      Role role = Role.parse(text("role"));
      if (role == Role.NOBODY) {
        throw new IllegalArgumentException("role: expected viewer, operator or admin");
      }
      return role.wireName();
    }

    private @Nullable String cameras() {
      JsonNode list = json.path(CAMERAS);
      if (list.isNull()) {
        return null;
      }
      List<String> ids = new ArrayList<>();
      list.forEach(camera -> ids.add(camera.asText()));
      boolean areIds = ids.stream().allMatch(camera -> camera.matches("[A-Za-z0-9_-]{1,100}"));
      if (!list.isArray() || !areIds) {
        throw new IllegalArgumentException("cameras: expected a list of ids, or null for all");
      }
      return AccountRow.cameras(CameraScope.of(ids));
    }

    private String id(String field) {
      String id = text(field);
      if (!ID.matcher(id).matches()) {
        throw new IllegalArgumentException(field + ": expected an id");
      }
      return id;
    }

    private String text(String field) {
      return Optional.ofNullable(maybe(field))
          .orElseThrow(() -> new IllegalArgumentException(field + ": expected a text"));
    }

    private @Nullable String maybe(String field) {
      JsonNode value = json.path(field);
      if (value.isTextual() && value.asText().length() > LONGEST) {
        throw new IllegalArgumentException(field + ": expected 2000 characters at most");
      }
      return value.isTextual() ? value.asText() : null;
    }
  }
}
