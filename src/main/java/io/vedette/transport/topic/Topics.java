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

  /** Camera settings, compacted. */
  public String cameras() {
    return named(CAMERAS);
  }

  /** Who reads which camera, and how it does; compacted, one partition. */
  public String owners() {
    return named(OWNERS);
  }

  /** The newest session of each camera, as far as its frames are done; compacted, by run. */
  public String sessions(String run) {
    return named(SESSIONS, run);
  }

  /** Plain JPEGs. */
  public String frames() {
    return named(FRAMES);
  }

  /** Detection events of live frames. */
  public String detections() {
    return detections(FrameDetections.LIVE);
  }

  /** Detection events of a run: live, a shadow or a replay. */
  public String detections(String run) {
    return named(DETECTIONS, run);
  }

  /** Which model is the live one; compacted. */
  public String promotions() {
    return named(PROMOTIONS);
  }

  /** Frames that show something, until they are sent to a central Kafka. */
  public String spool() {
    return named(SPOOL);
  }

  /** Tracks, zones, camera states, coverage. */
  public String events() {
    return events(FrameDetections.LIVE);
  }

  /** Tracks and zones of a run. */
  public String events(String run) {
    return named(EVENTS, run);
  }

  /** Counts in windows, compacted. */
  public String counts() {
    return counts(FrameDetections.LIVE);
  }

  /** Counts in windows of a run, compacted. */
  public String counts(String run) {
    return named(COUNTS, run);
  }

  /** The pictures that show tracks best, compacted. */
  public String snapshots() {
    return named(SNAPSHOTS);
  }

  /** The alerts. */
  public String alerts() {
    return alerts(FrameDetections.LIVE);
  }

  /** The alerts of a run. */
  public String alerts(String run) {
    return named(ALERTS, run);
  }

  /** What sinks refused, or could not be given in time. */
  public String undelivered() {
    return named(UNDELIVERED);
  }

  /** Frames that could not be processed. */
  public String rejected() {
    return named(REJECTED);
  }

  /** Who changed what by the console; one partition. */
  public String audit() {
    return named(AUDIT);
  }

  /** What people say of events and tracks; compacted. */
  public String reviews() {
    return named(REVIEWS);
  }

  /** Clips that are kept until somebody releases them; compacted. */
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
   * Makes those topics of a role that are missing, without a role all; those that exist are left as
   * they are. Then asks whether the role may do all that it needs to.
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
   * Makes a topic of the user's own that alerts go to, unless it exists.
   *
   * @throws Failure of action STOP when the broker cannot be reached or refuses
   */
  public void ensureAlerts(KafkaAccess kafka, String topic) {
    ensure(kafka, specs.alerts(topic));
  }

  /**
   * Makes the topic in which frames wait for a central Kafka: of one partition, so that few cameras
   * have all of the room.
   *
   * @param bytes most that is kept
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

  /** Without a Kafka that can be reached a command does not begin. */
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
   * The same by a client that is open already; gives back the names of those that were made.
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
