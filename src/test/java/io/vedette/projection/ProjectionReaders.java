package io.vedette.projection;

import io.vedette.config.Settings;
import io.vedette.poison.RawRecord;
import io.vedette.poison.RecordReader;
import io.vedette.store.Database;
import io.vedette.store.DatabaseAddress;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.record.Records;
import io.vedette.transport.table.PositionReader.Item;
import io.vedette.transport.table.PositionReader.Place;
import io.vedette.transport.topic.Topics;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What the projection reads from records, up to the rows in a database, for tests. */
public final class ProjectionReaders implements AutoCloseable {
  private final RecordRows rows =
      new RecordRows(new Topics(Settings.defaults(TransportSettings.class)));
  private final Database database;

  public ProjectionReaders(Path folder) {
    this.database = new Database(DatabaseAddress.embedded(folder.resolve("console")));
  }

  /** Readers that write to a database of somebody else. */
  public ProjectionReaders(Database database) {
    this.database = database;
  }

  /** Writes the rows of records, as if they were read from Kafka. */
  public void store(List<ProducerRecord<String, byte[]>> records) {
    RowBatch batch = new RowBatch();
    for (ProducerRecord<String, byte[]> record : records) {
      String type = Records.header(record.headers(), "ce_type");
      Item item = new Item(new Place(record.topic(), 0), 5, record.key(), type, record.value());
      rows.add(item, batch);
    }
    database.write(
        sql -> {
          batch.write(sql, batch.lock(sql));
          return true;
        });
  }

  /** Its reader of a topic. */
  public RecordReader of(String topic) {
    return record -> read(topic, record);
  }

  private Optional<String> read(String topic, RawRecord record) {
    var consumed = record.consumed(topic, 5);
    String type = Records.header(consumed.headers(), "ce_type");
    RowBatch batch = new RowBatch();
    Optional<String> reason =
        rows.add(new Item(new Place(topic, 0), 5, consumed.key(), type, consumed.value()), batch);
    database.write(
        sql -> {
          batch.write(sql, batch.lock(sql));
          return true;
        });
    return reason;
  }

  @Override
  public void close() {
    database.close();
  }
}
