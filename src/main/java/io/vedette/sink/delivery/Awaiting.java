package io.vedette.sink.delivery;

import io.vedette.runtime.Failure;
import io.vedette.text.DurationWords;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The waiting, on a sink's thread, for an asynchronous client. Immutable. */
public final class Awaiting {
  private Awaiting() {}

  /**
   * The result of a stage.
   *
   * @param what the other side, as "mqtt broker mqtt://home:1883"
   * @throws Failure of action RETRY when it fails or does not come in time
   */
  public static <T> T result(String what, CompletionStage<T> stage, Duration timeout) {
    try {
      return stage.toCompletableFuture().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw Failure.retry(what + ": " + reason(e), e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      throw Failure.retry(what + ": no answer within " + DurationWords.of(timeout), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.retry(what + ": interrupted", e);
    }
  }

  private static String reason(ExecutionException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
