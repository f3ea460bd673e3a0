package io.vedette.account;

import io.vedette.access.Actor;
import io.vedette.access.CameraScope;
import io.vedette.access.Role;
import io.vedette.account.AccountRefusal.Reason;
import io.vedette.store.Database;
import io.vedette.store.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The tokens by which programs call in the name of an account, with no more rights than the account
 * has at the time. Its calls block. Thread-safe.
 */
public final class Tokens {
  /** The beginning of every token, by which a lost one is recognised. */
  public static final String PREFIX = "vdt_";

  private static final Duration NOTED = Duration.ofMinutes(1);
  private static final int LENGTH = PREFIX.length() + 43;
  private static final int MOST = 100;
  private static final String COLUMNS =
      "t.id, t.name, t.role, t.cameras, t.created, t.expires, t.last_used";

  private final Database database;
  private final InstantSource clock;

  /**
   * A token, without its key.
   *
   * @param expires the time when it expires; null for never
   * @param used the time of its last use, to the minute; null for never
   */
  public record Token(
      String id, Grant grant, Instant created, @Nullable Instant expires, @Nullable Instant used) {}

  /**
   * The name and the rights of a token.
   *
   * @param cameras all for those that the account has at the time
   */
  public record Grant(String name, Role role, CameraScope cameras) {}

  /** A new token, and its key, which is shown once. */
  public record Made(Token token, String key) {}

  private record Used(Token token, Account account) {}

  public Tokens(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Makes a token.
   *
   * @param owner the account, whose rights are the most that it can have
   * @throws AccountRefusal when it asks for more, or there are too many
   */
  public Made create(Account owner, Grant grant, @Nullable Instant expires) {
    require(owner, grant, expires);
    String key = PREFIX + RandomKey.make();
    Token token = new Token(UUID.randomUUID().toString(), grant, clock.instant(), expires, null);
    database.write(
        sql -> {
          if (sql.list("select 1 from token where account = ?", row -> 1, owner.id()).size()
              >= MOST) {
            throw new AccountRefusal(
                Reason.REFUSED, "", "this account has %d tokens; remove one first".formatted(MOST));
          }
          return sql.update(
              "insert into token (id, hash, account, name, role, cameras, created, expires)"
                  + " values (?, ?, ?, ?, ?, ?, ?, ?)",
              token.id(),
              RandomKey.hash(key),
              owner.id(),
              grant.name(),
              grant.role().wireName(),
              AccountRow.cameras(grant.cameras()),
              AccountRow.micros(token.created()),
              expires == null ? null : AccountRow.micros(expires));
        });
    return new Made(token, key);
  }

  private void require(Account owner, Grant grant, @Nullable Instant expires) {
    if (!owner.role().holds(grant.role()) || grant.role() == Role.NOBODY) {
      throw new AccountRefusal(
          Reason.INVALID,
          "role",
          "expected a role of %s or less".formatted(owner.role().wireName()));
    }
    CameraScope common = owner.cameras().and(grant.cameras());
    if (!grant.cameras().isAll() && !common.equals(grant.cameras())) {
      throw new AccountRefusal(
          Reason.INVALID, "cameras", "expected some of the account's own cameras");
    }
    if (expires != null && expires.isBefore(clock.instant())) {
      throw new AccountRefusal(Reason.INVALID, "expires", "expected a time that is to come");
    }
  }

  /** The tokens of an account, the newest first. */
  public List<Token> list(String account) {
    return database.read(
        sql ->
            sql.list(
                "select " + COLUMNS + " from token t where t.account = ? order by t.created desc",
                Tokens::token,
                account));
  }

  /**
   * Removes a token of an account.
   *
   * @throws AccountRefusal when it has no such token
   */
  public void remove(String account, String id) {
    int removed =
        database.write(
            sql -> sql.update("delete from token where id = ? and account = ?", id, account));
    if (removed == 0) {
      throw AccountRefusal.unknown();
    }
  }

  /** The caller of a key: the account with its present rights, as far as the token has them. */
  public Optional<Actor> find(String key) {
    if (key.length() != LENGTH || !key.startsWith(PREFIX)) {
      return Optional.empty();
    }
    long now = AccountRow.micros(clock.instant());
    Optional<Used> found =
        database.read(
            sql ->
                sql.one(
                    "select "
                        + COLUMNS
                        + ", "
                        + AccountRow.COLUMNS
                        + " from token t join account a on a.id = t.account"
                        + " where t.hash = ? and (t.expires is null or t.expires > ?)"
                        + " and a.enabled = 1",
                    row -> new Used(token(row), AccountRow.account(row)),
                    RandomKey.hash(key),
                    now));
    found.ifPresent(used -> note(used.token(), now));
    return found.map(
        used ->
            used.account()
                .actor()
                .limitedTo(used.token().grant().role(), used.token().grant().cameras()));
  }

  private void note(Token token, long now) {
    Instant used = token.used();
    if (used == null || used.plus(NOTED).isBefore(clock.instant())) {
      database.write(
          sql -> sql.update("update token set last_used = ? where id = ?", now, token.id()));
    }
  }

  private static Token token(Row row) {
    Long expires = row.maybeNumber("expires");
    Long used = row.maybeNumber("last_used");
    return new Token(
        row.text("id"),
        new Grant(
            row.text("name"),
            Role.parse(row.text("role")),
            AccountRow.cameras(row.maybeText("cameras"))),
        AccountRow.time(row.number("created")),
        expires == null ? null : AccountRow.time(expires),
        used == null ? null : AccountRow.time(used));
  }
}
