package io.vedette;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final String ROOT = "io.vedette.";

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.vedette");

  /**
   * What each package uses: exactly that, and only packages above it. The order is the order to
   * read the code in.
   */
  private static final String USES =
      """
      geometry
      metric
      text
      runtime: text
      log: text
      validation: text
      file: text runtime
      config: text file
      onnx: text runtime file
      state: geometry text
      http: runtime file config
      frame: geometry
      trace: metric text runtime config frame
      picture: geometry runtime
      picture.jpeg: geometry text runtime frame picture
      picture.video: geometry runtime picture
      event: geometry validation frame
      event.scene: geometry validation event
      event.operation: validation frame
      event.audit: validation
      event.review: validation
      event.clip: validation
      camera.address
      camera.link: text runtime file config picture camera.address
      camera.http: text camera.link
      camera.rtsp: text camera.link
      camera.coded
      camera.motion: geometry config
      camera.report: metric runtime
      camera.decode: text config picture camera.coded camera.report
      camera.setting: text config camera.address camera.link camera.motion
      camera.input: text runtime config picture camera.address camera.link camera.http \
          camera.rtsp camera.coded camera.report camera.decode camera.setting
      camera: geometry text runtime frame picture picture.jpeg camera.link camera.motion \
          camera.report camera.decode camera.setting camera.input
      inference.reading: geometry onnx
      inference.family.dense: geometry inference.reading
      inference.family.query: inference.reading
      inference.family.selected: onnx inference.reading
      inference.family: inference.reading inference.family.dense inference.family.query \
          inference.family.selected
      inference.spec: geometry runtime file onnx inference.reading inference.family
      inference.graph: geometry runtime onnx inference.reading inference.spec
      inference: geometry text runtime validation file onnx inference.reading \
          inference.family inference.spec inference.graph
      detection: geometry text runtime validation config frame picture inference.reading \
          inference
      tracking.kalman: geometry
      tracking: geometry config state tracking.kalman
      rule: geometry validation config state tracking
      alert: validation config state event
      scene: geometry config state frame event event.scene tracking rule alert
      transport.access
      transport.attempt
      transport.record: text validation frame event event.scene event.operation
      transport.client: metric text runtime config transport.access
      transport.exchange: transport.client
      transport.group: metric runtime transport.client
      transport.relay: runtime validation frame transport.attempt transport.record \
          transport.client transport.exchange
      transport.table: text runtime validation event event.operation event.clip \
          transport.record transport.client transport.exchange
      transport.topic: runtime config transport.access transport.client
      transport.event: runtime validation event.operation event.audit event.review \
          event.clip transport.record transport.client transport.exchange transport.topic
      transport.frame: geometry text runtime validation config frame event transport.attempt \
          transport.record transport.client transport.exchange transport.topic
      transport.detection: text runtime validation frame event event.operation \
          transport.record transport.client transport.exchange transport.table \
          transport.topic transport.event transport.frame
      ingest.attempt: event.operation
      ingest.placement: runtime transport.record transport.client transport.exchange \
          transport.group transport.table transport.topic transport.frame
      ingest.tenure: event.operation camera.setting transport.table
      ingest: metric text runtime validation config frame trace event.operation \
          camera.address camera.link camera.report camera.setting camera transport.client \
          transport.table transport.topic transport.event transport.frame ingest.attempt \
          ingest.placement ingest.tenure
      ingest.degradation: text runtime event.operation camera transport.client \
          transport.group transport.event ingest
      detect.schedule: geometry text runtime frame transport.attempt transport.group \
          transport.frame transport.detection
      detect: geometry metric text runtime config frame trace picture picture.jpeg event \
          event.operation inference detection transport.client transport.exchange \
          transport.group transport.table transport.frame transport.detection \
          detect.schedule
      track: metric text runtime validation config frame trace event event.scene tracking \
          rule alert scene transport.record transport.client transport.topic
      track.snapshot: geometry runtime validation picture picture.jpeg event event.scene \
          transport.record transport.client transport.relay transport.topic transport.frame
      sink.delivery: text runtime validation event transport.record transport.relay
      sink.mail: text runtime config event transport.client transport.relay transport.topic \
          transport.frame sink.delivery
      sink.mqtt: text runtime validation config frame event event.scene event.operation \
          transport.record transport.relay sink.delivery
      sink.webhook: text runtime validation file config frame event transport.relay sink.delivery
      sink: metric text runtime config frame trace transport.access transport.client \
          transport.relay transport.topic sink.delivery sink.mail sink.mqtt sink.webhook
      forward: metric text runtime validation config frame trace event transport.record \
          transport.client transport.exchange transport.table transport.topic
      live: geometry metric runtime validation frame picture picture.jpeg event \
          event.operation transport.record transport.client transport.table transport.topic \
          transport.event transport.frame
      clip.pack: geometry runtime file config frame
      clip: metric runtime validation file config frame event event.scene event.clip \
          transport.record transport.client transport.table transport.topic transport.frame \
          clip.pack
      clip.export: geometry runtime file frame picture picture.jpeg picture.video event.clip \
          clip.pack clip
      compare: geometry text frame event
      plan: geometry text inference
      simulator.rtsp
      simulator.body
      simulator.drawing: geometry simulator.body
      simulator.street: geometry simulator.body simulator.drawing
      simulator.video: geometry runtime config picture picture.video simulator.street
      simulator: geometry text runtime http simulator.rtsp simulator.street simulator.video
      ingest.source: geometry runtime validation config camera.link camera.motion \
          camera.setting rule transport.table ingest.placement simulator
      broker: text runtime file config
      ops: metric text runtime log http frame event.operation
      bench: geometry runtime config frame trace picture picture.jpeg picture.video event \
          camera.motion camera.setting camera inference.reading inference detection tracking \
          transport.client transport.topic transport.event transport.frame \
          transport.detection ingest detect simulator.street simulator.video simulator \
          broker ops
      model.layer: runtime
      model.yolo: model.layer
      model.data: geometry text runtime file picture picture.jpeg model.yolo
      model.accuracy: geometry text runtime frame picture picture.jpeg inference detection \
          model.data
      model.augment: geometry text picture picture.jpeg model.data
      model.report: geometry runtime file frame model.data
      model.repvit: model.layer model.yolo
      model: geometry model.layer model.yolo model.repvit
      model.torch: runtime model.layer model.yolo
      model.loss: model.yolo model.augment model.torch
      model.optimise: model.layer model.torch
      model.weights: geometry text runtime file onnx model.layer model.yolo model
      model.export: geometry onnx picture picture.jpeg model.layer model.yolo model.data \
          model model.torch model.weights
      model.train: geometry text runtime model.layer model.yolo model.data model.augment \
          model model.torch model.loss model.optimise model.weights
      model.course: geometry runtime file onnx frame inference detection model.layer \
          model.yolo model.data model.accuracy model.augment model.report model model.torch \
          model.loss model.weights model.export model.train
      model.comparison: geometry runtime file inference model.layer model.yolo model.data \
          model.accuracy model.report model model.weights model.export model.train \
          model.course
      model.teaching: geometry runtime file frame inference.reading inference model.data \
          model.accuracy model.augment model.train
      access
      store: runtime file config access
      projection: metric runtime validation event event.scene event.operation event.review \
          event.clip transport.record transport.client transport.table transport.topic store
      account: access store
      console.contract: access
      console.oidc: text runtime validation file config access store account
      console: config http camera.address clip access store console.contract console.oidc
      console.server: runtime http access console.contract console
      console.account: http camera.address access account console.contract console.oidc \
          console
      console.audit: text runtime event.audit transport.event access console.contract \
          console
      console.camera: geometry text runtime config event event.scene event.operation \
          camera.report camera.setting camera tracking rule scene transport.client \
          transport.table transport.topic transport.detection ingest.placement ingest.source \
          access console.contract console
      console.live: geometry text http frame live access console.contract console
      console.review: event.review transport.event access store console.contract console
      console.search: geometry http frame event transport.detection access store \
          console.contract console
      console.run: geometry text runtime file http frame event inference.reading inference \
          transport.client transport.table transport.topic transport.frame \
          transport.detection detect compare access store console.contract console \
          console.search
      console.clip: runtime file http frame event.clip transport.event clip.pack clip \
          clip.export access store console.contract console console.search
      console.system: frame event event.operation transport.client transport.group \
          transport.table transport.topic transport.detection access store projection \
          console console.camera
      node: metric text runtime log http frame trace picture.jpeg event event.operation \
          camera.report camera inference.reading inference detection tracking alert \
          transport.access transport.client transport.group transport.table transport.topic \
          transport.event transport.frame transport.detection ingest.placement ingest \
          ingest.degradation detect track track.snapshot sink forward live clip clip.export \
          ingest.source broker ops store projection account console.oidc console \
          console.server console.account console.audit console.camera console.live \
          console.review console.search console.run console.clip console.system
      cli.event: text runtime validation frame event event.scene event.operation \
          transport.record transport.event
      cli.option: geometry text runtime validation file config camera.setting inference broker \
          node
      cli.plan: geometry text runtime config transport.client plan node cli.option
      cli.model: geometry text runtime file config onnx inference.spec inference detection \
          simulator.street model.layer model.yolo model.data model.accuracy model.augment \
          model model.torch model.loss model.weights model.export model.train model.course \
          model.comparison model.teaching cli.option
      cli.screen: text runtime validation event event.scene event.operation transport.record \
          transport.event ingest.degradation ingest.source cli.event cli.option
      cli.role: text runtime log file config frame camera.setting transport.topic \
          transport.event transport.frame forward ingest.source broker access store \
          projection account console node cli.event cli.option cli.screen
      tracking.accuracy: geometry tracking.kalman tracking
      offline: geometry runtime validation file config frame picture picture.jpeg \
          picture.video event event.scene camera.motion camera.setting camera inference \
          detection tracking rule scene tracking.accuracy
      cli.file: geometry text runtime file config frame camera inference tracking rule \
          detect track node cli.option tracking.accuracy offline
      cli.camera: text runtime config event.operation transport.client transport.table \
          transport.topic ingest.placement ingest.source node cli.option
      cli: geometry text runtime validation file config event event.scene event.operation \
          inference transport.access transport.client transport.table transport.topic \
          transport.event sink forward compare simulator.rtsp simulator.street \
          simulator.video simulator bench node cli.event cli.option cli.plan cli.model \
          cli.role cli.file cli.camera
      """;

  private static final int MOST_TYPES = 12;
  private static final String EXPLANATION = "More than twelve types, since ";

  private static final Set<String> OPENING =
      Set.of(
          "org.apache.kafka.clients.consumer.KafkaConsumer.<init>",
          "org.apache.kafka.clients.producer.KafkaProducer.<init>",
          "org.apache.kafka.clients.admin.Admin.create",
          "org.apache.kafka.clients.admin.AdminClient.create",
          "org.apache.kafka.clients.admin.KafkaAdminClient.createInternal");

  @Test
  void shouldUseExactlyWhatTheTableSays() {
    Map<String, Set<String>> stated = statedUses();
    Map<String, Set<String>> actual = actualUses();

    assertThat(stated).containsOnlyKeys(actual.keySet());
    actual.forEach(
        (name, uses) ->
            assertThat(stated.get(name))
                .as(name + " uses")
                .containsExactlyInAnyOrderElementsOf(uses));
  }

  @Test
  void shouldUseOnlyPackagesAbove() {
    Set<String> above = new HashSet<>();
    statedUses()
        .forEach(
            (name, uses) -> {
              assertThat(above).as("packages above " + name).containsAll(uses);
              above.add(name);
            });
  }

  @Test
  void shouldHaveNoCyclesOnAnyLevel() {
    slices().matching("io.vedette.(*)..").should().beFreeOfCycles().check(PRODUCT);
    slices().matching("io.vedette.(**)").should().beFreeOfCycles().check(PRODUCT);
  }

  /** Whoever searches for a class finds one. */
  @Test
  void shouldGiveEachSimpleNameToOneTypeOnly() {
    Map<String, Set<String>> types = new TreeMap<>();
    PRODUCT.stream()
        .filter(JavaClass::isTopLevelClass)
        .filter(type -> !type.getSimpleName().equals("package-info"))
        .forEach(
            type ->
                types
                    .computeIfAbsent(type.getSimpleName(), name -> new TreeSet<>())
                    .add(type.getName()));

    assertThat(types).hasSizeGreaterThan(1000);
    assertThat(types.values()).allSatisfy(named -> assertThat(named).hasSize(1));
  }

  /** Whoever opens a package sees at once what is in it, or reads why it is that much. */
  @Test
  void shouldSayWhyAPackageHasMoreThanTwelveTypes() throws IOException {
    Map<String, Long> types =
        PRODUCT.stream()
            .filter(JavaClass::isTopLevelClass)
            .filter(type -> !type.getSimpleName().equals("package-info"))
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));

    for (Map.Entry<String, Long> each : types.entrySet()) {
      Path info = Path.of("src/main/java", each.getKey().replace('.', '/'), "package-info.java");
      boolean isExplained =
          Files.readString(info).replaceAll("\\s+\\*?\\s*", " ").contains(EXPLANATION);
      assertThat(isExplained)
          .as(
              "%s has %d types; its package-info says %s",
              each.getKey(), each.getValue(), EXPLANATION)
          .isEqualTo(each.getValue() > MOST_TYPES);
    }
  }

  @Test
  void shouldKeepEachLibraryWithItsOwner() {
    onlyIn("org.bytedeco.ffmpeg..", "camera", "picture", "simulator").check(PRODUCT);
    onlyIn("org.bytedeco.pytorch..", "model").check(PRODUCT);
    onlyIn("ai.onnxruntime..", "inference").check(PRODUCT);
    onlyIn("org.apache.kafka..", "transport", "ingest.placement", "track", "forward", "broker")
        .check(PRODUCT);
    onlyIn("kafka..", "broker").check(PRODUCT);
    onlyIn(
            "io.vertx..",
            "node",
            "cli",
            "ops",
            "http",
            "ingest",
            "detect",
            "simulator",
            "sink",
            "console",
            "live")
        .check(PRODUCT);
    onlyIn("com.hivemq..", "sink").check(PRODUCT);
    onlyIn("com.networknt..", "console").check(PRODUCT);
    onlyIn("io.opentelemetry..", "trace").check(PRODUCT);
    onlyIn("java.sql..", "store").check(PRODUCT);
    onlyIn("org.flywaydb..", "store").check(PRODUCT);
    onlyIn("com.zaxxer..", "store").check(PRODUCT);
    onlyIn("org.sqlite..", "store").check(PRODUCT);
    onlyIn("org.bouncycastle..", "account").check(PRODUCT);
    onlyIn("org.jose4j..", "console").check(PRODUCT);
  }

  /** Every HTTP server has the same limits and checks, also one that is yet to come. */
  @Test
  void shouldOpenHttpServersInOnePlace() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.vedette.http")
        .should()
        .callMethodWhere(
            describe(
                "makes an HTTP server",
                (JavaMethodCall call) ->
                    call.getName().equals("createHttpServer")
                        || call.getTargetOwner().getName().startsWith("com.sun.net.httpserver")))
        .check(PRODUCT);
    classes()
        .that()
        .haveFullyQualifiedName("io.vedette.http.HttpServers")
        .should()
        .callMethod(Vertx.class, "createHttpServer", HttpServerOptions.class)
        .check(PRODUCT);
  }

  /** Every Kafka client, also one that is yet to come; the embedded broker manages itself. */
  @Test
  void shouldOpenKafkaClientsInOnePlace() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("io.vedette.transport.client.KafkaClients")
        .and()
        .resideOutsideOfPackage("io.vedette.broker")
        .should()
        .accessTargetWhere(
            describe(
                "opens a Kafka client",
                (JavaAccess<?> access) ->
                    OPENING.contains(
                        access.getTargetOwner().getName() + "." + access.getTarget().getName())))
        .check(PRODUCT);
  }

  @Test
  void shouldHaveOnlyConstantStaticFields() {
    fields().that().areStatic().should().beFinal().allowEmptyShould(true).check(PRODUCT);
  }

  @Test
  void shouldNullMarkEveryPackage() {
    classes()
        .that(
            describe(
                "are not package descriptions",
                (JavaClass c) -> !c.getSimpleName().equals("package-info")))
        .should(
            ArchCondition.from(
                describe(
                    "live in a @NullMarked package",
                    (JavaClass c) -> c.getPackage().isAnnotatedWith(NullMarked.class))))
        .check(PRODUCT);
  }

  @Test
  void shouldPrintOnlyInCommands() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(
        PRODUCT.that(
            describe(
                "are not commands",
                (JavaClass c) -> !c.getPackageName().startsWith("io.vedette.cli"))));
  }

  private static Map<String, Set<String>> statedUses() {
    Map<String, Set<String>> uses = new LinkedHashMap<>();
    USES.lines()
        .map(line -> line.split(":", 2))
        .forEach(
            row ->
                uses.put(
                    row[0].strip(),
                    row.length == 1 ? Set.of() : Set.of(row[1].strip().split(" +"))));
    return uses;
  }

  private static Map<String, Set<String>> actualUses() {
    Map<String, Set<String>> uses = new TreeMap<>();
    for (JavaClass type : PRODUCT) {
      if (type.getSimpleName().equals("package-info")) {
        continue;
      }
      String own = packageOf(type);
      Set<String> used = uses.computeIfAbsent(own, name -> new TreeSet<>());
      type.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(target -> target.getPackageName().startsWith(ROOT))
          .map(ArchitectureTest::packageOf)
          .filter(name -> !name.equals(own))
          .forEach(used::add);
    }
    return uses;
  }

  private static String packageOf(JavaClass type) {
    return type.getPackageName().substring(ROOT.length());
  }

  private static ArchRule onlyIn(String library, String... owners) {
    String[] packages =
        Stream.of(owners).map(owner -> "io.vedette." + owner + "..").toArray(String[]::new);
    return noClasses()
        .that()
        .resideOutsideOfPackages(packages)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .allowEmptyShould(true);
  }
}
