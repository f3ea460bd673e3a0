package io.vedette.poison;

import java.util.Optional;

/** What reads a record, and all that is done with what it reads, without Kafka. */
@FunctionalInterface
public interface RecordReader {
  /**
   * Reads a record and uses what it says.
   *
   * @return why it is none; empty when it is one
   * @throws RuntimeException when a record breaks the reader, which none must
   */
  Optional<String> read(RawRecord record);

  /** This reader, and where it takes the record, another one. */
  default RecordReader and(RecordReader next) {
    return record -> {
      Optional<String> defect = read(record);
      Optional<String> later = next.read(record);
      return defect.isPresent() ? defect : later;
    };
  }
}
