package io.vedette;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.vedette");

  /** What each package may use; the row order is the order to read the code in. */
  private static final Map<String, List<String>> MAY_USE = new LinkedHashMap<>();

  static {
    MAY_USE.put("geometry", List.of());
    MAY_USE.put("runtime", List.of());
    MAY_USE.put("config", List.of());
    MAY_USE.put("validation", List.of("runtime"));
    MAY_USE.put("frame", List.of("geometry"));
    MAY_USE.put("picture", List.of("geometry", "runtime", "config"));
    MAY_USE.put("event", List.of("frame", "geometry", "validation"));
    MAY_USE.put("camera", List.of("picture", "frame", "geometry", "runtime", "config"));
    MAY_USE.put(
        "transport", List.of("frame", "event", "geometry", "validation", "runtime", "config"));
    MAY_USE.put(
        "ingest",
        List.of(
            "camera",
            "frame",
            "event",
            "transport",
            "geometry",
            "validation",
            "runtime",
            "config"));
    MAY_USE.put("onnx", List.of());
    MAY_USE.put(
        "inference",
        List.of("onnx", "picture", "frame", "geometry", "validation", "runtime", "config"));
    MAY_USE.put(
        "detection", List.of("frame", "geometry", "inference", "validation", "runtime", "config"));
    MAY_USE.put(
        "detector",
        List.of(
            "frame",
            "picture",
            "geometry",
            "inference",
            "detection",
            "event",
            "transport",
            "runtime",
            "config"));
    MAY_USE.put(
        "offline",
        List.of(
            "frame",
            "picture",
            "geometry",
            "camera",
            "inference",
            "detection",
            "tracking",
            "rule",
            "scene",
            "event",
            "validation",
            "runtime",
            "config"));
    MAY_USE.put("state", List.of("geometry", "runtime"));
    MAY_USE.put(
        "tracking", List.of("frame", "geometry", "detection", "state", "validation", "config"));
    MAY_USE.put(
        "rule", List.of("frame", "geometry", "tracking", "event", "state", "validation", "config"));
    MAY_USE.put("alert", List.of("event", "state", "validation", "config"));
    MAY_USE.put(
        "scene",
        List.of(
            "alert",
            "frame",
            "geometry",
            "picture",
            "detection",
            "tracking",
            "rule",
            "event",
            "state",
            "transport",
            "validation",
            "runtime",
            "config"));
    MAY_USE.put(
        "model",
        List.of("onnx", "geometry", "picture", "inference", "detection", "runtime", "config"));
    MAY_USE.put("sink", List.of("event", "frame", "transport", "validation", "runtime", "config"));
    MAY_USE.put("compare", List.of("event", "frame", "geometry"));
    MAY_USE.put("plan", List.of("geometry", "inference", "runtime", "config"));
    MAY_USE.put("broker", List.of("runtime", "config"));
    MAY_USE.put("http", List.of("config"));
    MAY_USE.put("simulator", List.of("geometry", "picture", "http", "runtime", "config"));
    MAY_USE.put("ops", List.of("frame", "event", "http", "runtime", "config"));
    // Measures the stages together, and so joins them as only app does otherwise.
    MAY_USE.put(
        "bench",
        List.of(
            "geometry",
            "runtime",
            "config",
            "frame",
            "picture",
            "event",
            "camera",
            "transport",
            "ingest",
            "inference",
            "detection",
            "detector",
            "tracking",
            "broker",
            "simulator"));
    MAY_USE.put("console", List.of("frame", "event", "geometry", "ops", "runtime", "config"));
  }

  @Test
  void shouldUseOnlyWhatTheTableAllows() {
    allowedDependencies().check(PRODUCT);
  }

  @Test
  void shouldHaveNoPackageCycles() {
    slices().matching("io.vedette.(*)..").should().beFreeOfCycles().check(PRODUCT);
  }

  @Test
  void shouldKeepEachLibraryWithItsOwner() {
    onlyIn("org.bytedeco.ffmpeg..", "camera", "picture", "simulator").check(PRODUCT);
    onlyIn("org.bytedeco.pytorch..", "model").check(PRODUCT);
    onlyIn("ai.onnxruntime..", "inference").check(PRODUCT);
    onlyIn("org.apache.kafka..", "transport", "scene", "broker").check(PRODUCT);
    onlyIn("kafka..", "broker").check(PRODUCT);
    onlyIn("io.vertx..", "app", "console", "ops", "http", "ingest", "detector", "simulator", "sink")
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
                (JavaClass c) -> !c.getPackageName().startsWith("io.vedette.app"))));
  }

  private static LayeredArchitecture allowedDependencies() {
    LayeredArchitecture layers =
        layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .ensureAllClassesAreContainedInArchitecture();
    for (String name : MAY_USE.keySet()) {
      layers = layers.layer(name).definedBy("io.vedette." + name + "..");
    }
    layers = layers.layer("app").definedBy("io.vedette.app..");
    for (Map.Entry<String, List<String>> row : MAY_USE.entrySet()) {
      layers =
          row.getValue().isEmpty()
              ? layers.whereLayer(row.getKey()).mayNotAccessAnyLayer()
              : layers
                  .whereLayer(row.getKey())
                  .mayOnlyAccessLayers(row.getValue().toArray(String[]::new));
    }
    return layers;
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
