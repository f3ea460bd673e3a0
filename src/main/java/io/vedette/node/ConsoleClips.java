package io.vedette.node;

import io.vedette.clip.ClipMeters;
import io.vedette.clip.ClipSettings;
import io.vedette.clip.Clips;
import io.vedette.clip.Keeper;
import io.vedette.clip.export.ClipVideos;
import io.vedette.console.Audit;
import io.vedette.console.ConsolePart;
import io.vedette.console.clip.ClipPart;
import io.vedette.console.clip.ClipStores;
import io.vedette.console.clip.ExportPart;
import io.vedette.runtime.Services;
import io.vedette.runtime.Supervisor;
import io.vedette.store.Database;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.event.ClipLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The console's kept pictures, assembled. Confined to the console's thread. */
final class ConsoleClips {
  private final ConsoleRole.Surroundings around;
  private final KafkaAccess kafka;
  private final Supervisor supervisor;
  private final Clips clips = new Clips();
  private final ClipVideos videos;

  /**
   * The folder of kept pictures, and the times for which they are kept.
   *
   * @param retention the time for which Kafka keeps frames
   */
  record Place(Path folder, ClipSettings settings, Duration retention) {}

  ConsoleClips(ConsoleRole.Surroundings around, KafkaAccess kafka, Supervisor supervisor) {
    this.around = around;
    this.kafka = kafka;
    this.supervisor = supervisor;
    this.videos = new ClipVideos(clips, around.clips().folder().resolve("videos"), supervisor);
  }

  /**
   * The operations about clips.
   *
   * @param services close the parts
   */
  List<ConsolePart> parts(Database database, Audit audit, Services services) {
    ClipStores stores = ClipStores.of(clips, database, around.clips().settings());
    ClipLog log = services.keep(new ClipLog(kafka, around.topics().clips()));
    return List.of(
        new ClipPart(stores, log, around.clock()),
        new ExportPart(around.vertx(), stores, videos, audit, around.clock()));
  }

  /** Begins to keep pictures, where the settings say so. */
  void start(Services services) {
    Place place = around.clips();
    if (place.settings().enabled()) {
      services.start(
          new Keeper(
              new Keeper.Source(kafka, around.topics(), place.retention()),
              new Keeper.Disk(place.folder(), place.settings(), around.clock()),
              clips,
              new ClipMeters(around.meters()),
              supervisor));
      services.start(videos);
    }
  }
}
