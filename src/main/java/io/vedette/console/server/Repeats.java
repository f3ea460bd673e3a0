package io.vedette.console.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.access.Actor;
import io.vedette.console.Answer;
import io.vedette.console.Call;
import io.vedette.console.contract.Problem;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The answers of this process's newest thousand calls with an {@code Idempotency-Key}: a repeated
 * call gets the same answer and is not executed again. Thread-safe.
 */
final class Repeats {
  /** The header's name in the contract. */
  static final String KEY = "Idempotency-Key";

  private static final int MOST = 1000;

  private final Map<Key, Done> answers = new LinkedHashMap<>();

  /** The caller, the operation and the key of a call. */
  private record Key(String caller, String operation, String key) {}

  /** A call's body, and its answer once there is one. */
  private record Done(JsonNode body, @Nullable Answer answer) {}

  /** Executes a call, unless it was executed before. */
  Answer once(Call call, Supplier<Answer> doing) {
    String given = call.maybe(KEY).orElse("");
    if (given.isEmpty()) {
      return doing.get();
    }
    Key key = new Key(caller(call.actor()), call.operation().id(), given);
    Answer former = begin(key, call.body());
    if (former != null) {
      return former;
    }
    try {
      Answer answer = doing.get();
      put(key, new Done(call.body(), answer));
      return answer;
    } catch (RuntimeException e) {
      forget(key);
      throw e;
    }
  }

  private synchronized @Nullable Answer begin(Key key, JsonNode body) {
    Done done = answers.get(key);
    if (done == null) {
      put(key, new Done(body, null));
      return null;
    }
    if (!done.body().equals(body)) {
      throw new Problem(422, "this Idempotency-Key was given with another body; take a new one");
    }
    if (done.answer() == null) {
      throw new Problem(409, "the same call is being done").with("Retry-After", "1");
    }
    return done.answer();
  }

  private synchronized void put(Key key, Done done) {
    answers.put(key, done);
    Iterator<Done> oldest = answers.values().iterator();
    while (answers.size() > MOST) {
      oldest.next();
      oldest.remove();
    }
  }

  private synchronized void forget(Key key) {
    answers.remove(key);
  }

  private static String caller(Actor actor) {
    String account = actor.account();
    return account == null ? actor.name() : account;
  }
}
