package io.vedette.sink.delivery;

import io.vedette.runtime.Failure;
import io.vedette.text.Printable;
import io.vedette.transport.relay.InputRecord;

/** The failure of a record that cannot be read; it is delivered to no sink. */
public final class UnreadableRecord extends Failure {
  private static final long serialVersionUID = 1L;

  /**
   * @param reason one line for people
   */
  public UnreadableRecord(InputRecord record, String reason) {
    super(Action.SKIP, "record " + Printable.line(record.id()) + " " + reason, null);
  }
}
