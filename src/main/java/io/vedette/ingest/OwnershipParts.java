package io.vedette.ingest;

import io.vedette.event.operation.CameraStateEvent;
import io.vedette.ingest.placement.CameraShare;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Supervisor;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.frame.FramePlaces;
import io.vedette.transport.table.CameraRecord;
import io.vedette.transport.table.CameraTable;
import io.vedette.transport.table.OwnerLog;
import io.vedette.transport.table.OwnerTable;
import io.vedette.transport.topic.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The parts of an {@link Ownership}; its Kafka clients are opened on its thread. Thread-safe.
 *
 * @param places receives the partition of each camera's frames
 * @param supervisor the worker's supervisor
 */
public record OwnershipParts(
    KafkaAccess kafka,
    Topics topics,
    IngestSettings settings,
    FramePlaces places,
    InstantSource clock,
    Supervisor supervisor) {

  String node() {
    return settings.nodeName();
  }

  Duration handOver() {
    return settings.handOver();
  }

  /**
   * Reads the tables and joins the group.
   *
   * @param states receives every claim and state of a camera, in order
   * @param givingUp receives partitions before another node can have them
   */
  Opened open(Consumer<CameraStateEvent> states, Consumer<Set<Integer>> givingUp) {
    CameraTable cameras = new CameraTable(kafka, topics.cameras());
    OwnerTable owners = new OwnerTable(kafka, topics.owners(), states);
    OwnerLog log = new OwnerLog(kafka, topics.owners(), owners, clock);
    CameraShare share =
        new CameraShare(
            kafka,
            topics.cameras(),
            settings.group(),
            node(),
            () -> byPartition(cameras),
            givingUp);
    Opened opened = new Opened(cameras, owners, log, share);
    try {
      cameras.catchUp();
      owners.catchUp();
      return opened;
    } catch (Failure e) {
      opened.close();
      throw e;
    }
  }

  private static Map<Integer, Integer> byPartition(CameraTable cameras) {
    Map<Integer, Integer> numbers = new HashMap<>();
    for (CameraRecord camera : cameras.cameras().values()) {
      numbers.merge(camera.partition(), 1, Integer::sum);
    }
    return numbers;
  }

  /** The Kafka clients that are open while the worker runs. */
  record Opened(CameraTable cameras, OwnerTable owners, OwnerLog log, CameraShare share)
      implements AutoCloseable {
    @Override
    public void close() {
      share.close();
      log.close();
      owners.close();
      cameras.close();
    }
  }
}
