package io.vedette.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.vedette.cli.Main;
import io.vedette.config.Settings;
import io.vedette.node.VedetteSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The chart as Helm renders it, read by Kubernetes' own types. */
class HelmChartTest {
  private static final Path MINIMAL = HelmChart.EXAMPLES.resolve("minimal.yaml");
  private static final Path PLAIN = Path.of("deploy/kubernetes");
  private static final Pattern SECRET = Pattern.compile("\\$\\{file:(/run/secrets/[^}]+)}");
  private static final String PASSWORD = "sixteen letters or more";

  @TempDir Path folder;

  @BeforeAll
  static void requireHelm() {
    HelmChart.require();
  }

  static Stream<Path> examples() throws IOException {
    return HelmChart.examples().stream();
  }

  @Test
  void shouldHaveExamplesOfEachWayToRunIt() throws IOException {
    assertThat(HelmChart.examples()).hasSizeGreaterThanOrEqualTo(8);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void shouldBeLintedWithoutAFinding(Path example) throws IOException {
    LintResult result = new Helm(HelmChart.with(example, folder)).lint().strict().call();

    assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
    assertThat(result.getMessages())
        .filteredOn(message -> !message.equals("[INFO] Chart.yaml: icon is recommended"))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void shouldRenderObjectsThatKubernetesKnows(Path example) throws IOException {
    Set<String> names = new TreeSet<>();
    for (JsonNode object : HelmChart.objects(HelmChart.render(example, Map.of()))) {
      Object read = StrictManifests.read(object);
      String name = object.path("kind").asText() + "/" + object.at("/metadata/name").asText();
      assertThat(names.add(name)).as(name).isTrue();
      if (read instanceof Deployment deployment) {
        assertSafe(deployment);
        assertMounts(deployment.getSpec().getTemplate().getSpec());
      }
    }
    assertThat(names).anyMatch(name -> name.startsWith("Deployment/"));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void shouldGiveTheProgramSettingsAndCommandsThatItTakes(Path example) throws IOException {
    List<JsonNode> objects = HelmChart.objects(HelmChart.render(example, Map.of()));
    Map<String, String> settings = new HashMap<>();
    for (JsonNode object : objects) {
      if (object.at("/data/vedette.yaml").isTextual()) {
        settings.put(
            object.at("/metadata/name").asText(), object.at("/data/vedette.yaml").asText());
      }
    }
    assertThat(settings).isNotEmpty();
    for (JsonNode object : objects) {
      if (object.path("kind").asText().equals("Deployment")) {
        String text = settings.get(object.at("/metadata/name").asText());
        VedetteSettings bound = bind(text);
        assertThat(bound.http().token()).isEqualTo(PASSWORD);
        for (JsonNode container : object.at("/spec/template/spec/containers")) {
          assertCommand(container, bound);
        }
      }
    }
  }

  @Test
  void shouldCarryTheRulesAndDashboardsAsTheyAre() throws IOException {
    List<JsonNode> objects =
        HelmChart.objects(HelmChart.render(HelmChart.EXAMPLES.resolve("centre.yaml"), Map.of()));

    assertThat(one(objects, "PrometheusRule").path("spec"))
        .isEqualTo(new YAMLMapper().readTree(Queries.ALERTS.toFile()));
    JsonNode dashboards =
        objects.stream()
            .filter(object -> object.at("/metadata/name").asText().endsWith("-dashboards"))
            .findFirst()
            .orElseThrow()
            .path("data");
    for (Path file : Queries.dashboards()) {
      assertThat(
              new ObjectMapper().readTree(dashboards.path(file.getFileName().toString()).asText()))
          .isEqualTo(new ObjectMapper().readTree(file.toFile()));
    }
  }

  @Test
  void shouldServeTheConsoleBehindAnIngressWithTls() throws IOException {
    List<JsonNode> objects =
        HelmChart.objects(HelmChart.render(HelmChart.EXAMPLES.resolve("console.yaml"), Map.of()));
    JsonNode service = named(objects, "Service", "eyes-vedette-console").path("spec");
    JsonNode pod =
        named(objects, "Deployment", "eyes-vedette-console").at("/spec/template/metadata/labels");
    JsonNode ingress = named(objects, "Ingress", "eyes-vedette-console").path("spec");
    JsonNode backend = ingress.at("/rules/0/http/paths/0/backend/service");

    service
        .path("selector")
        .properties()
        .forEach(
            label ->
                assertThat(pod.path(label.getKey()))
                    .as(label.getKey())
                    .isEqualTo(label.getValue()));
    assertThat(service.at("/selector/vedette.io~1role").asText()).isEqualTo("console");
    assertThat(service.at("/ports/0/targetPort").asText()).isEqualTo("console");
    assertThat(backend.path("name").asText()).isEqualTo("eyes-vedette-console");
    assertThat(backend.at("/port/name").asText()).isEqualTo(service.at("/ports/0/name").asText());
    assertThat(ingress.at("/tls/0/hosts/0").asText())
        .isEqualTo(ingress.at("/rules/0/host").asText())
        .isEqualTo("eyes.example.com");
    assertThat(ingress.at("/tls/0/secretName").asText()).isEqualTo("eyes-tls");
    VedetteSettings settings =
        bind(named(objects, "ConfigMap", "eyes-vedette-console").at("/data/vedette.yaml").asText());
    assertThat(settings.console().isLoginNeeded()).isTrue();
    assertThat(settings.console().database()).startsWith("jdbc:postgresql://vedette-db-rw:5432/");
    assertThat(settings.console().databaseUser()).isEqualTo(PASSWORD);
    assertThat(settings.console().databasePassword()).isNotNull();
    assertThat(settings.console().login().proxies()).hasSize(1);
  }

  /** Its state is in a volume then, which two pods must never have at a time. */
  @Test
  void shouldKeepAConsoleWithoutAPostgresqlToOnePodAtATime() throws IOException {
    List<JsonNode> objects =
        HelmChart.objects(
            HelmChart.render(
                MINIMAL, Map.of("roles.console.enabled", true, "networkPolicy.enabled", true)));
    JsonNode deployment = named(objects, "Deployment", "eyes-vedette-console").path("spec");

    assertThat(deployment.path("replicas").asInt()).isEqualTo(1);
    assertThat(deployment.at("/strategy/type").asText()).isEqualTo("Recreate");
    assertThat(deployment.at("/template/spec/volumes").findValuesAsText("claimName"))
        .containsExactly("eyes-vedette-console");
    assertThat(named(objects, "PersistentVolumeClaim", "eyes-vedette-console").isObject()).isTrue();
    JsonNode policy = named(objects, "NetworkPolicy", "eyes-vedette-console").path("spec");
    assertThat(policy.path("ingress").findValuesAsText("port")).contains("8089", "8088");
    assertThat(policy.path("egress").findValuesAsText("port"))
        .contains("9092")
        .doesNotContain("5432");
  }

  private static JsonNode named(List<JsonNode> objects, String kind, String name) {
    return objects.stream()
        .filter(object -> object.path("kind").asText().equals(kind))
        .filter(object -> object.at("/metadata/name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no %s %s".formatted(kind, name)));
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of("roles.console.enabled=true,roles.console.replicas", 2, "replicas"),
        Arguments.of(
            "roles.console.enabled=true,roles.console.database.url",
            "jdbc:postgresql://db:5432/vedette",
            "roles.console.database.existingSecret: expected a secret"),
        Arguments.of("roles.console.database.url", "jdbc:postgresql://me:secret@db/x", "url"),
        Arguments.of(
            "roles.console.enabled=true,roles.console.ingress.enabled",
            true,
            "roles.console.ingress.host: expected a name"),
        Arguments.of(
            "roles.console.enabled=true,roles.console.ingress.enabled=true,roles.console.ingress.host",
            "eyes.example.com",
            "roles.console.ingress.tlsSecret: expected a secret"),
        Arguments.of("roles.console.service.type", "ExternalName", "type"),
        Arguments.of("roles.console.proxies[0]", "10.0.0.1", "proxies"),
        Arguments.of("kafka.bootstrapServers", "", "kafka.bootstrapServers: expected"),
        Arguments.of("kafka.bootstrapServers", "kafka", "bootstrapServers"),
        Arguments.of("http.existingSecret", "", "http.existingSecret: expected a secret"),
        Arguments.of("kafka.authentication", "scram", "kafka.users.ingest: expected the secret"),
        Arguments.of("kafka.authentication", "gssapi", "authentication"),
        Arguments.of("roles.ingest.replica", 3, "replica"),
        Arguments.of("roles.ingset.replicas", 3, "ingset"),
        Arguments.of("roles.ingest.replicas", -1, "replicas"),
        Arguments.of(
            "roles.detect.terminationGracePeriodSeconds", 10, "terminationGracePeriodSeconds"),
        Arguments.of("roles.up.replicas", 2, "replicas"),
        Arguments.of("scaling.detect.min", 0, "min"),
        Arguments.of("image.digest", "sha256:12", "digest"),
        Arguments.of("podSecurity.user", 0, "user"),
        Arguments.of("networkPolicy.cameras.cidrs[0]", "10.0.0.1", "cidrs"),
        Arguments.of(
            "scaling.detect.enabled=true,scaling.detect.max",
            9,
            "expected at most the 8 partitions"),
        Arguments.of("scaling.track.enabled=true,scaling.track.min", 9, "expected at most max"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void shouldRefuseValuesThatMeanNothing(String key, Object value, String message) {
    Map<String, Object> changes = new HashMap<>();
    String[] keys = key.split(",");
    for (String extra : List.of(keys).subList(0, keys.length - 1)) {
      changes.put(extra.split("=")[0], true);
    }
    changes.put(keys[keys.length - 1], value);

    assertThatThrownBy(() -> HelmChart.render(MINIMAL, changes)).hasMessageContaining(message);
  }

  /** For people without Helm; {@code -Dvedette.golden=write} renders them again. */
  @ParameterizedTest
  @MethodSource("plain")
  void shouldShipTheSameAsPlainManifests(String name) throws IOException {
    String head =
        "# The chart with deploy/helm/vedette/examples/%s.yaml, as: helm template eyes deploy/helm/vedette -n video -f …\n"
            .formatted(name);
    String rendered =
        head
            + HelmChart.render(HelmChart.EXAMPLES.resolve(name + ".yaml"), Map.of()).strip()
            + "\n";
    Path file = PLAIN.resolve(name + ".yaml");
    if ("write".equals(System.getProperty("vedette.golden"))) {
      Files.writeString(file, rendered);
    }

    assertThat(Files.readString(file)).isEqualTo(rendered);
  }

  static Stream<String> plain() {
    return Stream.of("minimal", "edge", "gpu", "console");
  }

  @Test
  void shouldTakeWhatThePlanPrints() throws IOException {
    StringWriter printed = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(printed, true));
    assertThat(line.execute("plan", "--cameras", "2000", "--worker-fps", "60", "--values"))
        .isZero();
    Path values = Files.writeString(folder.resolve("plan.yaml"), printed.toString());

    List<JsonNode> objects =
        HelmChart.objects(
            HelmChart.render(
                values,
                Map.of("kafka.bootstrapServers", "kafka:9092", "http.existingSecret", "token")));
    for (JsonNode object : objects) {
      StrictManifests.read(object);
    }
    JsonNode scaled = one(objects, "ScaledObject").path("spec");
    assertThat(scaled.path("minReplicaCount").asInt()).isPositive();
    assertThat(scaled.path("maxReplicaCount").asInt())
        .isGreaterThanOrEqualTo((int) Math.ceil(2000 * 5 / (60 * 0.7)));
  }

  private static JsonNode one(List<JsonNode> objects, String kind) {
    return objects.stream()
        .filter(object -> object.path("kind").asText().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private VedetteSettings bind(String text) throws IOException {
    Matcher secrets = SECRET.matcher(text);
    StringBuilder local = new StringBuilder();
    while (secrets.find()) {
      Path file = folder.resolve(secrets.group(1).substring(1));
      Files.createDirectories(file.getParent());
      Files.writeString(file, PASSWORD);
      secrets.appendReplacement(local, Matcher.quoteReplacement("${file:" + file + "}"));
    }
    secrets.appendTail(local);
    Path file = Files.writeString(folder.resolve("settings.yaml"), local);
    return new Settings(Map.of()).file(file).bind(VedetteSettings.class);
  }

  private static void assertCommand(JsonNode container, VedetteSettings settings) {
    List<String> arguments = new ArrayList<>();
    container.path("args").forEach(argument -> arguments.add(argument.asText()));
    CommandLine.ParseResult parsed = Main.commandLine().parseArgs(arguments.toArray(String[]::new));
    String command = parsed.subcommand().commandSpec().name();

    assertThat(container.path("name").asText()).startsWith(command);
    if (command.equals("forward")) {
      assertThat(settings.forward().kafka()).containsKey("bootstrap.servers");
    }
    assertThat(settings.namesKafka()).isEqualTo(!arguments.contains("--data"));
  }

  private static void assertSafe(Deployment deployment) {
    PodSpec pod = deployment.getSpec().getTemplate().getSpec();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getTerminationGracePeriodSeconds()).isGreaterThanOrEqualTo(45);
    assertThat(deployment.getSpec().getSelector().getMatchLabels().entrySet())
        .isSubsetOf(deployment.getSpec().getTemplate().getMetadata().getLabels().entrySet());
    for (Container container : pod.getContainers()) {
      assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
      assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
      assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
      assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
      assertThat(container.getResources().getLimits()).containsKey("memory");
    }
    Container first = pod.getContainers().get(0);
    // Neither a camera nor a broker that is away takes a pod out: that is in /health/ready alone.
    assertThat(List.of(first.getLivenessProbe(), first.getStartupProbe()))
        .allMatch(probe -> probe.getHttpGet().getPath().equals("/health/live"));
    if (first.getName().equals("console")) {
      assertThat(first.getReadinessProbe().getTcpSocket().getPort().getStrVal())
          .isEqualTo("console");
    } else {
      assertThat(first.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/health/live");
    }
  }

  private static void assertMounts(PodSpec pod) {
    Set<String> volumes =
        pod.getVolumes().stream().map(volume -> volume.getName()).collect(Collectors.toSet());
    for (Container container : pod.getContainers()) {
      List<String> paths =
          container.getVolumeMounts().stream().map(mount -> mount.getMountPath()).toList();
      assertThat(paths).doesNotHaveDuplicates().contains("/tmp", "/data", "/etc/vedette");
      assertThat(volumes)
          .containsAll(container.getVolumeMounts().stream().map(mount -> mount.getName()).toList());
    }
    assertThat(
            pod.getContainers().stream()
                .flatMap(container -> container.getPorts().stream())
                .map(ContainerPort::getContainerPort))
        .doesNotHaveDuplicates();
  }
}
