package io.vedette.node;

import io.vedette.account.Accounts;
import io.vedette.account.Sessions;
import io.vedette.account.SetupToken;
import io.vedette.account.Tokens;
import io.vedette.console.Callers;
import io.vedette.console.ConsolePart;
import io.vedette.console.ConsoleSettings;
import io.vedette.console.account.AccountCallers;
import io.vedette.console.account.AccountPart;
import io.vedette.console.account.Line;
import io.vedette.console.account.LoginContext;
import io.vedette.console.account.LoginThreads;
import io.vedette.console.account.OidcPart;
import io.vedette.console.account.SessionPart;
import io.vedette.console.account.TokenPart;
import io.vedette.console.oidc.OidcLogin;
import io.vedette.runtime.Services;
import io.vedette.store.Database;
import io.vedette.text.DurationWords;
import io.vertx.core.WorkerExecutor;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The console's accounts, sessions and tokens, assembled. Thread-safe. */
final class ConsoleAccounts {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleAccounts.class);
  private static final int LOOK_UPS = 4;

  private final AccountCallers.Stores stores;
  private final SetupToken setup;
  private final LoginContext login;
  private final LoginThreads hashing;
  private final LoginThreads asking;
  private final AccountCallers callers;

  /**
   * @param services close it
   */
  ConsoleAccounts(
      ConsoleSettings settings,
      ConsoleRole.Surroundings around,
      Database database,
      Services services) {
    this.stores =
        new AccountCallers.Stores(
            new Accounts(database, around.clock()),
            new Sessions(database, around.clock()),
            new Tokens(database, around.clock()));
    this.setup = new SetupToken(around.clock());
    this.hashing = services.keep(LoginThreads.hashing(around.vertx()));
    this.asking = services.keep(LoginThreads.asking(around.vertx()));
    this.login =
        new LoginContext(
            new Line(settings.login().proxies()),
            settings.isLoginNeeded(),
            oidc(settings, around, database, services));
    WorkerExecutor workers = around.vertx().createSharedWorkerExecutor("console-callers", LOOK_UPS);
    services.keep(
        () -> {
          var unused = workers.close();
        });
    this.callers = new AccountCallers(stores, login, workers);
  }

  private static @Nullable OidcLogin oidc(
      ConsoleSettings settings,
      ConsoleRole.Surroundings around,
      Database database,
      Services services) {
    OidcLogin.Surroundings needed =
        new OidcLogin.Surroundings(around.vertx(), database, around.clock());
    return OidcLogin.of(settings.login().oidc(), needed).map(services::keep).orElse(null);
  }

  Callers callers() {
    return callers;
  }

  List<ConsolePart> parts() {
    return List.of(
        new SessionPart(stores, hashing, setup, login),
        new OidcPart(stores, asking, login),
        new AccountPart(stores.accounts(), hashing),
        new TokenPart(stores));
  }

  /** Logs how the first account is made, while there is none. */
  void greet(String address) {
    if (login.isNeeded() && stores.accounts().isEmpty()) {
      LOG.warn(
          "there are no accounts yet; create the first one at {} with the token {} within {}",
          address,
          setup.renew(),
          DurationWords.of(SetupToken.LASTS));
    }
  }
}
