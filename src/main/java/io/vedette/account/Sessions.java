package io.vedette.account;

import io.vedette.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of logged-in accounts, stored as hashes of the keys that browsers hold. Its calls
 * block. Thread-safe.
 */
public final class Sessions {
  /** The time that a session lasts without a call. */
  public static final Duration IDLE = Duration.ofHours(12);

  /** The longest time of a session. */
  public static final Duration LONGEST = Duration.ofDays(7);

  private static final Duration NOTED = Duration.ofMinutes(1);
  private static final int MOST = 20;

  private final Database database;
  private final InstantSource clock;

  /** A session and its account. */
  public record Session(Account account, Instant created, Instant expires, Instant seen) {}

  public Sessions(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Opens a session.
   *
   * @return the key that the browser keeps
   */
  public String open(Account account) {
    return open(account, LONGEST, null);
  }

  /**
   * Opens a session of a login by a provider.
   *
   * @param longest the longest time of the session
   * @param token the token by which the provider recognises who logs out
   */
  public String open(Account account, Duration longest, @Nullable String token) {
    String key = RandomKey.make();
    long now = AccountRow.micros(clock.instant());
    database.write(
        sql -> {
          sql.update("delete from session where expires < ? or seen < ?", now, idleSince());
          sql.update(
              "insert into session (hash, account, created, proved, expires, seen, body)"
                  + " values (?, ?, ?, ?, ?, ?, ?)",
              RandomKey.hash(key),
              account.id(),
              now,
              now,
              now + longest.toNanos() / 1000,
              now,
              token);
          sql.update(
              "delete from session where account = ? and hash not in"
                  + " (select hash from session where account = ? order by seen desc, created desc limit ?)",
              account.id(),
              account.id(),
              MOST);
          return true;
        });
    return key;
  }

  /** The session of a key, while it lasts and its account is enabled. */
  public Optional<Session> find(String key) {
    String hash = RandomKey.hash(key);
    long now = AccountRow.micros(clock.instant());
    Optional<Session> found =
        database.read(
            sql ->
                sql.one(
                    "select s.created, s.expires, s.seen, "
                        + AccountRow.COLUMNS
                        + " from session s join account a on a.id = s.account"
                        + " where s.hash = ? and s.expires > ? and s.seen > ? and a.enabled = 1",
                    row ->
                        new Session(
                            AccountRow.account(row),
                            AccountRow.time(row.number("created")),
                            AccountRow.time(row.number("expires")),
                            AccountRow.time(row.number("seen"))),
                    hash,
                    now,
                    idleSince()));
    if (found.isPresent() && found.get().seen().plus(NOTED).isBefore(clock.instant())) {
      database.write(sql -> sql.update("update session set seen = ? where hash = ?", now, hash));
    }
    return found;
  }

  /** The provider's token of a session. */
  public Optional<String> providerToken(String key) {
    return database.read(
        sql ->
            sql.one(
                "select body from session where hash = ? and body is not null",
                row -> row.text("body"),
                RandomKey.hash(key)));
  }

  /** Ends a session. */
  public void close(String key) {
    database.write(sql -> sql.update("delete from session where hash = ?", RandomKey.hash(key)));
  }

  private long idleSince() {
    return AccountRow.micros(clock.instant().minus(IDLE));
  }
}
