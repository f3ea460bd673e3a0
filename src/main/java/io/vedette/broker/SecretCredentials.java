package io.vedette.broker;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.scram.ScramCredential;
import org.apache.kafka.common.security.scram.ScramCredentialCallback;
import org.apache.kafka.common.security.scram.internals.ScramFormatter;
import org.apache.kafka.common.security.scram.internals.ScramMechanism;
import org.jspecify.annotations.Nullable;

/**
 * The credentials of the only user that an embedded broker accepts, taken from its own login. Kafka
 * keeps those of SCRAM in its metadata otherwise, which a controller cannot read before it has
 * them, and which a folder of an earlier version lacks. Made by Kafka; thread-safe once configured.
 */
public final class SecretCredentials implements AuthenticateCallbackHandler {
  private static final int ITERATIONS = 4096;

  private String user = "";
  private @Nullable ScramCredential credential;

  @Override
  public void configure(
      Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> logins) {
    Map<String, ?> login = logins.get(0).getOptions();
    user = String.valueOf(login.get("username"));
    try {
      credential =
          new ScramFormatter(ScramMechanism.forMechanismName(mechanism))
              .generateCredential(String.valueOf(login.get("password")), ITERATIONS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java lacks " + mechanism, e);
    }
  }

  @Override
  public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
    boolean isKnown = false;
    for (Callback callback : callbacks) {
      if (callback instanceof NameCallback name) {
        isKnown = user.equals(name.getDefaultName());
      } else if (callback instanceof ScramCredentialCallback asked) {
        if (isKnown) {
          asked.scramCredential(credential);
        }
      } else {
        throw new UnsupportedCallbackException(callback);
      }
    }
  }

  @Override
  public void close() {}
}
