package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.camera.FirstPicture;
import io.vedette.camera.setting.CameraAccess;
import io.vedette.config.InvalidSettings;
import io.vedette.config.Settings;
import io.vedette.console.oidc.OidcLogin;
import io.vedette.http.HttpServers;
import io.vedette.inference.OnnxModel;
import io.vedette.node.VedetteSettings;
import io.vedette.runtime.Failure;
import io.vedette.sink.webhook.Webhook;
import io.vedette.store.Database;
import io.vedette.store.DatabaseAddress;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * Every setting that names a file, given one that cannot be used, to the part of the program that
 * reads it: one clear line that names the file.
 */
@Timeout(60) // accepted, some would run until Ctrl-C
class SettingFilesTest {
  private static final Map<String, Reader> READERS =
      Map.ofEntries(
          Map.entry("data", SettingFilesTest::up),
          Map.entry("inference.model", settings -> OnnxModel.load(settings.inference())),
          Map.entry("inference.names", settings -> OnnxModel.load(settings.inference())),
          Map.entry("cameras.gate.tls.ca-file", SettingFilesTest::readCamera),
          Map.entry("sinks.webhooks.gate.tls.ca-file", SettingFilesTest::openWebhook),
          Map.entry("console.login.oidc.tls.ca-file", SettingFilesTest::openLogin),
          Map.entry("console.tls.certificate", SettingFilesTest::serve),
          Map.entry("console.tls.key", SettingFilesTest::serve),
          Map.entry("kafka.ssl.truststore.location", SettingFilesTest::tail),
          Map.entry("kafka.ssl.keystore.location", SettingFilesTest::tail));

  /** What a reader needs besides its file. */
  private static final Map<String, List<String>> NEEDED =
      Map.of(
          "cameras.gate.tls.ca-file", List.of("cameras.gate.url=rtsps://127.0.0.1:{port}/1"),
          "sinks.webhooks.gate.tls.ca-file", List.of("sinks.webhooks.gate.url=https://h.example/"),
          "console.login.oidc.tls.ca-file",
              List.of(
                  "console.login.oidc.issuer=https://login.example/realm",
                  "console.login.oidc.client-id=vedette",
                  "console.login.oidc.address=https://vedette.example",
                  "console.login.oidc.claims.viewers=*"),
          "console.tls.certificate", List.of("console.tls.key={truth}"),
          "console.tls.key", List.of("console.tls.certificate={truth}"),
          "kafka.ssl.truststore.location",
              List.of("kafka.security.protocol=SSL", "kafka.bootstrap.servers=127.0.0.1:9"),
          "kafka.ssl.keystore.location",
              List.of(
                  "kafka.security.protocol=SSL",
                  "kafka.bootstrap.servers=127.0.0.1:9",
                  "kafka.ssl.keystore.password=hush",
                  "kafka.ssl.key.password=hush"));

  /** A folder that is there is right for data, and one that is not is made. */
  private static final Set<UnusableFile> RIGHT_FOR_DATA =
      Set.of(UnusableFile.ABSENT, UnusableFile.HOLLOW);

  private static final Vertx VERTX = Vertx.vertx();

  @TempDir static Path folder;

  /** What reads a file, and throws when it cannot be used. */
  @FunctionalInterface
  interface Reader {
    Object read(VedetteSettings settings) throws Exception;
  }

  /** A setting and what it names. */
  record Trial(String key, UnusableFile kind) {
    @Override
    public String toString() {
      return key + "=" + kind.name().toLowerCase(Locale.ROOT);
    }
  }

  @BeforeAll
  static void writeFiles() throws IOException {
    for (UnusableFile kind : UnusableFile.values()) {
      kind.make(folder, ".onnx");
    }
    Files.writeString(folder.resolve("truth"), "1\n");
  }

  @AfterAll
  static void stop() {
    VERTX.close().await();
  }

