package io.vedette.transport.topic;

import io.vedette.event.FrameDetections;
import io.vedette.runtime.Failure;
import io.vedette.transport.access.Rights;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.KafkaClients;
import io.vedette.transport.client.TransportSettings;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** The names of topics, and the configuration of those that are created. Immutable. */
public final class Topics {
  static final String CAMERAS = "cameras";
  static final String OWNERS = "owners";
  static final String SESSIONS = "sessions";
  static final String FRAMES = "frames";
  static final String DETECTIONS = "detections";
  static final String PROMOTIONS = "promotions";
  static final String EVENTS = "events";
  static final String COUNTS = "counts";
  static final String SNAPSHOTS = "snapshots";
  static final String ALERTS = "alerts";
  static final String UNDELIVERED = "undelivered";
  static final String REJECTED = "rejected";
  static final String AUDIT = "audit";
  static final String REVIEWS = "reviews";
  static final String CLIPS = "clips";
  private static final String SPOOL = "spool";

  private final TransportSettings settings;
  private final TopicSpecs specs;

  public Topics(TransportSettings settings) {
    this.settings = settings;
    this.specs = new TopicSpecs(settings);
  }

  /** The topic of camera settings; compacted. */
  public String cameras() {
    return named(CAMERAS);
  }

  /** The topic of each camera's owner and state; compacted, one partition. */
  public String owners() {
    return named(OWNERS);
  }

  /** The topic of the newest session of each camera of which a frame is done; compacted, by run. */
  public String sessions(String run) {
    return named(SESSIONS, run);
  }

  /** The topic of frames, as plain JPEGs. */
  public String frames() {
    return named(FRAMES);
  }

  /** The topic of detections of live frames. */
  public String detections() {
    return detections(FrameDetections.LIVE);
  }

  /** The topic of detections of a run: live, a shadow or a replay. */
  public String detections(String run) {
    return named(DETECTIONS, run);
  }

  /** The topic of the promoted model; compacted. */
  public String promotions() {
    return named(PROMOTIONS);
  }

  /** The topic of frames with detections, until they are sent to a central Kafka. */
  public String spool() {
    return named(SPOOL);
  }

  /** The topic of events: tracks, zones, camera states, coverage. */
  public String events() {
    return events(FrameDetections.LIVE);
  }

  /** The topic of a run's events: tracks and zones. */
  public String events(String run) {
    return named(EVENTS, run);
  }

  /** The topic of counts in windows; compacted. */
  public String counts() {
    return counts(FrameDetections.LIVE);
  }

  /** The topic of a run's counts in windows; compacted. */
  public String counts(String run) {
    return named(COUNTS, run);
  }

  /** The topic of the pictures that show tracks best; compacted. */
  public String snapshots() {
    return named(SNAPSHOTS);
  }

  /** The topic of alerts. */
  public String alerts() {
    return alerts(FrameDetections.LIVE);
  }

  /** The topic of a run's alerts. */
  public String alerts(String run) {
    return named(ALERTS, run);
  }

  /** The topic of alerts that a sink refused, or that could not be delivered in time. */
  public String undelivered() {
    return named(UNDELIVERED);
  }

  /** The topic of frames that could not be processed. */
  public String rejected() {
    return named(REJECTED);
  }

  /** The topic of changes by the console, and their authors; one partition. */
  public String audit() {
    return named(AUDIT);
  }

  /** The topic of reviews and notes on events and tracks; compacted. */
  public String reviews() {
    return named(REVIEWS);
  }

  /** The topic of clips that are kept until somebody releases them; compacted. */
  public String clips() {
    return named(CLIPS);
  }

  /** The topics of live work by their names. */
  List<String> live() {
    return List.of(
        cameras(),
        owners(),
        sessions(FrameDetections.LIVE),
        promotions(),
        frames(),
        detections(),
        events(),
        counts(),
        alerts(),
        snapshots(),
        undelivered(),
        rejected(),
        audit(),
        reviews(),
        clips());
  }

  /**
   * Creates the missing topics of a role, without a role those of all; topics that exist are left
   * as they are. Then checks that the role has all rights that it needs.
   *
   * @throws Failure of action STOP when the broker cannot be reached or refuses
   */
  public void ensure(KafkaAccess kafka) {
    usable(
        kafka,
        admin -> {
          new TopicMaker(kafka, admin).connect();
          var unused = ensure(kafka, admin);
          kafka
              .refusals()
              .missing(admin)
              .ifPresent(
                  lacks -> {
                    throw Failure.stop(lacks);
                  });
        });
  }

  /**
   * Creates the user's own topic for alerts, unless it exists.
   *
   * @throws Failure of action STOP when the broker cannot be reached or refuses
   */
  public void ensureAlerts(KafkaAccess kafka, String topic) {
    ensure(kafka, specs.alerts(topic));
  }

  /**
   * Creates the topic in which frames wait for a central Kafka, unless it exists: of one partition,
   * so that few cameras may use all of the space.
   *
   * @param bytes the most bytes that are kept
   * @throws Failure of action STOP when the broker cannot be reached or refuses
   */
  public void ensureSpool(KafkaAccess kafka, Duration retention, long bytes) {
    ensure(kafka, specs.spool(spool(), retention, bytes));
  }

  private static void ensure(KafkaAccess kafka, NewTopic topic) {
    usable(
        kafka,
        admin -> {
          var unused = new TopicMaker(kafka, admin).make(List.of(topic));
        });
  }

  /** Runs a first use of Kafka, without which a command does not begin. */
  private static void usable(KafkaAccess kafka, Consumer<Admin> first) {
    Admin admin = KafkaClients.admin(kafka.admin());
    try {
      first.accept(admin);
    } catch (Failure e) {
      throw Failure.stop(String.valueOf(e.getMessage()), e);
    } finally {
      admin.close(Duration.ZERO); // it would wait for what is no longer asked
    }
  }

  /**
   * Creates the missing topics with a client that is open already; returns their names.
   *
   * @throws Failure of action STOP when the broker refuses, RETRY when it cannot be reached
   */
  public List<String> ensure(KafkaAccess kafka, Admin admin) {
    List<String> names = kafka.rights().map(Rights::topicsToCreate).orElse(live());
    return new TopicMaker(kafka, admin)
        .make(names.stream().flatMap(name -> specs.of(name).stream()).toList());
  }

  private String named(String topic, String run) {
    return named(run.equals(FrameDetections.LIVE) ? topic : topic + "." + run);
  }

  private String named(String topic) {
    return settings.prefix() + "." + topic;
  }
}
