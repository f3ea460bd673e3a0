package io.vedette.console.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.account.Account;
import io.vedette.account.AccountRefusal;
import io.vedette.account.Accounts;
import io.vedette.account.RandomKey;
import io.vedette.store.Database;
import io.vedette.text.Printable;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The logins by one provider: authorization code with PKCE, bound to the browser that began it. Its
 * calls block. Thread-safe.
 */
public final class OidcLogin implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OidcLogin.class);
  private static final int HASH_LETTERS = 12;

  private final OidcSettings settings;
  private final OidcSettings.Client client;
  private final Accounts accounts;
  private final LoginAttempts attempts;
  private final Provider provider;
  private final IdTokenVerifier verifier;
  private final Vertx vertx;
  private final AtomicBoolean isLooking = new AtomicBoolean();
  private volatile String noted = "";

  /**
   * The parameters with which the provider sends a browser back.
   *
   * @param browser the key that the browser kept
   * @param issuer the provider's name for itself; null where it gives none
   * @param error the error; null where there is a code
   */
  public record Return(
      String browser,
      String state,
      @Nullable String code,
      @Nullable String issuer,
      @Nullable String error) {}

  /** The account that has logged in, and the token to show to the provider at the logout. */
  public record LoggedIn(Account account, String idToken) {}

  private OidcLogin(OidcSettings settings, OidcSettings.Client client, Surroundings around) {
    this.settings = settings;
    this.client = client;
    this.accounts = new Accounts(around.database(), around.clock());
    this.attempts = new LoginAttempts(around.database(), around.clock());
    this.provider = new Provider(around.vertx(), settings, client, around.clock());
    this.verifier = new IdTokenVerifier(client, provider.keys(), around.clock());
    this.vertx = around.vertx();
    look();
  }

  /** The surroundings of the logins in the console. */
  public record Surroundings(Vertx vertx, Database database, InstantSource clock) {}

  /** The logins of the settings; empty where these name no provider. */
  public static Optional<OidcLogin> of(OidcSettings settings, Surroundings around) {
    return settings.client().map(client -> new OidcLogin(settings, client, around));
  }

  /** The provider's name on the login page. */
  public String title() {
    return settings.title();
  }

  /** The longest time of a session. */
  public Duration longest() {
    return settings.session();
  }

  /**
   * The reason why nobody can log in by the provider, as far as that is known; the provider is then
   * asked again.
   */
  public Optional<String> failure() {
    Optional<String> failure = provider.failure();
    if (failure.isPresent()) {
      look();
    }
    return failure;
  }

  /**
   * Asks the provider for its metadata on a thread that may wait, without waiting for the answer.
   */
  private void look() {
    if (isLooking.compareAndSet(false, true)) {
      var unused =
          vertx
              .executeBlocking(provider::metadata, false)
              .onFailure(this::note)
              .onComplete(done -> isLooking.set(false));
    }
  }

  private void note(Throwable failure) {
    String reason = String.valueOf(failure.getMessage());
    if (!reason.equals(noted)) {
      noted = reason;
      LOG.warn("nobody logs in by {} now: {}", client.issuer(), reason);
    }
  }

  /**
   * Begins a login.
   *
   * @param browser the key that the browser keeps until it comes back
   * @return the provider's address for the browser
   * @throws OidcFailure when the provider cannot be used
   */
  public String begin(String browser) {
    ProviderMetadata metadata = provider.metadata();
    LoginAttempts.Attempt attempt = attempts.begin(browser);
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", client.id());
    query.put("redirect_uri", client.redirect());
    query.put("scope", String.join(" ", settings.scopes()));
    query.put("state", attempt.state());
    query.put("nonce", attempt.nonce());
    query.put("code_challenge", challenge(attempt.verifier()));
    query.put("code_challenge_method", "S256");
    return with(metadata.authorization(), query);
  }

  /**
   * Finishes a login. An account is added at the first, and follows the claims at each.
   *
   * @throws OidcFailure when it is refused
   */
  public LoggedIn finish(Return given) {
    LoginAttempts.Attempt attempt =
        attempts
            .take(given.state(), given.browser())
            .orElseThrow(
                () ->
                    OidcFailure.refused(
                        "this login was not begun by this browser here, is finished already or took more than ten minutes; log in again"));
    requireFromProvider(given);
    String code = given.code();
    if (given.error() != null || code == null) {
      throw OidcFailure.refused(
          "the provider refuses the login: "
              + ErrorCode.of(given.error() == null ? "" : given.error()));
    }
    String token = provider.idToken(code, attempt.verifier());
    JsonNode claims = verifier.verify(token, attempt.nonce());
    return new LoggedIn(account(claims), token);
  }

  /**
   * Checks that an answer is from this provider, so that no other's code is sent to it (mix-up),
   * RFC 9207.
   */
  private void requireFromProvider(Return given) {
    String issuer = given.issuer();
    boolean isNamed = issuer != null;
    if (isNamed && !client.issuer().equals(issuer)) {
      throw OidcFailure.refused("the answer is of another provider (iss); log in again");
    }
    if (!isNamed && provider.metadata().namesItself()) {
      throw OidcFailure.refused("the answer does not say of which provider it is (iss)");
    }
  }

  private Account account(JsonNode claims) {
    Account.Rights rights = new ClaimRules(settings.claims()).rights(claims);
    String subject = claims.path("sub").asText();
    try {
      return accounts.admit(
          new Account.Identity(client.issuer(), subject), names(claims, subject), rights);
    } catch (AccountRefusal e) {
      throw OidcFailure.refused(e.detail());
    }
  }

  /** The names for a new account, of which the first that is valid and free is taken. */
  private List<String> names(JsonNode claims, String subject) {
    String hash = RandomKey.hash(client.issuer() + " " + subject).substring(0, HASH_LETTERS);
    String host = URI.create(client.issuer()).getHost();
    List<String> given =
        Stream.of("preferred_username", "email", "name")
            .map(claim -> claims.path(claim).asText())
            .filter(name -> !name.isBlank() && Printable.isSafe(name))
            .toList();
    return Stream.of(
            given.stream(),
            given.stream().map(name -> "%s (%s)".formatted(name, host)),
            Stream.of(host + " " + hash))
        .flatMap(names -> names)
        .toList();
  }

  /**
   * The address at which a browser logs out of the provider, too; empty where the provider offers
   * none.
   */
  public Optional<String> logout(String idToken) {
    try {
      URI address = provider.metadata().logout();
      if (address == null) {
        return Optional.empty();
      }
      Map<String, String> query = new LinkedHashMap<>();
      query.put("client_id", client.id());
      query.put("id_token_hint", idToken);
      query.put("post_logout_redirect_uri", client.address() + "/");
      return Optional.of(with(address, query));
    } catch (OidcFailure e) {
      return Optional.empty();
    }
  }

  private static String with(URI address, Map<String, String> query) {
    String text = address.toString();
    return text + (address.getRawQuery() == null ? "?" : "&") + Provider.encoded(query);
  }

  private static String challenge(String verifier) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public void close() {
    provider.close();
  }
}