  static Stream<Trial> trials() {
    return READERS.keySet().stream()
        .sorted()
        .flatMap(key -> Arrays.stream(UnusableFile.values()).map(kind -> new Trial(key, kind)))
        .filter(trial -> !trial.key().equals("data") || !RIGHT_FOR_DATA.contains(trial.kind()));
  }

  /** A new setting of a file has to be tried here. */
  @Test
  void shouldKnowAReaderOfEverySettingThatIsAFile() {
    assertThat(READERS.keySet()).containsAll(files("", VedetteSettings.class));
  }

  private static List<String> files(String group, Class<?> type) {
    List<String> found = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String name = component.getName().replaceAll("([a-z])([A-Z])", "$1-$2");
      boolean isInline = component.isAnnotationPresent(io.vedette.config.Inline.class);
      String key = isInline ? group : group + name.toLowerCase(Locale.ROOT);
      Class<?> inner = component.getType();
      if (component.getGenericType() instanceof ParameterizedType generic
          && generic.getRawType() == Map.class
          && generic.getActualTypeArguments()[1] instanceof Class<?> named) {
        inner = named;
        key += ".gate";
      }
      if (inner == Path.class) {
        found.add(key);
      } else if (inner.isRecord()) {
        found.addAll(files(isInline ? key : key + ".", inner));
      }
    }
    return found;
  }

  @ParameterizedTest
  @MethodSource("trials")
  void shouldSayWhichFileCannotBeUsed(Trial trial) throws Exception {
    String file = trial.kind().fileName(".onnx");
    try (ServerSocket camera = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Settings settings = new Settings(Map.of());
      Map<String, String> values = new TreeMap<>();
      NEEDED.getOrDefault(trial.key(), List.of()).stream()
          .map(pair -> pair.split("=", 2))
          .forEach(pair -> values.put(pair[0], pair[1]));
      values.put(trial.key(), folder.resolve(file).toString());
      values.replaceAll(
          (key, value) ->
              value
                  .replace("{port}", String.valueOf(camera.getLocalPort()))
                  .replace("{truth}", folder.resolve("truth").toString()));
      values.forEach((key, value) -> settings.put(key, value, "--set"));

      String said = said(READERS.get(trial.key()), settings);

      assertThat(said.lines()).as(said).hasSize(1);
      assertThat(said).contains(file.replace(".onnx", "")).doesNotContain("Exception", "null");
    }
  }

  private static String said(Reader reader, Settings settings) throws Exception {
    try {
      return "taken: " + reader.read(settings.bind(VedetteSettings.class)) + "\n\n";
    } catch (InvalidSettings | Failure e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static Object up(VedetteSettings settings) {
    return run("up", "--data", settings.data().toString());
  }

  private static Object tail(VedetteSettings settings) {
    List<String> words = new ArrayList<>(List.of("tail"));
    settings
        .kafka()
        .forEach((key, value) -> words.addAll(List.of("--set", "kafka." + key + "=" + value)));
    return run(words.toArray(String[]::new));
  }

  private static Object run(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    int code = line.execute(words);
    assertThat(code).as(err.toString()).isIn(1, 2);
    throw Failure.stop(err.toString());
  }

  private static Object readCamera(VedetteSettings settings) {
    return FirstPicture.take(settings.cameras().get("gate").camera(), CameraAccess.DEFAULTS, 320);
  }

  private static Object openWebhook(VedetteSettings settings) {
    return new Webhook(VERTX, settings.sinks().webhooks().get("gate"), InstantSource.system());
  }

  private static Object openLogin(VedetteSettings settings) {
    try (Database database = new Database(DatabaseAddress.embedded(folder.resolve("console")))) {
      return OidcLogin.of(
          settings.console().login().oidc(),
          new OidcLogin.Surroundings(VERTX, database, InstantSource.system()));
    }
  }

  private static Object serve(VedetteSettings settings) {
    return HttpServers.listen(VERTX, settings.console().listener(), routes -> {}).await();
  }
}
