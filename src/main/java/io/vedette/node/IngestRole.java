package io.vedette.node;

import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.camera.Camera;
import io.vedette.camera.report.CameraMeters;
import io.vedette.frame.Ledger;
import io.vedette.ingest.CameraReports;
import io.vedette.ingest.Cameras;
import io.vedette.ingest.DropReports;
import io.vedette.ingest.FrameTraces;
import io.vedette.ingest.IngestMeters;
import io.vedette.ingest.Ownership;
import io.vedette.ingest.OwnershipParts;
import io.vedette.ingest.degradation.Degradation;
import io.vedette.ingest.source.CameraSeeds;
import io.vedette.ingest.source.SimulatedSources;
import io.vedette.metric.Metric;
import io.vedette.picture.jpeg.FrameShrinker;
import io.vedette.runtime.Services;
import io.vedette.runtime.Supervision;
import io.vedette.trace.Traces;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.event.EventPublisher;
import io.vedette.transport.frame.FramePlaces;
import io.vedette.transport.frame.FramePublisher;
import io.vedette.transport.topic.Topics;
import java.time.InstantSource;

/** A node's share of the cameras, and the way of their frames to Kafka. Confined to one thread. */
final class IngestRole {
  private final VedetteSettings settings;
  private final Surroundings around;
  private final Services services;
  private final Supervision supervision;
  private final FramePlaces places = new FramePlaces();
  private final CameraReports reports;
  private final FramePublisher publisher;
  private final IngestMeters meters;

  /**
   * The surroundings of the role.
   *
   * @param ledger the ledger of its cameras' frames
   */
  record Surroundings(
      KafkaAccess kafka,
      Topics topics,
      EventPublisher events,
      Ledger ledger,
      MeterRegistry registry,
      InstantSource clock,
      Traces traces) {}

  /**
   * A share yet to be read.
   *
   * @param services close what it starts
   */
  IngestRole(
      VedetteSettings settings, Surroundings around, Services services, Supervision supervision) {
    this.settings = settings;
    this.around = around;
    this.services = services;
    this.supervision = supervision;
    this.reports = new CameraReports(settings.ingest().nodeName(), around.events(), around.clock());
    this.publisher =
        new FramePublisher(
            around.kafka(),
            settings.transport(),
            places,
            around.ledger(),
            FrameShrinker::shrink,
            supervision.essential());
    DropReports drops = new DropReports(around.events(), around.clock(), supervision.essential());
    FrameTraces traces = new FrameTraces(around.traces(), around.clock(), publisher, drops);
    services.start(drops);
    around.ledger().listen(traces);
    publisher.onSent(traces::sent);
    this.meters = new IngestMeters(around.registry(), reports, traces);
  }

  CameraReports reports() {
    return reports;
  }

  IngestMeters meters() {
    return meters;
  }

  /** Starts the publishing of frames. */
  void publish() {
    services.start(publisher);
    Metric.INGEST_WAITING.in(around.registry()).gauge(publisher, FramePublisher::waiting);
  }

  /** Starts the reading of this node's share of the cameras. */
  void read(CameraSeeds seeds) {
    Cameras cameras = cameras();
    if (settings.ingest().degrade()) {
      degrade(cameras);
    }
    OwnershipParts parts =
        new OwnershipParts(
            around.kafka(),
            around.topics(),
            settings.ingest(),
            places,
            around.clock(),
            supervision.essential());
    services.start(new Ownership(parts, cameras, reports, resolver(seeds)));
  }

  private Cameras cameras() {
    return services.start(
        new Cameras(
            new Camera.Node(
                meters,
                around.ledger(),
                new CameraMeters(around.registry()).then(reports),
                around.clock(),
                settings.ingest().access(),
                supervision.separate())));
  }

  private Ownership.Resolver resolver(CameraSeeds seeds) {
    SimulatedSources simulated =
        services.keep(new SimulatedSources(seeds.simulated(), supervision.separate()));
    return camera ->
        simulated.resolve(
            camera.id(),
            seeds.resolve(camera.id(), camera.settings(), settings.secrets().allow()).reading());
  }

  private void degrade(Cameras cameras) {
    Degradation ladder =
        services.start(
            new Degradation(
                new Degradation.Watched(
                    around.kafka(),
                    around.topics().frames(),
                    settings.detect().group(),
                    settings.detect().maxAge()),
                cameras,
                reports,
                around.events(),
                around.clock(),
                supervision.essential()));
    Metric.INGEST_DEGRADATION.in(around.registry()).gauge(ladder, Degradation::step);
  }
}
