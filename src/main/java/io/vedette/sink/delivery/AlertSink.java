package io.vedette.sink.delivery;

import io.vedette.event.Alert;
import io.vedette.transport.record.Records;
import io.vedette.transport.relay.InputRecord;
import io.vedette.transport.relay.OutputRecord;
import io.vedette.validation.Reading;
import java.util.List;

/**
 * A sink of alerts, which receives those that name it, and those that name no sink. Confined to one
 * thread.
 */
public final class AlertSink implements Sink {
  private final String name;
  private final Delivery delivery;

  /** The delivery of an alert; throws as {@link Sink#deliver}. */
  public interface Delivery extends AutoCloseable {
    List<OutputRecord> deliver(InputRecord record, Alert alert);

    @Override
    default void close() {}
  }

  public AlertSink(String name, Delivery delivery) {
    this.name = name;
    this.delivery = delivery;
  }

  @Override
  public boolean isFor(InputRecord record) {
    return record.type().equals(Alert.TYPE) && isNamed(name, record);
  }

  @Override
  public List<OutputRecord> deliver(InputRecord record) {
    return delivery.deliver(record, read(record));
  }

  @Override
  public void close() {
    delivery.close();
  }

  /**
   * Whether an alert names this sink or none. An unreadable one is for all, so that it is put aside
   * where people see it.
   */
  public static boolean isNamed(String name, InputRecord record) {
    return Records.alert(record.key(), record.value())
        .value()
        .map(alert -> alert.sinks().isEmpty() || alert.sinks().contains(name))
        .orElse(true);
  }

  private static Alert read(InputRecord record) {
    Reading<Alert> alert = Records.alert(record.key(), record.value());
    return alert
        .value()
        .orElseThrow(() -> new UnreadableRecord(record, "is no alert: " + alert.reason()));
  }
}
