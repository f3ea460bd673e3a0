package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.vedette.broker.BrokerSettings;
import io.vedette.broker.EmbeddedBroker;
import io.vedette.config.DataSize;
import io.vedette.config.Settings;
import io.vedette.ingest.source.CameraSeeds;
import io.vedette.node.Node;
import io.vedette.node.VedetteSettings;
import io.vedette.runtime.Completion;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Part;
import io.vedette.runtime.Services;
import io.vedette.runtime.Supervision;
import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Supervisor.Verdict;
import io.vedette.runtime.Worker;
import io.vedette.runtime.WorkerService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of worker fails in each way there is, in a node that runs all roles. */
class EveryWorkerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  /** The kinds that a node runs, by the beginning of their names; and whether each is separate. */
  private static final Map<String, Boolean> OF_A_NODE =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("topic-keeper", true),
              Map.entry("drop-reports", false),
              Map.entry("trace-export", true),
              Map.entry("coverage", false),
              Map.entry("minute-", false),
              Map.entry("degradation", false),
              Map.entry("camera-share", false),
              Map.entry("camera-front", true),
              Map.entry("event-publisher", false),
              Map.entry("frame-publisher", false),
              Map.entry("model-switch", false),
              Map.entry("detect-poll", false),
              Map.entry("prepare-", false),
              Map.entry("lane-0", false),
              Map.entry("snapshots", true),
              Map.entry("sink-copy", true),
              Map.entry("lag-", true),
              Map.entry("console-server", true),
              Map.entry("console-cameras", true),
              Map.entry("console-projection", true),
              Map.entry("clip-keeper", true),
              Map.entry("clip-video", true),
              Map.entry("live-present", true),
              Map.entry("live-overview", true),
              Map.entry("live-rendition-", true),
              Map.entry("forward-edge.forward.events", false),
              Map.entry("forward-spool", false)));

  /** Restarts together with all other workers of the console. */
  private static final String WHOLE_CONSOLE = "console-server";

  /** Who makes workers; a class that is new here needs a kind above, or a test of its own. */
  private static final Set<String> MAKERS =
      Set.of(
          "BacklogWatch",
          "Batches",
          "Camera",
          "CameraDirectory",
          "CameraOverview",
          "ClipVideos",
          "ClockWatch",
          "SinkWorker",
          "ConsoleRole",
          "Degradation",
          "DetectLoop",
          "DropReports",
          "EventPrinter",
          "EveryMinute",
          "EventPublisher",
          "Forwarder",
          "FramePublisher",
          "Keeper",
          "LagWatch",
          "LiveTake",
          "ModelSwitch",
          "Ownership",
          "Pipeline",
          "Playback",
          "Preparer",
          "Present",
          "Projector",
          "Recording",
          "Renditions",
          "RunJob",
          "Snapshots",
          "SpanExport",
          "Spooler",
          "TopicKeeper",
          "UpCommand");

  @TempDir Path folder;

  private final Services services = new Services();
  private final Faults faults = new Faults();

  @AfterEach
  void stop() {
    services.close();
  }

  @Test
  void shouldKnowEveryMakerOfWorkers() {
    JavaClasses product =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.vedette");
    JavaClass service = product.get(WorkerService.class);
    Stream<JavaClass> own =
        product.get(Worker.class).getConstructorCallsToSelf().stream()
            .map(JavaConstructorCall::getOriginOwner)
            .filter(type -> !type.equals(service));
    Set<String> makers =
        Stream.concat(own, service.getAllSubclasses().stream())
            .map(EveryWorkerIT::outermost)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(makers).containsExactlyInAnyOrderElementsOf(MAKERS);
  }

  private static String outermost(JavaClass type) {
    return type.getEnclosingClass().map(EveryWorkerIT::outermost).orElse(type.getSimpleName());
  }

  @Test
  void shouldGoOnAfterWhatMayPassAndWhatIsSkipped() {
    start();

    faults.throwOnce(OF_A_NODE.keySet(), () -> Failure.skip("an item is bad", null));
    awaitVerdicts(OF_A_NODE.keySet(), Verdict.SKIP);
    faults.throwOnce(OF_A_NODE.keySet(), () -> Failure.retry("the broker is away", null));
    awaitVerdicts(OF_A_NODE.keySet(), Verdict.RETRY);
    faults.rounds.clear();

    awaitRounds(OF_A_NODE.keySet());
    assertThat(faults.completion().isReached()).isFalse();
    assertThat(faults.ended()).isEmpty();
  }

  static Stream<Supplier<Throwable>> finalOnes() {
    return Stream.of(
        () -> Failure.stop("a person has to change something"),
        () -> new IllegalStateException("unexpected"),
        () -> new OutOfMemoryError("no room"));
  }

  @ParameterizedTest
  @MethodSource("finalOnes")
  void shouldRestartWhatIsSeparateAndEndTheProcessForAllElse(Supplier<Throwable> thrown) {
    start();
    Set<String> separate = kinds(true);
    separate.remove(WHOLE_CONSOLE);
    Set<String> essential = kinds(false);

    faults.throwOnce(separate, thrown);
    awaitVerdicts(separate, Verdict.RESTART);
    Map<String, String> troubles = faults.troubles();
    faults.rounds.clear();
    awaitRounds(separate);
    assertThat(faults.completion().isReached()).isFalse();
    assertThat(kindsOf(troubles.keySet())).containsAll(separate);

    faults.throwOnce(Set.of(WHOLE_CONSOLE), thrown);
    awaitVerdicts(Set.of(WHOLE_CONSOLE), Verdict.RESTART);
    assertThat(faults.troubles()).containsKey(WHOLE_CONSOLE);
    faults.rounds.clear();
    awaitRounds(kinds(true));

    for (String kind :
        List.of("prepare-", "lane-0", "detect-poll")) { // the others' end is theirs, too
      faults.throwOnce(Set.of(kind), thrown);
      awaitVerdicts(Set.of(kind), Verdict.END);
    }
    // It closes the others, which have ended as they were asked to then.
    await("health knows it")
        .untilAsserted(() -> assertThat(faults.ended()).containsKey("detect-poll"));
    faults.throwOnce(essential, thrown);
    awaitVerdicts(essential, Verdict.END);
    assertThat(faults.completion().isReached()).isTrue();
  }

  private static Set<String> kinds(boolean isSeparate) {
    return OF_A_NODE.keySet().stream()
        .filter(kind -> OF_A_NODE.get(kind) == isSeparate)
        .collect(Collectors.toSet());
  }

  private static Set<String> kindsOf(Set<String> names) {
    return OF_A_NODE.keySet().stream()
        .filter(kind -> names.stream().anyMatch(name -> name.startsWith(kind)))
        .collect(Collectors.toSet());
  }

  private void awaitVerdicts(Set<String> kinds, Verdict verdict) {
    await("each is reported as " + verdict)
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(kindsOf(faults.verdicts.getOrDefault(verdict, Set.of())))
                    .containsAll(kinds));
  }

  private void awaitRounds(Set<String> kinds) {
    await("each goes on")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(kindsOf(faults.rounds)).containsAll(kinds));
  }

  /** All roles in one node, at one broker that is also the centre. */
  private void start() {
    EmbeddedBroker broker =
        services.start(
            new EmbeddedBroker(
                folder, new BrokerSettings(0, new DataSize(1 << 30), new DataSize(8 << 20))));
    // The camera is not there, so that its rounds are short: attempts to connect.
    Settings settings =
        new Settings(Map.of())
            .assignments(
                List.of(
                    "ingest.node=here",
                    "http.port=0",
                    "console.port=0",
                    "data=" + folder,
                    "inference.device=simulated",
                    "inference.simulated-time=1ms",
                    "cameras.front.url=rtsp://127.0.0.1:1/front",
                    "tracing.endpoint=http://127.0.0.1:1",
                    "sinks.topics.copy.topic=copied"));
    broker
        .clientProperties()
        .forEach((key, value) -> settings.put("forward.kafka." + key, value, "test"));
    Node node =
        new Node(
            settings.bind(VedetteSettings.class).withKafka(broker.clientProperties()),
            services,
            faults);
    node.track();
    node.detect(null);
    node.forward();
    node.console(faults.separate(), address -> {});
    node.ingest(CameraSeeds.of(settings, System.getenv()));
    awaitRounds(OF_A_NODE.keySet());
  }

  /** A supervision that has parts throw what the test wants, at the beginning of a round. */
  private static final class Faults extends Supervision {
    private final Map<String, Supplier<Throwable>> next = new ConcurrentHashMap<>();
    private final Set<String> rounds = ConcurrentHashMap.newKeySet();
    private final Map<Verdict, Set<String>> verdicts = new ConcurrentHashMap<>();

    Faults() {
      super(new Completion());
      listen(
          (part, verdict) ->
              verdicts
                  .computeIfAbsent(verdict, known -> ConcurrentHashMap.newKeySet())
                  .add(part.name()));
    }

    void throwOnce(Set<String> kinds, Supplier<Throwable> thrown) {
      kinds.forEach(kind -> next.put(kind, thrown));
    }

    @Override
    public Supervisor essential() {
      return new Faulty(super.essential());
    }

    @Override
    public Supervisor separate() {
      return new Faulty(super.separate());
    }

    private final class Faulty implements Supervisor {
      private final Supervisor real;

      private Faulty(Supervisor real) {
        this.real = real;
      }

      @Override
      public void began(Part part) {
        real.began(part);
      }

      @Override
      public void ended(Part part) {
        real.ended(part);
      }

      @Override
      public void round(Part part) {
        rounds.add(part.name());
        for (String kind : next.keySet()) {
          Supplier<Throwable> thrown = part.name().startsWith(kind) ? next.remove(kind) : null;
          if (thrown != null) {
            Throwable failure = thrown.get();
            if (failure instanceof Error error) {
              throw error;
            }
            throw (RuntimeException) failure;
          }
        }
      }

      @Override
      public Verdict failed(Part part, Throwable failure) {
        return real.failed(part, failure);
      }
    }
  }
}
