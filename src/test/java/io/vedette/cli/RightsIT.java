package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.vedette.broker.SecureKafka;
import io.vedette.broker.SecureKafka.Listener;
import io.vedette.config.Settings;
import io.vedette.ingest.source.CameraSeeds;
import io.vedette.node.Node;
import io.vedette.node.VedetteSettings;
import io.vedette.runtime.Completion;
import io.vedette.runtime.Failure;
import io.vedette.runtime.Services;
import io.vedette.runtime.Supervision;
import io.vedette.transport.access.Right;
import io.vedette.transport.access.Rights;
import io.vedette.transport.topic.RoleRights;
import io.vedette.transport.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each right of each role, taken away: one line says which, at the start and later. */
@Timeout(300)
class RightsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> SETTINGS =
      List.of(
          "ingest.node=here",
          "http.port=0",
          "transport.partitions=1",
          "transport.camera-partitions=1",
          "inference.device=simulated",
          "inference.simulated-time=1ms",
          "cameras.front.url=sim:",
          "cameras.front.fps=5",
          "sinks.topics.copy.topic=copied",
          "forward.site=gate1");

  private static SecureKafka kafka;

  @BeforeAll
  static void start(@TempDir Path folder) {
    kafka = new SecureKafka(folder);
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  private static RoleRights roles(String... more) {
    VedetteSettings settings = settings(Map.of(), more);
    return new RoleRights(new Topics(settings.transport()), settings.groups());
  }

  private static VedetteSettings settings(Map<String, String> client, String... more) {
    Settings settings = new Settings(Map.of()).assignments(SETTINGS).assignments(List.of(more));
    return settings.bind(VedetteSettings.class).withKafka(client);
  }

  /** One right less: who lacks it, and what the line says of it. */
  private record Case(Rights role, String user, ResourcePattern lacking, AclOperation operation) {
    List<AclBinding> acls() {
      return SecureKafka.acls(user, role).stream()
          .filter(acl -> !acl.equals(SecureKafka.allowed(user, lacking, operation)))
          .toList();
    }

    String resource() {
      return new Right(lacking, List.of(operation)).toString();
    }
  }

  /** Every operation on every resource, of all roles with their topics there. */
  private static List<Case> cases(List<Rights> roles) {
    List<Case> cases = new ArrayList<>();
    for (Rights role : roles) {
      for (Right right : role.rights()) {
        for (AclOperation operation : right.operations()) {
          if (operation != AclOperation.CREATE) {
            cases.add(new Case(role, "user" + cases.size(), right.resource(), operation));
          }
        }
      }
    }
    return cases;
  }

  @Test
  void shouldSayWhichRightIsMissingAtTheStart() {
    List<Rights> roles =
        Stream.concat(
                roles().all().stream().filter(role -> !role.toString().contains("<")),
                Stream.of(
                    roles()
                        .sinks(
                            List.of(new Topics(settings(Map.of()).transport()).alerts()),
                            List.of("copied")),
                    roles().centre("gate1", true),
                    roles().shadow("next"),
                    roles().promotion("next"),
                    roles().replay("again"),
                    roles().trackRun("again"),
                    roles().diff(List.of("live", "again"))))
            .toList();
    List<Case> cases = cases(roles);
    assertThat(cases).hasSizeGreaterThan(90);
    makeTopics(roles);
    kafka.addUsers(cases.stream().map(Case::user).toList());
    kafka.allow(cases.stream().flatMap(lacking -> lacking.acls().stream()).toList());

    for (Case lacking : cases) {
      assertThat(refusal(lacking.user(), node -> node.join(lacking.role())))
          .as("%s without %s", lacking.role().role(), lacking.resource())
          .startsWith(
              "role " + lacking.role().role() + " lacks " + lacking.resource() + "; grant it: ")
          .contains("kafka-acls --add --allow-principal User:" + lacking.user() + " --operation")
          .doesNotContain("\n");
    }
  }

  /** Topics that are there, as every start but the first finds them. */
  private static void makeTopics(List<Rights> roles) {
    List<String> topics =
        roles.stream()
            .flatMap(role -> role.rights().stream())
            .filter(right -> right.type() == ResourceType.TOPIC)
            .map(Right::name)
            .distinct()
            .toList();
    kafka.makeTopics(topics);
  }

  private static String refusal(String user, Consumer<Node> start) {
    try (Services services = new Services()) {
      Node node =
          new Node(
              settings(kafka.client(Listener.SECURE, user)),
              services,
              new Supervision(new Completion()));
      Failure failure = catchThrowableOfType(Failure.class, () -> start.accept(node));
      assertThat(failure).as(user + " is refused").isNotNull();
      assertThat(failure.action()).isEqualTo(Failure.Action.STOP);
      return failure.getMessage();
    }
  }

  static Stream<String> topicsOfAFreshKafka() {
    return Stream.concat(
        roles("transport.prefix=fresh").ingest().topicsToCreate().stream(),
        Stream.of("vedette-track-scenes-changelog"));
  }

  @ParameterizedTest
  @MethodSource("topicsOfAFreshKafka")
  void shouldSayWhichTopicIsMissingThatItMayNotMake(String topic) {
    String prefix = "fresh" + topic.hashCode();
    String missing = topic.replace("fresh.", prefix + ".");
    boolean isIngest = topic.startsWith("fresh.");
    String[] more = {"transport.prefix=" + prefix, "track.group=" + prefix};
    Rights role = isIngest ? roles(more).ingest() : roles(more).track();
    String named = isIngest ? missing : prefix + "-scenes-changelog";
    String user = "maker-" + prefix;
    kafka.addUsers(List.of(user));
    kafka.allow(
        SecureKafka.acls(user, role).stream()
            .filter(
                acl ->
                    !(acl.pattern().name().equals(named)
                        && acl.entry().operation() == AclOperation.CREATE))
            .toList());

    try (Services services = new Services()) {
      Node node =
          new Node(
              settings(kafka.client(Listener.SECURE, user), more),
              services,
              new Supervision(new Completion()));
      Failure failure = catchThrowableOfType(Failure.class, () -> node.join(role));

      assertThat(failure)
          .hasMessageContaining("role " + role.role() + " lacks Create on topic " + named);
    }
  }

  /** What is taken away while a role works. */
  private record Taken(String role, String name, AclOperation operation) {
    /** A topic that grows as long as the role works. */
    String work() {
      return switch (role) {
        case "ingest" -> "vedette.frames";
        case "detect" -> "vedette.detections";
        default -> "vedette-track-scenes-changelog";
      };
    }
  }

  static Stream<Taken> whileRunning() {
    return Stream.of(
        new Taken("ingest", "vedette.frames", AclOperation.WRITE),
        new Taken("ingest", "vedette.cameras", AclOperation.READ),
        new Taken("ingest", "vedette.owners", AclOperation.READ),
        new Taken("ingest", "vedette.events", AclOperation.WRITE),
        new Taken("ingest", "vedette-ingest", AclOperation.READ),
        new Taken("ingest", "vedette-detect", AclOperation.DESCRIBE),
        new Taken("detect", "vedette.frames", AclOperation.READ),
        new Taken("detect", "vedette.detections", AclOperation.WRITE),
        new Taken("detect", "vedette.promotions", AclOperation.READ),
        new Taken("detect", "vedette-detect", AclOperation.READ),
        new Taken("detect", "vedette-detect-", AclOperation.WRITE),
        new Taken("track", "vedette.detections", AclOperation.READ),
        new Taken("track", "vedette-track-scenes-changelog", AclOperation.WRITE),
        new Taken("track", "vedette-track", AclOperation.READ),
        new Taken("track", "vedette-track-", AclOperation.WRITE),
        new Taken("track", "vedette-track-snapshots", AclOperation.READ),
        new Taken("sinks", "vedette-sinks-", AclOperation.READ));
  }

  @Test
  void shouldSayWhichRightWasTakenAwayFromARoleThatWorks() {
    kafka.addUsers(List.of("ingest", "detect", "track"));
    Topics topics = new Topics(settings(Map.of()).transport());
    Rights sinks = roles().sinks(List.of(topics.alerts()), List.of("copied"));
    Map<String, Rights> rights =
        Map.of(
            "ingest", roles().ingest(),
            "detect", roles().detect(),
            "track", roles().track().and(sinks));
    rights.forEach((user, role) -> kafka.allow(SecureKafka.acls(user, role)));
    try (Running ingest = new Running("ingest");
        Running detect = new Running("detect");
        Running track = new Running("track")) {
      Map<String, Running> running =
          Map.of("ingest", ingest, "detect", detect, "track", track, "sinks", track);
      whileRunning()
          .forEach(
              taken -> {
                Running user = running.get(taken.role());
                check(taken, user, rights.get(user.role));
              });
    }
  }

  private static void check(Taken taken, Running running, Rights rights) {
    Right right =
        rights.rights().stream()
            .filter(known -> known.name().equals(taken.name()))
            .filter(known -> known.operations().contains(taken.operation()))
            .findFirst()
            .orElseThrow();
    List<AclBinding> acl =
        List.of(SecureKafka.allowed(running.role, right.resource(), taken.operation()));
    awaitWork(taken.work());
    kafka.refuse(acl);

    assertThat(running.awaitLine(taken))
        .as(taken.toString())
        .contains("role %s lacks ".formatted(taken.role()))
        .contains(Right.word(taken.operation()) + " on " + right.resourceWords())
        .doesNotContain("\n");
    kafka.allow(acl);
    running.restart();
  }

  private static void awaitWork(String topic) {
    long before = end(topic);
    await("records of " + topic).atMost(PATIENCE).until(() -> end(topic) > before);
  }

  private static long end(String topic) {
    TopicPartition partition = new TopicPartition(topic, 0);
    try {
      ListOffsetsResultInfo end =
          kafka
              .admin()
              .listOffsets(Map.of(partition, OffsetSpec.latest()))
              .partitionResult(partition)
              .get();
      return end.offset();
    } catch (Exception e) {
      return -1; // it is not there yet
    }
  }

  /** A node of one role, by the user of the role's name. */
  private static final class Running implements AutoCloseable {
    private final String role;
    private Services services = new Services();
    private Supervision supervision = new Supervision(new Completion());

    Running(String role) {
      this.role = role;
      start();
    }

    private void start() {
      VedetteSettings settings = settings(kafka.client(Listener.SECURE, role));
      Node node = new Node(settings, services, supervision);
      switch (role) {
        case "ingest" ->
            node.ingest(
                CameraSeeds.of(new Settings(Map.of()).assignments(SETTINGS), System.getenv()));
        case "detect" -> node.detect(null);
        default -> node.track();
      }
    }

    String awaitLine(Taken taken) {
      await("what is said without " + taken)
          .atMost(PATIENCE)
          .until(() -> supervision.completion().isReached() || !refusals().isEmpty());
      if (!supervision.completion().isReached()) {
        return refusals().get(0);
      }
      Failure failure = catchThrowableOfType(Failure.class, () -> supervision.completion().check());
      return failure.getMessage();
    }

    /** What separate parts are refused, as health tells it. */
    private List<String> refusals() {
      return supervision.troubles().values().stream()
          .filter(trouble -> trouble.contains(" lacks "))
          .toList();
    }

    void restart() {
      close();
      services = new Services();
      supervision = new Supervision(new Completion());
      start();
    }

    @Override
    public void close() {
      services.close();
    }
  }
}
