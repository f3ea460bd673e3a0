package io.vedette.bench;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.broker.BrokerSettings;
import io.vedette.broker.EmbeddedBroker;
import io.vedette.config.Settings;
import io.vedette.detect.DetectLoop;
import io.vedette.detect.DetectMeters;
import io.vedette.detect.DetectSettings;
import io.vedette.detect.DetectorParts;
import io.vedette.detection.DetectionSettings;
import io.vedette.event.FrameDetections;
import io.vedette.frame.Ledger;
import io.vedette.inference.Lanes;
import io.vedette.inference.OnnxModel;
import io.vedette.runtime.Completion;
import io.vedette.runtime.Services;
import io.vedette.runtime.Supervision;
import io.vedette.trace.Traces;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.client.TransportSettings.Delivery;
import io.vedette.transport.detection.DetectionPublisher;
import io.vedette.transport.frame.FrameSelection;
import io.vedette.transport.topic.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * A broker on a folder of its own, with topics under one prefix and detect workers. Confined to one
 * thread; caller closes.
 */
final class Workplace implements AutoCloseable {
  private final Services services = new Services();
  private final TransportSettings transport;
  private final Delivery delivery;
  private final Topics topics;
  private final KafkaAccess kafka;
  private final Supervision supervision = new Supervision(new Completion());

  Workplace(Path folder, Delivery delivery) {
    this.delivery = delivery;
    this.transport = Settings.defaults(TransportSettings.class);
    this.topics = new Topics(transport);
    BrokerSettings settings =
        new Settings(Map.of()).assignments(List.of("port=0")).bind(BrokerSettings.class);
    EmbeddedBroker broker = services.start(new EmbeddedBroker(folder, settings));
    this.kafka = new KafkaAccess(broker.clientProperties(), transport);
    topics.ensure(kafka);
  }

  KafkaAccess kafka() {
    return kafka;
  }

  TransportSettings transport() {
    return transport;
  }

  Topics topics() {
    return topics;
  }

  Services services() {
    return services;
  }

  Supervision supervision() {
    return supervision;
  }

  /** Starts a detect worker; what it commits is in the ledger. */
  DetectLoop detect(OnnxModel model, Lanes lanes, DetectSettings settings, Ledger ledger) {
    DetectorParts.Route route =
        new DetectorParts.Route(
            kafka,
            delivery,
            FrameSelection.shared(topics.frames(), settings.group()),
            new DetectionPublisher.Outlets(
                topics.detections(),
                topics.rejected(),
                topics.events(),
                topics.sessions(FrameDetections.LIVE)),
            FrameDetections.LIVE,
            true);
    DetectorParts parts =
        new DetectorParts(
            route,
            settings,
            Settings.defaults(DetectionSettings.class),
            model,
            lanes,
            Clock.systemUTC(),
            new DetectMeters(new SimpleMeterRegistry()),
            Traces.off());
    services.keep(lanes);
    return services.start(new DetectLoop(settings, parts, ledger, supervision));
  }

  /** Makes a worker's end known. */
  void check() {
    supervision.completion().check();
  }

  @Override
  public void close() {
    services.close();
  }
}
