package io.vedette.console.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.account.RandomKey;
import io.vedette.account.RateLimit;
import io.vedette.console.Answer;
import io.vedette.console.Call;
import io.vedette.console.ConsolePart;
import io.vedette.console.Handlers;
import io.vedette.console.MeJson;
import io.vedette.console.account.AccountCallers.Stores;
import io.vedette.console.contract.Problem;
import io.vedette.console.oidc.OidcFailure;
import io.vedette.console.oidc.OidcLogin;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The operations of logging in by a provider. Thread-safe. */
public final class OidcPart implements ConsolePart {
  private static final int PER_MINUTE = 20;
  private static final String COOKIE = "Set-Cookie";

  private final Stores stores;
  private final LoginThreads threads;
  private final LoginContext login;
  private final RateLimit tries;

  /**
   * @param threads the threads that wait for the provider
   */
  public OidcPart(Stores stores, LoginThreads threads, LoginContext login) {
    this.stores = stores;
    this.threads = threads;
    this.login = login;
    this.tries = new RateLimit(PER_MINUTE, InstantSource.system());
  }

  @Override
  public void mount(Handlers handlers) {
    handlers.later("startOidc", this::start);
    handlers.later("finishOidc", this::finish);
  }

  private Future<Answer> start(Call call) {
    OidcLogin oidc = oidc();
    login.requirePrivate(call.context());
    requireSeldom(call);
    boolean isSecure = login.isSecure(call.context());
    String browser = SessionCookie.LOGIN.read(call.context(), isSecure).orElseGet(RandomKey::make);
    return threads.answer(
        () ->
            allowed(
                () -> {
                  ObjectNode json = JsonNodeFactory.instance.objectNode();
                  json.put("location", oidc.begin(browser));
                  return Answer.json(json)
                      .with(COOKIE, SessionCookie.LOGIN.keep(browser, isSecure));
                }));
  }

  private Future<Answer> finish(Call call) {
    OidcLogin oidc = oidc();
    login.requirePrivate(call.context());
    requireSeldom(call);
    boolean isSecure = login.isSecure(call.context());
    OidcLogin.Return given =
        new OidcLogin.Return(
            SessionCookie.LOGIN.read(call.context(), isSecure).orElse(""),
            call.body().path("state").asText(),
            text(call, "code"),
            text(call, "iss"),
            text(call, "error"));
    return threads.answer(
        () ->
            allowed(
                () -> {
                  OidcLogin.LoggedIn made = oidc.finish(given);
                  SessionCookie.SESSION
                      .read(call.context(), isSecure)
                      .ifPresent(stores.sessions()::close);
                  String key =
                      stores.sessions().open(made.account(), oidc.longest(), made.idToken());
                  ObjectNode me = MeJson.of(made.account().actor());
                  me.put("proof", SessionCookie.proof(key));
                  return Answer.json(me).with(COOKIE, SessionCookie.SESSION.keep(key, isSecure));
                }));
  }

  private static @Nullable String text(Call call, String field) {
    JsonNode value = call.body().path(field);
    return value.isTextual() ? value.asText() : null;
  }

  private OidcLogin oidc() {
    OidcLogin oidc = login.oidc();
    if (oidc == null) {
      throw new Problem(404, "nobody logs in by a provider here; console.login.oidc sets one");
    }
    return oidc;
  }

  private static Answer allowed(Supplier<Answer> answer) {
    try {
      return answer.get();
    } catch (OidcFailure e) {
      throw e.isPassing()
          ? new Problem(503, e.detail()).with("Retry-After", "5")
          : new Problem(403, e.detail());
    }
  }

  private void requireSeldom(Call call) {
    if (!tries.allows(login.line().client(call.context()))) {
      throw new Problem(429, "too many tries; wait a little").with("Retry-After", "15");
    }
  }
}
