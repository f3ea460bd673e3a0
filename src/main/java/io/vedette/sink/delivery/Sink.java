package io.vedette.sink.delivery;

import io.vedette.runtime.Failure;
import io.vedette.transport.relay.InputRecord;
import io.vedette.transport.relay.OutputRecord;
import java.util.List;

/** A receiver of records outside of Vedette. Used on one thread, which may block. */
public interface Sink extends AutoCloseable {
  /** Whether a record is for this sink. */
  boolean isFor(InputRecord record);

  /**
   * Hands a record over; returns when the other side has it.
   *
   * @return records to be written together with the note of its delivery
   * @throws Failure of action RETRY when the same may succeed later, of action SKIP when it will
   *     not, of action STOP when no record will until a person changes something
   */
  List<OutputRecord> deliver(InputRecord record);

  /**
   * Connects where that is needed, whether or not there is something to deliver; called often.
   *
   * @throws Failure of action RETRY or STOP, as {@link #deliver}
   */
  default void keepReady() {}

  @Override
  default void close() {}
}
