package io.vedette.transport.relay;

import io.vedette.poison.RawRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What this package makes of records, for tests. */
public final class RelayReaders {
  private static final long LARGEST = 8 << 20;

  private RelayReaders() {}

  /** A record to be worked on. */
  public static InputRecord taken(RawRecord record, String topic) {
    return InputRecord.of(record.consumed(topic, 5), 1);
  }

  /** A record that came of others, as it is written. */
  public static ProducerRecord<String, byte[]> written(OutputRecord given) {
    return given.within(LARGEST).record();
  }
}
