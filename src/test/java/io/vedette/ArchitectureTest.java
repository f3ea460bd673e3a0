package io.vedette;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
      runtime
      config
      validation: runtime
      onnx
      state: geometry runtime
      http: config
      frame: geometry
      picture: geometry runtime frame
      event: geometry validation frame
      event.operation: validation frame
      camera.link: runtime config picture
      camera.http: camera.link
      camera.rtsp: camera.link
      camera: geometry runtime config frame picture camera.link camera.http camera.rtsp
      inference: geometry runtime validation onnx
      detection: geometry runtime config validation
      tracking: geometry config state
      rule: geometry validation state tracking
      alert: validation state event
      scene: geometry config state event tracking rule alert
      transport.access
      transport.attempt
      transport.record: validation frame event event.operation
      transport.client: runtime config transport.access
      transport.relay: runtime validation transport.attempt transport.record transport.client
      transport.table: runtime validation event event.operation transport.record \
          transport.client
      transport.topic: runtime config transport.access transport.client
      transport.event: runtime event.operation transport.record transport.client transport.topic
      transport.frame: geometry runtime config validation frame event transport.attempt \
          transport.record transport.client transport.topic
      transport.detection: runtime event event.operation transport.record transport.client \
          transport.table transport.event transport.frame
      ingest.attempt: event.operation
      ingest.placement: runtime transport.record transport.client transport.table \
          transport.topic transport.frame
      ingest: runtime validation frame event.operation camera.link camera transport.client \
          transport.table transport.topic transport.event transport.frame ingest.attempt \
          ingest.placement
      detect: geometry runtime config frame picture event event.operation inference detection \
          transport.attempt transport.client transport.table transport.frame transport.detection
      track: runtime validation event tracking rule alert scene transport.record \
          transport.client transport.topic
      track.snapshot: geometry runtime validation picture event transport.record \
          transport.client transport.relay transport.topic transport.frame
      sink.delivery: runtime validation event transport.record transport.relay
      sink.mail: runtime config event transport.client transport.relay transport.topic \
          transport.frame sink.delivery
      sink.mqtt: runtime config validation event transport.record transport.relay sink.delivery
      sink.webhook: runtime config validation event transport.relay sink.delivery
      sink: runtime transport.access transport.client transport.relay transport.topic \
          sink.delivery sink.mail sink.mqtt sink.webhook
      forward: runtime config validation event transport.record transport.client transport.table \
          transport.topic
      compare: geometry frame event
      plan: geometry inference
      simulator.rtsp
      simulator.street: geometry
      simulator.video: geometry runtime config picture simulator.street
      simulator: geometry runtime http simulator.rtsp simulator.street simulator.video
      ingest.source: geometry runtime config validation camera.link camera rule transport.table \
          ingest.placement simulator
      broker: runtime config
      ops: runtime http frame event.operation
      bench: geometry runtime config frame picture event camera inference detection tracking \
          transport.client transport.topic transport.event transport.frame transport.detection \
          ingest detect simulator.street simulator.video simulator broker ops
      model.layer: runtime
      model.yolo: model.layer
      model.data: geometry runtime picture model.yolo
      model.accuracy: geometry runtime picture inference detection model.data
      model.augment: geometry picture model.data
      model.report: geometry runtime detection model.data
      model.repvit: model.layer model.yolo
      model: geometry model.layer model.yolo model.repvit
      model.torch: runtime model.layer model.yolo
      model.loss: model.yolo model.augment model.torch
      model.optimise: model.layer model.torch
      model.weights: geometry runtime onnx model.layer model.yolo model
      model.export: geometry onnx picture model.layer model.yolo model.data model model.torch \
          model.weights
      model.train: geometry runtime model.layer model.yolo model.data model.augment model \
          model.torch model.loss model.optimise model.weights
      model.course: geometry runtime onnx inference detection model.layer model.yolo model.data \
          model.accuracy model.augment model.report model model.torch model.loss model.weights \
          model.export model.train
      model.comparison: geometry runtime inference model.layer model.yolo model.data \
          model.accuracy model.report model model.weights model.export model.train model.course
      model.teaching: geometry runtime inference detection model.data model.accuracy \
          model.augment model.train
      node: runtime http frame picture event.operation camera inference detection tracking alert \
          transport.access transport.client transport.table transport.topic transport.event \
          transport.frame transport.detection ingest.placement ingest detect track \
          track.snapshot sink forward ingest.source broker ops
      cli.event: runtime validation event event.operation transport.record transport.event
      cli.option: geometry runtime config validation camera broker node
      cli.model: geometry runtime config onnx inference detection simulator.street model.layer \
          model.yolo model.data model.accuracy model.augment model model.torch model.loss \
          model.weights model.export model.train model.course model.comparison model.teaching \
          cli.option
      cli.role: runtime config validation frame event camera transport.record transport.topic \
          transport.event transport.frame forward ingest.source broker node cli.event cli.option
      tracking.accuracy: geometry tracking
      offline: geometry runtime config validation frame picture event camera inference detection \
          tracking rule scene tracking.accuracy
      cli.file: geometry runtime config camera inference detection tracking rule track node \
          cli.option tracking.accuracy offline
      cli: geometry runtime config validation event event.operation inference transport.access \
          transport.client transport.table transport.topic transport.event ingest.placement \
          sink forward compare plan simulator.rtsp simulator.video simulator ingest.source bench node \
          cli.event cli.option cli.model cli.role cli.file
      """;

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

  @Test
  void shouldKeepEachLibraryWithItsOwner() {
    onlyIn("org.bytedeco.ffmpeg..", "camera", "picture", "simulator").check(PRODUCT);
    onlyIn("org.bytedeco.pytorch..", "model").check(PRODUCT);
    onlyIn("ai.onnxruntime..", "inference").check(PRODUCT);
    onlyIn("org.apache.kafka..", "transport", "ingest.placement", "track", "forward", "broker")
        .check(PRODUCT);
    onlyIn("kafka..", "broker").check(PRODUCT);
    onlyIn("io.vertx..", "node", "cli", "ops", "http", "ingest", "detect", "simulator", "sink")
        .check(PRODUCT);
    onlyIn("com.hivemq..", "sink").check(PRODUCT);
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
