package io.vedette.console.account;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.account.Account;
import io.vedette.account.PasswordHash;
import io.vedette.account.RandomKey;
import io.vedette.account.RateLimit;
import io.vedette.account.Sessions;
import io.vedette.account.SetupToken;
import io.vedette.console.Answer;
import io.vedette.console.Call;
import io.vedette.console.ConsolePart;
import io.vedette.console.Handlers;
import io.vedette.console.MeJson;
import io.vedette.console.account.AccountCallers.Stores;
import io.vedette.console.contract.Problem;
import io.vedette.console.oidc.OidcLogin;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/** The operations for logging in and out, and for creating the first account. Thread-safe. */
public final class SessionPart implements ConsolePart {
  private static final int PER_MINUTE = 5;
  private static final String NAME = "name";
  private static final String PASSWORD = "password";
  private static final String COOKIE = "Set-Cookie";

  private final Stores stores;
  private final LoginThreads passwords;
  private final SetupToken setup;
  private final LoginContext login;
  private final RateLimit tries;

  public SessionPart(Stores stores, LoginThreads passwords, SetupToken setup, LoginContext login) {
    this.stores = stores;
    this.passwords = passwords;
    this.setup = setup;
    this.login = login;
    this.tries = new RateLimit(PER_MINUTE, InstantSource.system());
  }

  @Override
  public void mount(Handlers handlers) {
    handlers.later("setUp", this::setUp);
    handlers.later("logIn", this::logIn);
    handlers.later("changePassword", this::changePassword);
    handlers.blocking("getSession", this::session);
    handlers.blocking("logOut", this::logOut);
  }

  private Future<Answer> setUp(Call call) {
    login.requirePrivate(call.context());
    requireSeldom("set-up from " + login.line().client(call.context()));
    return passwords.answer(
        () ->
            Refused.or(
                () -> {
                  String hash = PasswordHash.of(call.body().path(PASSWORD).asText());
                  if (!setup.take(call.body().path("token").asText())) {
                    throw new Problem(
                        403, "this is not the token that the server's log shows, or it is too old");
                  }
                  Account first =
                      stores.accounts().createFirst(call.body().path(NAME).asText(), hash);
                  return opened(call, first).status(201);
                }));
  }

  private Future<Answer> logIn(Call call) {
    login.requirePrivate(call.context());
    String name = call.body().path(NAME).asText();
    requireSeldom("log-in from " + login.line().client(call.context()));
    requireSeldom("log-in of " + RandomKey.hash(name.strip().toLowerCase(Locale.ROOT)));
    return passwords.answer(
        () -> {
          Account account =
              stores
                  .accounts()
                  .authenticate(name, call.body().path(PASSWORD).asText())
                  .orElseThrow(() -> new Problem(401, "there is no such name and password"));
          key(call).ifPresent(stores.sessions()::close);
          return opened(call, account);
        });
  }

  private Answer opened(Call call, Account account) {
    String key = stores.sessions().open(account);
    ObjectNode me = MeJson.of(account.actor());
    me.put("proof", SessionCookie.proof(key));
    return Answer.json(me)
        .with(COOKIE, SessionCookie.SESSION.keep(key, login.isSecure(call.context())));
  }

  private Answer session(Call call) {
    Sessions.Session session =
        key(call)
            .flatMap(stores.sessions()::find)
            .orElseThrow(() -> new Problem(404, "this caller has no session"));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("since", session.created().toString()).put("until", session.expires().toString());
    json.put("source", session.account().source().wireName());
    return Answer.json(json);
  }

  private Answer logOut(Call call) {
    Optional<String> elsewhere = key(call).flatMap(this::ended);
    String forget = SessionCookie.SESSION.forget(login.isSecure(call.context()));
    if (elsewhere.isEmpty()) {
      return Answer.none().with(COOKIE, forget);
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    return Answer.json(json.put("location", elsewhere.get())).with(COOKIE, forget);
  }

  /** Ends a session; returns the address at which the login at its provider is ended, too. */
  private Optional<String> ended(String key) {
    Optional<String> token = stores.sessions().providerToken(key);
    stores.sessions().close(key);
    OidcLogin oidc = login.oidc();
    return oidc == null ? Optional.empty() : token.flatMap(oidc::logout);
  }

  private Future<Answer> changePassword(Call call) {
    login.requirePrivate(call.context());
    String id = call.actor().account();
    if (id == null) {
      throw new Problem(409, "there are no accounts yet; make the first one");
    }
    requireSeldom("password of " + id);
    return passwords.answer(() -> Refused.or(() -> changed(call, id)));
  }

  private Answer changed(Call call, String id) {
    Account account = stores.accounts().find(id).orElseThrow(Problem::notFound);
    if (account.source() != Account.Source.LOCAL) {
      throw new Problem(
          409, "your password is at the provider by which you log in; change it there");
    }
    String old = call.body().path("old").asText();
    if (stores.accounts().authenticate(account.name(), old).isEmpty()) {
      throw new Problem(403, "the old password is another one");
    }
    String hash = PasswordHash.of(call.body().path(PASSWORD).asText());
    stores.accounts().setPassword(id, hash, key(call).map(RandomKey::hash).orElse(null));
    return Answer.none();
  }

  private Optional<String> key(Call call) {
    return SessionCookie.SESSION.read(call.context(), login.isSecure(call.context()));
  }

  private void requireSeldom(String who) {
    if (!tries.allows(who)) {
      throw new Problem(429, "too many tries; wait a little").with("Retry-After", "15");
    }
  }
}
