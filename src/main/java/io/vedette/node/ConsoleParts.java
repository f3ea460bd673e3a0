package io.vedette.node;

import io.vedette.console.ConsolePart;
import io.vedette.console.RunSettings;
import io.vedette.console.audit.AuditPart;
import io.vedette.console.camera.CameraChangePart;
import io.vedette.console.camera.CameraDirectory;
import io.vedette.console.camera.CameraPart;
import io.vedette.console.camera.CameraTestPart;
import io.vedette.console.camera.RehearsalPart;
import io.vedette.console.live.LivePart;
import io.vedette.console.review.NotePart;
import io.vedette.console.review.ReviewPart;
import io.vedette.console.run.DiffPart;
import io.vedette.console.run.ModelCatalog;
import io.vedette.console.run.ModelPart;
import io.vedette.console.run.RepeatPart;
import io.vedette.console.run.RunDirectory;
import io.vedette.console.run.RunHistory;
import io.vedette.console.run.RunJobs;
import io.vedette.console.run.RunKafka;
import io.vedette.console.run.RunPart;
import io.vedette.console.search.CoveragePart;
import io.vedette.console.search.DetectionPart;
import io.vedette.console.search.EventDetections;
import io.vedette.console.search.EventPart;
import io.vedette.console.search.TrackPart;
import io.vedette.console.system.RecentDetections;
import io.vedette.console.system.SystemPart;
import io.vedette.ingest.placement.CameraRegistry;
import io.vedette.live.LiveFeed;
import io.vedette.projection.Projector;
import io.vedette.runtime.Services;
import io.vedette.runtime.Supervisor;
import io.vedette.store.Database;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.detection.DetectionLog;
import io.vedette.transport.event.AuditLog;
import io.vedette.transport.event.ReviewLog;
import io.vedette.transport.group.GroupView;
import io.vedette.transport.topic.RoleRights;
import io.vedette.transport.topic.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The parts that serve the console's operations, except those of accounts. Confined to the thread
 * that makes them.
 */
final class ConsoleParts {
  private final ConsoleRole.Surroundings around;
  private final KafkaAccess kafka;
  private final Services services;
  private final Supervisor supervisor;
  private final List<ConsolePart> parts = new ArrayList<>();

  /**
   * @param services close the parts
   */
  ConsoleParts(
      ConsoleRole.Surroundings around,
      KafkaAccess kafka,
      Services services,
      Supervisor supervisor) {
    this.around = around;
    this.kafka = kafka;
    this.services = services;
    this.supervisor = supervisor;
  }

  /** All parts; a new part is added here. */
  List<ConsolePart> all(Database database, Projector projector, ConsoleClips clips) {
    CameraDirectory directory = addCameras();
    addEvents(database);
    addReviews(database);
    parts.add(system(database, directory, projector));
    AuditPart audit =
        new AuditPart(services.keep(new AuditLog(kafka, around.topics().audit())), around.clock());
    parts.add(audit);
    parts.addAll(clips.parts(database, audit, services));
    LiveFeed feed =
        services.start(new LiveFeed(kafka, around.topics(), supervisor, around.clock()));
    feed.bindTo(around.meters());
    parts.add(new LivePart(around.vertx(), feed));
    addRuns(database);
    return parts;
  }

  private void addRuns(Database database) {
    ConsoleRuns maker = around.runs();
    VedetteSettings settings = maker.settings();
    RunSettings runs = settings.console().runs();
    RunHistory history = new RunHistory(settings.console().runHistory(settings.data()));
    RunJobs jobs =
        services.keep(new RunJobs(maker, runs.atOnce(), history, supervisor, around.clock()));
    RunDirectory directory =
        new RunDirectory(kafka, around.topics(), around.groups().detect(), jobs, around.clock());
    String folder = runs.models();
    ModelCatalog models =
        new ModelCatalog(settings.inference(), folder == null ? null : Path.of(folder));
    parts.add(new RunPart(directory, jobs, models));
    parts.add(
        new RepeatPart(
            detections(database),
            models,
            new ConsoleRepeats(settings, kafka, around.topics(), around.clock())));
    RunKafka access = new RunKafka(kafka, around.topics(), maker.rights());
    parts.add(new ModelPart(models, directory, access));
    parts.add(services.keep(new DiffPart(around.vertx(), directory, access)));
  }

  private CameraDirectory addCameras() {
    CameraRegistry registry = around.registry().apply(kafka);
    CameraDirectory directory =
        services.start(new CameraDirectory(kafka, around.topics(), registry, supervisor));
    parts.add(new CameraPart(directory));
    parts.add(new CameraChangePart(directory, registry));
    parts.add(new CameraTestPart(directory, around.testing()));
    RehearsalPart.Source source =
        new RehearsalPart.Source(kafka, around.topics(), around.tracker(), around.clock());
    parts.add(services.keep(new RehearsalPart(around.vertx(), directory, source)));
    return directory;
  }

  private void addEvents(Database database) {
    parts.add(new EventPart(around.vertx(), database));
    parts.add(new DetectionPart(detections(database)));
    parts.add(new TrackPart(database));
    parts.add(new CoveragePart(database, around.clock()));
  }

  private EventDetections detections(Database database) {
    return new EventDetections(database, new DetectionLog(kafka, around.topics().detections()));
  }

  private void addReviews(Database database) {
    ReviewLog reviews = services.keep(new ReviewLog(kafka, around.topics().reviews()));
    parts.add(new ReviewPart(database, reviews, around.clock()));
    parts.add(new NotePart(database, reviews, around.clock()));
  }

  private SystemPart system(Database database, CameraDirectory directory, Projector projector) {
    Topics topics = around.topics();
    RoleRights.Groups groups = around.groups();
    return new SystemPart(
        new SystemPart.Sources(
            database,
            directory,
            projector,
            Map.of(
                "detect", stage(topics.frames(), groups.detect()),
                "track", stage(topics.detections(), groups.track())),
            new RecentDetections(kafka, topics)),
        around.clock());
  }

  private SystemPart.Stage stage(String topic, String group) {
    return new SystemPart.Stage(topic, new GroupView(kafka, topic, group));
  }
}
