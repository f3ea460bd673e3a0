package io.vedette.transport.exchange;

import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/**
 * A producer that is opened on first use, and opened again after it was given up. Confined to one
 * thread.
 */
public final class LazyProducer<K> {
  private final Supplier<Producer<K, byte[]>> opener;
  private @Nullable Producer<K, byte[]> producer;

  public LazyProducer(Supplier<Producer<K, byte[]>> opener) {
    this.opener = opener;
  }

  /** The open producer. */
  public Producer<K, byte[]> get() {
    Producer<K, byte[]> present = producer;
    if (present == null) {
      present = opener.get();
      producer = present;
    }
    return present;
  }

  /** Closes the producer without waiting for what it has not sent. */
  public void abandon() {
    close(Duration.ZERO);
  }

  /** Closes the producer; waits for what it has not sent yet. */
  public void close(Duration timeout) {
    Producer<K, byte[]> present = producer;
    producer = null;
    if (present != null) {
      present.close(timeout);
    }
  }
}
