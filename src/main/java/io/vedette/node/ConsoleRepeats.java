package io.vedette.node;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.console.run.FrameRepeater;
import io.vedette.console.run.ModelFile;
import io.vedette.detect.DetectMeters;
import io.vedette.event.FrameDetections;
import io.vedette.event.FrameDetections.RecordReference;
import io.vedette.frame.Frame;
import io.vedette.frame.Ledger;
import io.vedette.runtime.Completion;
import io.vedette.runtime.Supervision;
import io.vedette.trace.Traces;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.frame.FrameFetcher;
import io.vedette.transport.frame.FrameRecord;
import io.vedette.transport.topic.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The inference of single frames once more, by the code of the detect role and with the threads of
 * the console's runs. It is in no ledger and no meter of the process. Thread-safe.
 */
final class ConsoleRepeats implements FrameRepeater {
  private static final Duration TIMEOUT = Duration.ofSeconds(4);

  private final VedetteSettings settings;
  private final KafkaAccess kafka;
  private final Topics topics;
  private final InstantSource clock;

  ConsoleRepeats(VedetteSettings settings, KafkaAccess kafka, Topics topics, InstantSource clock) {
    this.settings = settings;
    this.kafka = kafka;
    this.topics = topics;
    this.clock = clock;
  }

  @Override
  public Optional<FrameDetections> repeat(ModelFile model, FrameDetections earlier)
      throws InterruptedException {
    Optional<FrameRecord> record = record(earlier);
    return record.isPresent() ? Optional.of(inferred(model, record.get())) : Optional.empty();
  }

  /** The frame, where the very one is still at its place. */
  private Optional<FrameRecord> record(FrameDetections earlier) {
    RecordReference place = earlier.frame().ref();
    if (place == null) {
      return Optional.empty();
    }
    try (FrameFetcher fetcher = new FrameFetcher(kafka, topics)) {
      return fetcher.record(earlier.camera(), place, TIMEOUT).filter(found -> is(found, earlier));
    }
  }

  private static boolean is(FrameRecord found, FrameDetections earlier) {
    Frame frame = found.frame();
    return frame != null && frame.id().equals(earlier.frameId());
  }

  private FrameDetections inferred(ModelFile model, FrameRecord record)
      throws InterruptedException {
    try (DetectRole role =
        new DetectRole(
            settings.withInference(
                model.inference().withThreads(settings.console().runs().threads())),
            kafka,
            topics,
            new Ledger(),
            clock,
            new DetectMeters(new SimpleMeterRegistry()),
            Traces.off())) {
      return role.single(record, new Supervision(new Completion()));
    }
  }
}
