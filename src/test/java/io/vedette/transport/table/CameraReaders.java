package io.vedette.transport.table;

import io.vedette.event.operation.CameraStateEvent;
import io.vedette.poison.RawRecord;
import io.vedette.transport.client.RecordDefects;
import io.vedette.validation.Reading;
import java.util.Map;
import java.util.function.Consumer;

/** What this package reads from records, for tests. Confined to one thread. */
public final class CameraReaders {
  private static final String OWNERS = "vedette.owners";

  private final RecordDefects defects = new RecordDefects();
  private final OwnerRecords owners;
  private long offset;

  public CameraReaders(Consumer<CameraStateEvent> listener) {
    this.owners = new OwnerRecords(defects, listener);
  }

  /** A camera's record. */
  public static Reading<CameraRecord> camera(RawRecord record) {
    return CameraRecord.read(record.consumed("vedette.cameras", 5));
  }

  /** Takes the next record of the owners topic in; false when it is none. */
  public boolean owner(RawRecord record) {
    long before = defects.count(OWNERS);
    owners.apply(record.consumed(OWNERS, offset++));
    return defects.count(OWNERS) == before;
  }

  /** The last state of each camera. */
  public Map<String, CameraStateEvent> owners() {
    return owners.owners();
  }
}
