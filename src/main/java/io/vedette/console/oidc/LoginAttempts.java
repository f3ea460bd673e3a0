package io.vedette.console.oidc;

import io.vedette.account.RandomKey;
import io.vedette.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The logins that were begun and not finished: each can be finished once, by the browser that began
 * it, within ten minutes. Its calls block. Thread-safe.
 */
final class LoginAttempts {
  private static final Duration LASTS = Duration.ofMinutes(10);
  private static final int MOST = 10_000;

  private final Database database;
  private final InstantSource clock;

  /**
   * The secrets of one login.
   *
   * @param state the text that comes back with the browser
   * @param nonce the text that comes back in the ID token
   * @param verifier the proof for the provider of who began the login (PKCE)
   */
  record Attempt(String state, String nonce, String verifier) {}

  LoginAttempts(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Begins a login.
   *
   * @param browser the key that the browser keeps
   * @throws OidcFailure when too many are under way
   */
  Attempt begin(String browser) {
    Attempt attempt = new Attempt(RandomKey.make(), RandomKey.make(), RandomKey.make());
    long now = micros();
    database.write(
        sql -> {
          sql.update("delete from login_attempt where expires <= ?", now);
          long many =
              sql.one("select count(*) as many from login_attempt", row -> row.number("many"))
                  .orElse(0L);
          if (many >= MOST) {
            throw OidcFailure.unavailable("too many logins are under way; try again later");
          }
          return sql.update(
              "insert into login_attempt (state, browser, nonce, verifier, expires)"
                  + " values (?, ?, ?, ?, ?)",
              RandomKey.hash(attempt.state()),
              RandomKey.hash(browser),
              attempt.nonce(),
              attempt.verifier(),
              now + LASTS.toNanos() / 1000);
        });
    return attempt;
  }

  /** Ends and returns the attempt of a state and a browser. */
  Optional<Attempt> take(String state, String browser) {
    return database.write(
        sql ->
            sql.one(
                "delete from login_attempt where state = ? and browser = ? and expires > ?"
                    + " returning nonce, verifier",
                row -> new Attempt(state, row.text("nonce"), row.text("verifier")),
                RandomKey.hash(state),
                RandomKey.hash(browser),
                micros()));
  }

  private long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }
}
