package io.vedette.console.account;

import io.vedette.account.Accounts;
import io.vedette.account.Sessions;
import io.vedette.account.SetupToken;
import io.vedette.account.Tokens;
import io.vedette.camera.address.AddressRange;
import io.vedette.config.Settings;
import io.vedette.console.ConsolePart;
import io.vedette.console.oidc.OidcLogin;
import io.vedette.console.oidc.OidcSettings;
import io.vedette.store.Database;
import io.vedette.store.DatabaseAddress;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/**
 * Accounts of an empty database, by a clock that can be put forward; their Vert.x is for the
 * console that they are of.
 */
public final class TestAccounts implements AutoCloseable {
  public final Vertx vertx = Vertx.vertx();
  private final Database database;
  private volatile Duration ahead = Duration.ZERO;
  private final InstantSource clock = () -> Instant.now().plus(ahead);
  private final LoginThreads passwords = LoginThreads.hashing(vertx);
  private final LoginThreads asking = LoginThreads.asking(vertx);

  public final AccountCallers.Stores stores;
  public final SetupToken setup = new SetupToken(clock);
  public final AccountCallers callers;
  private final LoginContext login;

  public TestAccounts(DatabaseAddress address, boolean isLoginNeeded, String... proxies) {
    this(address, Settings.defaults(OidcSettings.class), isLoginNeeded, proxies);
  }

  TestAccounts(
      DatabaseAddress address, OidcSettings oidc, boolean isLoginNeeded, String... proxies) {
    database = new Database(address);
    login =
        new LoginContext(
            new Line(Stream.of(proxies).map(AddressRange::parse).toList()),
            isLoginNeeded,
            OidcLogin.of(oidc, new OidcLogin.Surroundings(vertx, database, clock)).orElse(null));
    stores =
        new AccountCallers.Stores(
            new Accounts(database, clock),
            new Sessions(database, clock),
            new Tokens(database, clock));
    callers =
        new AccountCallers(stores, login, vertx.createSharedWorkerExecutor("test-callers", 4));
  }

  public ConsolePart[] parts(ConsolePart... more) {
    List<ConsolePart> own =
        List.of(
            new SessionPart(stores, passwords, setup, login),
            new OidcPart(stores, asking, login),
            new AccountPart(stores.accounts(), passwords),
            new TokenPart(stores));
    return Stream.concat(own.stream(), Stream.of(more)).toArray(ConsolePart[]::new);
  }

  /** The time by the clock. */
  Instant now() {
    return clock.instant();
  }

  /** Puts the clock forward. */
  public void forward(Duration time) {
    ahead = ahead.plus(time);
  }

  @Override
  public void close() {
    passwords.close();
    asking.close();
    database.close();
  }
}
