package io.vedette.console.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vedette.access.Actor;
import io.vedette.access.CameraScope;
import io.vedette.access.Role;
import io.vedette.broker.BrokerSettings;
import io.vedette.broker.EmbeddedBroker;
import io.vedette.camera.VideoSource;
import io.vedette.camera.VideoSource.DecodedPicture;
import io.vedette.clip.ClipMeters;
import io.vedette.clip.ClipSettings;
import io.vedette.clip.Clips;
import io.vedette.clip.Keeper;
import io.vedette.clip.TestScene;
import io.vedette.clip.export.ClipVideos;
import io.vedette.config.DataSize;
import io.vedette.config.Settings;
import io.vedette.console.Callers;
import io.vedette.console.TestConsole;
import io.vedette.console.TestConsole.Reply;
import io.vedette.console.audit.AuditPart;
import io.vedette.console.search.TrackPart;
import io.vedette.event.clip.ClipSpan;
import io.vedette.event.scene.SceneEventType;
import io.vedette.offline.MediaFile;
import io.vedette.projection.Projector;
import io.vedette.runtime.Services;
import io.vedette.runtime.Supervisor;
import io.vedette.runtime.TestSupervision;
import io.vedette.store.Database;
import io.vedette.store.Dialect;
import io.vedette.store.TestDatabases;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.event.AuditLog;
import io.vedette.transport.event.ClipLog;
import io.vedette.transport.topic.Topics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Clips over HTTP: a real broker, a real database, real pictures. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClipIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Topics TOPICS = new Topics(Settings.defaults(TransportSettings.class));
  private static final ClipSettings SETTINGS = Settings.defaults(ClipSettings.class);

  @TempDir static Path folder;
  private final Services services = new Services();
  private final Clips clips = new Clips();
  private volatile CameraScope scope = CameraScope.ALL;
  private volatile Role role = Role.OPERATOR;
  private TestScene scene;
  private TestConsole console;
  private String gate = "";

  @BeforeAll
  void start() throws Exception {
    EmbeddedBroker broker =
        services.start(
            new EmbeddedBroker(
                folder.resolve("broker"),
                new BrokerSettings(0, new DataSize(1 << 30), new DataSize(8 << 20))));
    KafkaAccess kafka =
        new KafkaAccess(broker.clientProperties(), Settings.defaults(TransportSettings.class));
    scene = services.keep(new TestScene(kafka, TOPICS, Instant.now().minusSeconds(120)));
    for (String camera : List.of("gate", "yard")) {
      scene.frames(camera, 0, 300);
      scene.track(camera, SceneEventType.TRACK_STARTED, 12, 100, 110);
      scene.track(camera, SceneEventType.TRACK_ENDED, 12, 100, 150);
    }
    scene.alertOfTrack("gate", 130, 12);
    scene.alert("gate", 240);
    serve(kafka);
    await().atMost(PATIENCE).until(() -> console.get("/clips").json().get("clips").size() == 3);
    for (String camera : List.of("gate", "yard")) { // the end of a track moves its clip's end
      await("whole clip of " + camera)
          .atMost(PATIENCE)
          .until(() -> clip(camera).get("frames").asInt() == 101);
    }
    await().atMost(PATIENCE).until(() -> queue().get("frames").asInt() == 51);
    gate = clip("gate").get("clip").asText();
  }

  private void serve(KafkaAccess kafka) {
    Supervisor supervisor = TestSupervision.make().separate();
    Database database =
        services.keep(new Database(TestDatabases.empty(Dialect.SQLITE, folder.resolve("db"))));
    services.start(
        new Projector(
            kafka,
            TOPICS,
            new Projector.Store(database, Duration.ofDays(9), InstantSource.system()),
            supervisor));
    keep(kafka, supervisor);
    ClipVideos videos =
        services.start(new ClipVideos(clips, folder.resolve("clips/videos"), supervisor));
    AuditPart audit =
        new AuditPart(services.keep(new AuditLog(kafka, TOPICS.audit())), InstantSource.system());
    ClipStores stores = ClipStores.of(clips, database, SETTINGS);
    ClipLog log = services.keep(new ClipLog(kafka, TOPICS.clips()));
    Vertx vertx = Vertx.vertx();
    console =
        new TestConsole(
            vertx,
            new Callers() {
              @Override
              public Future<Actor> of(RoutingContext context) {
                return Future.succeededFuture(new Actor("1", "anna", role, scope));
              }
            },
            audit,
            new TrackPart(database),
            new ClipPart(stores, log, InstantSource.system()),
            new ExportPart(vertx, stores, videos, audit, InstantSource.system()));
  }

  private void keep(KafkaAccess kafka, Supervisor supervisor) {
    services.start(
        new Keeper(
            new Keeper.Source(kafka, TOPICS, Duration.ofMinutes(10)),
            new Keeper.Disk(folder.resolve("clips"), SETTINGS, InstantSource.system()),
            clips,
            new ClipMeters(new SimpleMeterRegistry()),
            supervisor));
  }

  @AfterEach
  void allowAll() {
    scope = CameraScope.ALL;
    role = Role.OPERATOR;
  }

  @AfterAll
  void stop() {
    console.close();
    services.close();
  }

  private JsonNode clip(String camera) {
    for (JsonNode clip : console.get("/clips?of=track").json().get("clips")) {
      if (clip.get("camera").asText().equals(camera)) {
        return clip;
      }
    }
    throw new AssertionError("no clip of " + camera);
  }

  /** The clip of the alert that is about no object, in the list of all. */
  private JsonNode queue() {
    for (JsonNode clip : console.get("/clips").json().get("clips")) {
      if (!clip.get("alert").isNull()) {
        return clip;
      }
    }
    throw new AssertionError("no clip of an alert");
  }

  private String path() {
    return "/cameras/gate/clips/" + gate;
  }

  @Test
  void shouldListTheClipOfEachTrackWithTheEndOfItsPictures() {
    JsonNode clip = clip("gate");

    assertThat(clip.get("track").asText()).isEqualTo("gate/12");
    assertThat(clip.get("label").asText()).isEqualTo("person");
    assertThat(clip.get("from").asText()).isEqualTo(scene.at(75).toString());
    assertThat(clip.get("frames").asInt()).isEqualTo(101);
    assertThat(clip.get("alert").isNull()).isTrue();
    assertThat(Instant.parse(clip.get("until").asText())).isAfter(Instant.now());
    assertThat(clip.get("kept").isNull()).isTrue();
  }

  @Test
  void shouldListTheClipOfAnAlertThatIsAboutNoObject() throws Exception {
    JsonNode clip = queue();
    assertThat(clip.get("track").isNull()).isTrue();
    assertThat(clip.get("label").isNull()).isTrue();
    assertThat(clip.at("/alert/rule").asText()).isEqualTo("crowded-yard");
    assertThat(clip.at("/alert/message").asText()).isEqualTo("gate: yard is crowded for 1.0 s");
    assertThat(clip.get("from").asText()).isEqualTo(scene.at(215).toString());

    String own = "/cameras/gate/clips/" + clip.get("clip").asText();
    JsonNode pictures = console.get(own).json().get("pictures");
    assertThat(pictures.findValuesAsText("sequence")).startsWith("215").endsWith("265");
    assertThat(console.call("PUT", own + "/keep", "{\"name\":\"the queue\"}").status())
        .isEqualTo(200);
    assertThat(queue().at("/kept/name").asText()).isEqualTo("the queue");
    assertThat(queue().at("/alert/rule").asText()).isEqualTo("crowded-yard");
    assertThat(console.call("DELETE", own + "/keep", "").status()).isEqualTo(204);
    String zip = "/case.zip?clip=gate%2F" + clip.get("clip").asText();
    assertThat(unzipped(bytes(zip).body()).keySet().stream().filter(name -> name.endsWith(".jpg")))
        .hasSize(51);
    String job = console.call("POST", own + "/mp4", "{\"boxes\":true}").json().get("id").asText();
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                console
                    .get("/cameras/gate/mp4/" + job)
                    .json()
                    .get("state")
                    .asText()
                    .equals("done"));
  }

  @Test
  void shouldListClipsOfTracksOrOfAlertsAlone() {
    assertThat(listed("")).containsExactlyInAnyOrder("gate/12", "yard/12", "crowded-yard");
    assertThat(listed("?of=track")).containsExactlyInAnyOrder("gate/12", "yard/12");
    assertThat(listed("?of=alert")).containsExactly("crowded-yard", "in-zone-yard");
    assertThat(listed("?label=person")).containsExactlyInAnyOrder("gate/12", "yard/12");
    assertThat(console.get("/clips?of=nothing").status()).isEqualTo(400);

    List<String> paged = new ArrayList<>();
    JsonNode page = console.get("/clips?limit=1").json();
    for (; !page.get("next").isNull(); page = console.get(next(page)).json()) {
      page.get("clips").forEach(clip -> paged.add(clip.get("camera").asText()));
    }
    page.get("clips").forEach(clip -> paged.add(clip.get("camera").asText()));
    assertThat(paged).containsExactly("gate", "yard", "gate");
    assertThat(console.get("/clips?of=alert&after=" + next("/clips?limit=1")).status())
        .as("a place in another list")
        .isEqualTo(400);
    scope = CameraScope.of(List.of("yard"));
    assertThat(listed("?of=alert")).isEmpty();
  }

  private static String next(JsonNode page) {
    return "/clips?limit=1&after=" + page.get("next").asText();
  }

  private String next(String path) {
    return console.get(path).json().get("next").asText();
  }

  /** The tracks, or else the rules, of listed clips. */
  private List<String> listed(String filter) {
    List<String> listed = new ArrayList<>();
    for (JsonNode clip : console.get("/clips" + filter).json().get("clips")) {
      JsonNode track = clip.get("track");
      listed.add(track.isNull() ? clip.at("/alert/rule").asText() : track.asText());
    }
    return listed;
  }

  @Test
  void shouldGiveEachPictureWithItsOwnBoxes() throws Exception {
    JsonNode pictures = console.get(path()).json().get("pictures");

    assertThat(pictures).hasSize(101);
    for (JsonNode picture : pictures) {
      long number = picture.get("sequence").asLong();
      assertThat(picture.get("n").asLong()).isEqualTo(TestScene.micros(scene.at((int) number)));
      if (number % 5 == 0) {
        assertThat(picture.get("boxes").isNull()).isTrue();
      } else {
        assertThat(TestScene.number(picture.get("boxes").get(0).get("x").asDouble()))
            .isEqualTo(number);
      }
    }
    String first = path() + "/frames/" + pictures.get(0).get("n").asLong() + ".jpg";
    HttpResponse<byte[]> jpeg = bytes(first);
    assertThat(jpeg.headers().firstValue("X-Vedette-Frame")).contains("gate/1/75");
    assertThat(jpeg.body()).startsWith(0xFF, 0xD8);
    assertThat(console.get(path() + "/frames/1.jpg").status()).isEqualTo(404);
    assertThat(console.get("/cameras/gate/clips/5-3").status()).isEqualTo(400);
    assertThat(console.get("/cameras/gate/clips/5-9").status()).isEqualTo(404);
  }

  @Test
  void shouldKeepAClipUntilItIsReleased() {
    Reply kept = console.call("PUT", path() + "/keep", "{\"name\":\"the <b>burglar</b>\"}");

    assertThat(kept.status()).isEqualTo(200);
    assertThat(kept.json().at("/kept/name").asText()).isEqualTo("the <b>burglar</b>");
    assertThat(kept.json().get("until").isNull()).isTrue();
    JsonNode listed = console.get("/clips?kept=true").json().get("clips");
    assertThat(listed).hasSize(1);
    assertThat(listed.get(0).at("/kept/by").asText()).isEqualTo("anna");
    assertThat(clip("gate").at("/kept/name").asText()).isEqualTo("the <b>burglar</b>");
    assertThat(console.get("/tracks/gate%2F12").json().get("kept").asBoolean()).isTrue();
    ClipSpan span = ClipSpan.parse("gate", gate);
    assertThat(clips.isPinned("gate", span.from())).isTrue();

    assertThat(console.call("DELETE", path() + "/keep", "").status()).isEqualTo(204);
    assertThat(console.get("/clips?kept=true").json().get("clips")).isEmpty();
    assertThat(console.call("DELETE", path() + "/keep", "").status()).isEqualTo(404);
    assertThat(console.get("/tracks/gate%2F12").json().get("kept").asBoolean()).isFalse();
    await().atMost(PATIENCE).until(() -> !clips.isPinned("gate", span.from()));
  }

  @Test
  void shouldHideClipsOfForeignCamerasOnEveryPath() {
    scope = CameraScope.of(List.of("yard"));

    assertThat(console.get("/clips").json().get("clips")).hasSize(1);
    assertThat(console.get("/clips?camera=gate").status()).isEqualTo(404);
    assertThat(console.get(path()).status()).isEqualTo(404);
    assertThat(console.call("PUT", path() + "/keep", "{\"name\":\"x\"}").status()).isEqualTo(404);
    assertThat(console.call("POST", path() + "/mp4", "{\"boxes\":true}").status()).isEqualTo(404);
    assertThat(console.get("/case.zip?clip=gate%2F" + gate).status()).isEqualTo(404);
    role = Role.VIEWER;
    String own = "/cameras/yard/clips/" + clip("yard").get("clip").asText();
    assertThat(console.get(own).status()).isEqualTo(200);
    assertThat(console.call("PUT", own + "/keep", "{\"name\":\"x\"}").status()).isEqualTo(403);
    assertThat(console.call("POST", own + "/mp4", "{\"boxes\":true}").status()).isEqualTo(403);
    assertThat(console.get("/case.zip?clip=yard%2F1-2").status()).isEqualTo(403);
  }

  @Test
  void shouldMakeAVideoWithTheTimesOfItsPictures() throws Exception {
    for (boolean boxes : List.of(true, false)) {
      JsonNode job = console.call("POST", path() + "/mp4", "{\"boxes\":" + boxes + "}").json();
      String made = "/cameras/gate/mp4/" + job.get("id").asText();
      await()
          .atMost(PATIENCE)
          .until(() -> console.get(made).json().get("state").asText().equals("done"));
      assertThat(console.get(made).json().get("done").asInt()).isEqualTo(101);
      scope = CameraScope.of(List.of("yard"));
      assertThat(console.get(made + ".mp4").status()).isEqualTo(404);
      scope = CameraScope.ALL;
      assertThat(console.get(made.replace("gate", "yard") + ".mp4").status()).isEqualTo(404);

      Path file = folder.resolve("clip.mp4");
      Files.write(file, bytes(made + ".mp4").body());
      List<Long> times = times(file);
      assertThat(times).hasSize(101);
      for (int i = 0; i < times.size(); i++) {
        assertThat(times.get(i)).isBetween(200_000L * i - 100, 200_000L * i + 100);
      }
    }
  }

  /** When each picture is shown, from the first one on. */
  private static List<Long> times(Path file) {
    List<Long> times = new ArrayList<>();
    try (VideoSource source = MediaFile.open(file)) {
      for (DecodedPicture next = source.next(); next != null; next = source.next()) {
        times.add(next.micros());
        next.close();
      }
    }
    return times.stream().map(time -> time - times.get(0)).toList();
  }

  @Test
  void shouldExportACaseWhoseFilesHaveTheSumsThatItTells() throws Exception {
    String yard = clip("yard").get("clip").asText();
    HttpResponse<byte[]> zip = bytes("/case.zip?clip=gate%2F" + gate + "&clip=yard%2F" + yard);
    Map<String, byte[]> files = unzipped(zip.body());

    JsonNode manifest = new ObjectMapper().readTree(files.get("manifest.json"));
    assertThat(manifest.get("by").asText()).isEqualTo("anna");
    assertThat(manifest.get("clips")).hasSize(2);
    assertThat(files.keySet().stream().filter(name -> name.endsWith(".jpg"))).hasSize(202);
    Map<String, String> sums = new TreeMap<>();
    new String(files.get("SHA256SUMS"), StandardCharsets.UTF_8)
        .lines()
        .forEach(line -> sums.put(line.substring(66), line.substring(0, 64)));
    assertThat(sums).hasSize(205).containsKey("manifest.json");
    for (Map.Entry<String, String> sum : sums.entrySet()) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(files.get(sum.getKey()));
      assertThat(HexFormat.of().formatHex(digest)).as(sum.getKey()).isEqualTo(sum.getValue());
    }
    for (Map.Entry<String, JsonNode> file : manifest.get("sha256").properties()) {
      assertThat(sums).containsEntry(file.getKey(), file.getValue().asText());
    }
    role = Role.ADMIN;
    assertThat(console.get("/audit").text()).contains("exportClips").contains("gate/" + gate);
    try (var left = Files.list(folder.resolve("clips/videos"))) {
      assertThat(left.filter(file -> file.toString().endsWith(".zip"))).isEmpty();
    }
  }

  private static Map<String, byte[]> unzipped(byte[] bytes) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), zip.readAllBytes());
      }
    }
    return files;
  }

  private HttpResponse<byte[]> bytes(String path) throws Exception {
    HttpResponse<byte[]> reply =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(console.address() + "/api/v1" + path)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    assertThat(reply.statusCode()).isEqualTo(200);
    return reply;
  }
}
