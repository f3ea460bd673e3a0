package io.vedette.node;

import io.micrometer.core.instrument.MeterRegistry;
import io.vedette.console.ConsolePart;
import io.vedette.console.ConsoleSettings;
import io.vedette.console.camera.CameraTestPart;
import io.vedette.console.server.ConsoleServer;
import io.vedette.ingest.placement.CameraRegistry;
import io.vedette.metric.Metric;
import io.vedette.metric.MetricPart;
import io.vedette.projection.Projector;
import io.vedette.runtime.Services;
import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import io.vedette.runtime.WorkerService;
import io.vedette.store.Database;
import io.vedette.store.DatabaseAddress;
import io.vedette.tracking.TrackerSettings;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.topic.RoleRights;
import io.vedette.transport.topic.Topics;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The parts of the console, opened and closed together on a thread of their own: a failure here
 * affects no other role, and nobody waits for the start. Thread-safe.
 */
final class ConsoleRole extends WorkerService {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
  private static final long LOOK_MILLIS = 200;

  private final ConsoleSettings settings;
  private final Surroundings surroundings;
  private final Supervisor supervisor;
  private final Consumer<String> opened;

  /**
   * The surroundings that the parts share.
   *
   * @param kafka joins Kafka by the console's rights; fails where it lacks one
   * @param tracker the track role's tracker settings, by which rules are rehearsed
   * @param testing the limits on tests of connections
   * @param groups the consumer groups of the stages
   * @param runs makes the runs that are started from the page
   */
  @SuppressWarnings("checkstyle:RecordComponentNumber") // each is of another part
  record Surroundings(
      Vertx vertx,
      Supplier<KafkaAccess> kafka,
      DatabaseAddress database,
      Topics topics,
      Function<KafkaAccess, CameraRegistry> registry,
      CameraTestPart.Allowed testing,
      ConsoleClips.Place clips,
      TrackerSettings tracker,
      RoleRights.Groups groups,
      ConsoleRuns runs,
      MeterRegistry meters,
      InstantSource clock) {}

  /**
   * @param supervisor the supervisor of all parts
   * @param opened receives the address once the server listens
   */
  ConsoleRole(
      ConsoleSettings settings,
      Surroundings surroundings,
      Supervisor supervisor,
      Consumer<String> opened) {
    super("console-server", CLOSE_TIMEOUT, supervisor);
    this.settings = settings;
    this.surroundings = surroundings;
    this.supervisor = supervisor;
    this.opened = opened;
  }

  @Override
  protected Worker.Duty duty() {
    return new Open(settings, surroundings, supervisor, opened);
  }

  /** The console from opening to closing. Confined to the worker's thread. */
  private static final class Open implements Worker.Duty {
    private final Services services = new Services();

    private Open(
        ConsoleSettings settings,
        Surroundings around,
        Supervisor supervisor,
        Consumer<String> opened) {
      forgetMeters(around.meters());
      try {
        Database database = services.keep(new Database(around.database()));
        ConsoleAccounts accounts = new ConsoleAccounts(settings, around, database, services);
        KafkaAccess kafka = around.kafka().get();
        Projector projector =
            services.keep(
                new Projector(
                    kafka,
                    around.topics(),
                    new Projector.Store(database, settings.keep(), around.clock()),
                    supervisor));
        projector.bindTo(around.meters());
        List<ConsolePart> parts = new ArrayList<>(accounts.parts());
        ConsoleClips clips = new ConsoleClips(around, kafka, supervisor);
        parts.addAll(
            new ConsoleParts(around, kafka, services, supervisor).all(database, projector, clips));
        ConsoleServer server =
            services.start(new ConsoleServer(around.vertx(), settings, accounts.callers(), parts));
        accounts.greet(server.address());
        opened.accept(server.address());
        projector.start();
        clips.start(services);
      } catch (RuntimeException e) {
        services.close();
        throw e;
      }
    }

    /** Removes the meters of an earlier opening, whose values would stand still. */
    private static void forgetMeters(MeterRegistry meters) {
      Stream.of(Metric.values())
          .filter(metric -> metric.part() == MetricPart.CONSOLE)
          .forEach(metric -> metric.in(meters).remove());
    }

    @Override
    public void run() throws InterruptedException {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }

    @Override
    public void onClose() {
      services.close();
    }
  }
}
