package io.vedette.forward;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.vedette.metric.Metric;
import io.vedette.runtime.Service;
import io.vedette.runtime.Supervisor;
import io.vedette.trace.Traces;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.topic.Topics;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The forward role of an edge site: detections and events use one lane to the central Kafka, and
 * their frames another, so that pictures never delay events. Thread-safe.
 */
public final class Forwarding implements Service, MeterBinder {
  private final List<Forwarder> lanes = new ArrayList<>();
  private final @Nullable Spooler spooler;

  /**
   * The role with lanes that are yet to be started.
   *
   * @param edge access to this site's Kafka
   * @param centre access to the central Kafka
   */
  public Forwarding(
      KafkaAccess edge,
      KafkaAccess centre,
      TransportSettings transport,
      ForwardSettings settings,
      InstantSource clock,
      Traces traces,
      Supervisor supervisor) {
    Topics topics = new Topics(transport);
    String site = settings.site() + ".";
    Map<String, String> news =
        Map.of(
            topics.detections(),
            site + topics.detections(),
            topics.events(),
            site + topics.events());
    lanes.add(
        new Forwarder(
            new ForwardLane(site + "forward.events", edge, centre, news, traces),
            settings,
            clock,
            supervisor));
    if (settings.frames()) {
      topics.ensureSpool(edge, settings.spoolRetention(), settings.spool().bytes());
      Map<String, String> pictures = Map.of(topics.spool(), site + topics.frames());
      lanes.add(
          new Forwarder(
              new ForwardLane(site + "forward.frames", edge, centre, pictures, traces),
              settings,
              clock,
              supervisor));
    }
    this.spooler = settings.frames() ? new Spooler(edge, topics, supervisor) : null;
  }

  @Override
  public void start() {
    if (spooler != null) {
      spooler.start();
    }
    lanes.forEach(Forwarder::start);
  }

  /** The reason why records cannot be sent; empty when they can. */
  public Optional<String> trouble() {
    String troubles =
        lanes.stream().flatMap(lane -> lane.trouble().stream()).collect(Collectors.joining("; "));
    return troubles.isEmpty() ? Optional.empty() : Optional.of(troubles);
  }

  /** The number of records that are yet to be sent because newer ones went first. */
  public long waiting() {
    return lanes.stream().mapToLong(Forwarder::waiting).sum();
  }

  /** The number of records that were sent since the start. */
  public long sent() {
    return lanes.stream().mapToLong(Forwarder::sent).sum();
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Metric.FORWARD_WAITING.in(registry).gauge(this, Forwarding::waiting);
    Metric.FORWARD_TROUBLE.in(registry).gauge(this, lanes -> lanes.trouble().isEmpty() ? 0 : 1);
  }

  @Override
  public void close() {
    lanes.forEach(Forwarder::close);
    if (spooler != null) {
      spooler.close();
    }
  }
}
