package io.vedette.transport.topic;

import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;

import io.vedette.event.FrameDetections;
import io.vedette.transport.access.Right;
import io.vedette.transport.access.Rights;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;

/**
 * The rights of each role in Kafka: the only source of its topics, of the checks at its start, and
 * of the page for administrators. Immutable.
 */
public final class RoleRights {
  private static final String CHANGELOG = "-scenes-changelog"; // named by Kafka Streams

  /** The consumer groups of the settings; transactional ids begin with their names. */
  public record Groups(String ingest, String detect, String track, String sinks) {}

  private final Topics topics;
  private final Groups groups;

  public RoleRights(Topics topics, Groups groups) {
    this.topics = topics;
    this.groups = groups;
  }

  /** The rights of a node that reads cameras. */
  public Rights ingest() {
    return new Rights(
            "ingest",
            List.of(
                made(topics.frames(), WRITE),
                made(topics.owners(), READ, WRITE),
                made(topics.events(), WRITE),
                Right.group(groups.ingest(), READ),
                // It takes less while these are behind.
                Right.group(groups.detect(), DESCRIBE),
                Right.transaction(topics.owners())))
        .and(cameraChanges());
  }

  /** The rights of a worker that infers live frames. */
  public Rights detect() {
    return new Rights(
        "detect",
        List.of(
            made(topics.frames(), READ),
            made(topics.detections(), WRITE),
            made(topics.events(), WRITE),
            made(topics.rejected(), WRITE),
            made(topics.sessions(FrameDetections.LIVE), READ, WRITE),
            made(topics.promotions(), READ),
            Right.group(groups.detect(), READ),
            Right.transactions(groups.detect() + "-")));
  }

  /**
   * The rights of a worker that infers live frames beside the live workers, until it may become one
   * of them.
   */
  public Rights shadow(String run) {
    return detect()
        .and(
            new Rights(
                "",
                List.of(
                    made(topics.detections(run), WRITE),
                    made(topics.sessions(run), READ, WRITE),
                    Right.group(runGroup(run), READ))))
        .named("detect --shadow");
  }

  /** The rights of the command that makes a shadow's model the live one. */
  public Rights promotion(String run) {
    return new Rights(
        "detect --promote",
        List.of(made(topics.promotions(), WRITE), Right.group(runGroup(run), DESCRIBE)));
  }

  /** The rights of the command that infers retained frames again. */
  public Rights replay(String run) {
    return new Rights(
        "replay",
        List.of(
            Right.topic(topics.frames(), READ),
            made(topics.detections(run), WRITE),
            made(topics.sessions(run), READ, WRITE),
            Right.group(runGroup(run), READ),
            Right.transaction(runGroup(run))));
  }

  /** The rights of a worker that tracks objects and keeps snapshots, without its sinks. */
  public Rights track() {
    String snapshots = groups.track() + "-snapshots";
    return tracking("track", FrameDetections.LIVE, groups.track())
        .and(
            new Rights(
                "",
                List.of(
                    made(topics.detections(), READ),
                    made(topics.events(), READ),
                    made(topics.frames(), READ),
                    made(topics.snapshots(), WRITE),
                    Right.group(snapshots, READ))));
  }

  /** The rights of the command that tracks the objects of a run. */
  public Rights trackRun(String run) {
    return tracking("track --run", run, groups.track() + "." + run)
        .and(new Rights("", List.of(Right.topic(topics.detections(run), READ))));
  }

  private Rights tracking(String role, String run, String group) {
    return new Rights(
        role,
        List.of(
            made(topics.cameras(), READ),
            made(topics.events(run), WRITE),
            made(topics.counts(run), WRITE),
            made(topics.alerts(run), WRITE),
            made(topics.rejected(), WRITE),
            made(group + CHANGELOG, READ, WRITE),
            Right.group(group, READ),
            Right.transactions(group + "-")));
  }

  /**
   * The rights of sinks, which run in track workers.
   *
   * @param read the topics that they read
   * @param written the user's own topics that they write alerts to
   */
  public Rights sinks(Collection<String> read, Collection<String> written) {
    List<Right> rights = new ArrayList<>();
    read.forEach(topic -> rights.add(made(topic, READ)));
    written.forEach(topic -> rights.add(made(topic, WRITE)));
    rights.add(made(topics.undelivered(), WRITE));
    rights.add(Right.groups(groups.sinks() + "-"));
    rights.add(Right.transactions(groups.sinks() + "-"));
    return new Rights("sinks", rights);
  }

