package io.vedette.transport.client;

import io.vedette.runtime.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;

/**
 * The mapping of Kafka's exceptions to failures: what a person has to correct stops, what is wrong
 * with one record is skipped, all else may be tried again.
 */
public final class KafkaFailures {
  private static final List<Class<?>> FINAL =
      List.of(
          AuthenticationException.class,
          AuthorizationException.class,
          InvalidConfigurationException.class);

  private static final List<Class<?>> OF_ONE_RECORD =
      List.of(
          RecordTooLargeException.class,
          RecordBatchTooLargeException.class,
          SerializationException.class,
          InvalidRecordException.class,
          InvalidTimestampException.class);

  private KafkaFailures() {}

  /** Whether Kafka refused a record for what it is, which it will ever do. */
  public static boolean isOfOneRecord(Throwable failure) {
    return isAny(OF_ONE_RECORD, failure);
  }

  /** The same of one that was sent, as far as that is known already. */
  public static boolean isOfOneRecord(Future<RecordMetadata> sent) {
    try {
      return sent.isDone() && sent.get() == null;
    } catch (ExecutionException e) {
      return isOfOneRecord((Throwable) e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Waits until a record is acknowledged.
   *
   * @throws KafkaException when it is not
   */
  public static RecordMetadata await(Future<RecordMetadata> sent) {
    try {
      return sent.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e);
    } catch (InterruptedException e) {
      throw new InterruptException(e); // which keeps the interrupt
    }
  }

  /**
   * A failure of action STOP or RETRY: of reading, or of writing what cannot be left out. Of a
   * refusal the reason is asked of Kafka, for some seconds at most.
   */
  public static Failure of(KafkaAccess kafka, String what, KafkaException e) {
    if (!isFinal(e)) {
      return Failure.retry(what + ": " + e.getMessage(), e);
    }
    String reason = kafka.refusals().reason(e).orElse(String.valueOf(e.getMessage()));
    return Failure.stop(what + ": " + reason, e);
  }

  /** A failure of writing records: of action SKIP when one of them will never be taken. */
  public static Failure ofWriting(KafkaAccess kafka, String what, KafkaException e) {
    return isOfOneRecord(e) ? Failure.skip(what + ": " + rootMessage(e), e) : of(kafka, what, e);
  }

  /**
   * Of a question that is asked again and again, and may remain without an answer.
   *
   * @throws Failure of action STOP when Kafka refuses it for good
   */
  public static void requireAllowed(KafkaAccess kafka, String what, Exception e) {
    if (e.getCause() instanceof KafkaException known && isFinal(known)) {
      throw of(kafka, what, known);
    }
  }

  /** Whether a person has to mend what Kafka refuses. */
  public static boolean isFinal(Throwable failure) {
    return isAny(FINAL, failure);
  }

  /** Whether Kafka will never take one of the records written, while others may be fine. */
  public static boolean isOfOneRecord(KafkaException e) {
    return isAny(OF_ONE_RECORD, e);
  }

  /** Transactions tell of a record that was refused only by their cause. */
  private static boolean isAny(List<Class<?>> kinds, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Throwable found = cause;
      if (kinds.stream().anyMatch(kind -> kind.isInstance(found))) {
        return true;
      }
    }
    return false;
  }

  /** What all causes of a failure to make a client say, which itself says only that. */
  static String causes(KafkaException failure) {
    List<String> said = new ArrayList<>();
    Throwable first = failure.getCause() == null ? failure : failure.getCause();
    for (Throwable cause = first; cause != null; cause = cause.getCause()) {
      // Some of them have a stack trace in further lines.
      String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
      String last = said.isEmpty() ? "" : said.get(said.size() - 1);
      if (last.endsWith(": " + message)) {
        said.set(said.size() - 1, message); // the one before only names this one
      } else if (cause.getMessage() != null && !last.contains(message)) {
        said.add(message);
      }
    }
    return said.isEmpty() ? first.toString() : String.join(": ", said);
  }

  /** What the innermost cause says: the ones around it say little. */
  public static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