  /** The rights of the forwarder at the site that it sends from. */
  public Rights forward(boolean isWithFrames) {
    List<Right> rights = new ArrayList<>();
    rights.add(made(topics.detections(), READ));
    rights.add(made(topics.events(), READ));
    if (isWithFrames) {
      rights.add(made(topics.frames(), READ));
      rights.add(made(topics.spool(), READ, WRITE));
      rights.add(Right.group("vedette-forward-spool", READ));
      rights.add(Right.transactions("vedette-forward-spool-"));
    }
    return new Rights("forward", rights);
  }

  /** The rights of the forwarder at the central Kafka that it sends to. */
  public Rights centre(String site, boolean isWithFrames) {
    List<Right> rights = new ArrayList<>();
    rights.add(made(site + "." + topics.detections(), WRITE));
    rights.add(made(site + "." + topics.events(), WRITE));
    rights.addAll(lane(site + ".forward.events"));
    if (isWithFrames) {
      rights.add(made(site + "." + topics.frames(), WRITE));
      rights.addAll(lane(site + ".forward.frames"));
    }
    return new Rights("forward at the centre", rights);
  }

  private static List<Right> lane(String name) {
    return List.of(
        made(name + ".progress", READ, WRITE), Right.transaction("vedette-forward-" + name));
  }

  /** The rights of the command that prints events. */
  public Rights tail(Collection<String> read) {
    return new Rights("tail", read.stream().map(topic -> Right.topic(topic, READ)).toList());
  }

  /** The rights of the command that compares runs. */
  public Rights diff(Collection<String> runs) {
    return new Rights(
        "diff",
        runs.stream().map(run -> Right.topic(topics.detections(run), READ)).distinct().toList());
  }

  /** The rights of the command that lists cameras. */
  public Rights cameraList() {
    return new Rights(
        "cameras list",
        List.of(
            Right.topic(topics.cameras(), READ),
            Right.topic(topics.owners(), READ),
            Right.group(groups.ingest(), DESCRIBE)));
  }

  /** The rights of the commands that add, change and remove cameras. */
  public Rights cameraChanges() {
    return new Rights(
        "cameras add, change, remove",
        List.of(
            made(topics.cameras(), READ, WRITE),
            made(topics.owners(), READ),
            made(topics.frames(), DESCRIBE),
            Right.group(groups.ingest(), DESCRIBE),
            Right.transaction(topics.cameras())));
  }

  /** The rights of the console, whose page shows pictures, cameras, detections and events. */
  public Rights console() {
    Rights shown =
        tail(
            List.of(
                topics.frames(),
                topics.detections(),
                topics.events(),
                topics.alerts(),
                topics.counts()));
    Rights said =
        new Rights(
            "console",
            List.of(
                made(topics.audit(), READ, WRITE),
                made(topics.reviews(), READ, WRITE),
                made(topics.clips(), READ, WRITE),
                made(topics.promotions(), READ),
                // Its page shows how far they are behind.
                Right.group(groups.detect(), DESCRIBE),
                Right.group(groups.track(), DESCRIBE)));
    return cameraList().and(cameraChanges()).and(shown).and(said).named("console");
  }

  /** The rights of all roles in one process. */
  public Rights up(Rights sinks) {
    return ingest().and(detect()).and(track()).and(sinks).and(console()).named("up");
  }

  /** The rights of all roles, for a page; names in angle brackets are to be filled in. */
  public List<Rights> all() {
    String run = "<run>";
    return Stream.of(
            ingest(),
            detect(),
            track(),
            console(),
            sinks(
                List.of(topics.alerts(), topics.events(), topics.snapshots(), topics.frames()),
                List.of("<sinks.topics.*.topic>")),
            forward(true),
            centre("<site>", true),
            cameraList(),
            cameraChanges(),
            tail(List.of(topics.detections(), topics.events(), topics.alerts())),
            shadow(run),
            promotion(run),
            replay(run),
            trackRun(run),
            diff(List.of(run)))
        .toList();
  }

  private String runGroup(String run) {
    return groups.detect() + "-" + run;
  }

  /** The right to a topic that the role also creates where it is missing. */
  private static Right made(String topic, AclOperation... operations) {
    return Right.topic(topic, operations).withCreate();
  }
}
