package io.vedette.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.vedette.config.InvalidSettings;
import io.vedette.config.Settings;
import io.vedette.ingest.placement.CameraRegistry.Change;
import io.vedette.transport.table.CameraRecord;
import io.vedette.transport.table.CameraRecord.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CameraSeedsTest {
  @Test
  void shouldResolveInRecordsOnlyWhatIsAllowedAndInItsOwnSettingsAll(@TempDir Path folder)
      throws IOException {
    Path allowed = Files.createDirectory(folder.resolve("allowed"));
    Path outside = Files.writeString(folder.resolve("outside"), "root");
    Path inside = Files.writeString(allowed.resolve("inside"), "hush");
    Path link = Files.createSymbolicLink(allowed.resolve("link"), outside);
    CameraSeeds seeds = seeds("cameras.own.url=rtsp://me:${file:" + outside + "}@h/1");
    List<String> names = List.of(allowed.toString());

    assertThat(seeds.resolve("own", url(outside), names).camera().url())
        .isEqualTo("rtsp://me:root@h/1");
    assertThat(seeds.resolve("new", url(inside), names).camera().url())
        .isEqualTo("rtsp://me:hush@h/1");
    for (Path path : List.of(outside, link, allowed, allowed.resolve("../outside"))) {
      assertThatThrownBy(() -> seeds.resolve("new", url(path), names))
          .isInstanceOf(InvalidSettings.class)
          .hasMessageContaining(path.toString());
    }
    assertThatThrownBy(() -> seeds.resolve("new", "{\"url\":\"rtsp://${PATH}@h/1\"}", names))
        .hasMessageContaining("secrets.allow=PATH");
  }

  @Test
  void shouldRefuseWhatIsNoRegularFileAtOnce(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path pipe = folder.resolve("pipe");
    Path large = Files.write(folder.resolve("large"), new byte[(64 << 10) + 1]);
    Path zero = Files.createSymbolicLink(folder.resolve("zero"), Path.of("/dev/zero"));
    boolean hasPipe = isMade(pipe);
    List<Path> files = hasPipe ? List.of(pipe, large, zero, folder) : List.of(large, zero, folder);

    for (Path file : files) {
      CameraSeeds own = seeds("cameras.own.url=rtsp://me:${file:" + file + "}@h/1");
      CameraSeeds allowed = seeds("cameras.other.url=sim:");
      assertTimeoutPreemptively(
          Duration.ofMinutes(1),
          () ->
              assertThatThrownBy(() -> own.resolve("own", url(file), List.of()))
                  .isInstanceOf(InvalidSettings.class));
      assertTimeoutPreemptively(
          Duration.ofMinutes(1),
          () ->
              assertThatThrownBy(() -> allowed.resolve("own", url(file), List.of(file.toString())))
                  .isInstanceOf(InvalidSettings.class));
    }
  }

  @Test
  void shouldKeepTheLoginOfItsOwnSettingsWhereACommandChangedAnythingElse() {
    CameraSeeds seeds = seeds("cameras.own.url=rtsp://me:hush@h/1");
    String safe = "\"url\":\"rtsp://me:${CAMERA_OWN_PASSWORD}@h/1\"";

    assertThat(seeds.resolve("own", "{" + safe + ",\"fps\":3}", List.of()).camera().url())
        .isEqualTo("rtsp://me:hush@h/1");
    for (String json :
        List.of(
            "{\"url\":\"rtsp://me:${CAMERA_OWN_PASSWORD}@evil/1\"}",
            "{" + safe + ",\"decoder\":\"${CAMERA_OWN_PASSWORD}\"}",
            "{" + safe + ",\"tls\":{\"ca-file\":\"${file:/etc/hosts}\"}}",
            "{\"decoder\":\"${CAMERA_OWN_PASSWORD}\"}")) {
      assertThatThrownBy(() -> seeds.resolve("own", json, List.of()))
          .isInstanceOf(InvalidSettings.class);
    }
    assertThatThrownBy(() -> seeds.resolve("new", "{" + safe + "}", List.of()))
        .hasMessageContaining("not allowed");
  }

  private static boolean isMade(Path pipe) throws InterruptedException {
    try {
      return new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
    } catch (IOException e) {
      return false; // a system without pipes by name
    }
  }

  private static String url(Path secret) {
    return "{\"url\":\"rtsp://me:${file:" + secret + "}@h/1\"}";
  }

  @Test
  void shouldAddWhatIsNotThereAndChangeWhatASeedWrote() {
    CameraSeeds seeds = seeds("cameras.a.url=sim:", "cameras.b.url=sim:", "cameras.c.url=sim:");

    List<Change> changes =
        seeds.changes(
            Map.of(
                "b", record("b", "{\"url\":\"rtsp://old\"}", Origin.SEED),
                "c", record("c", "{\"url\":\"sim:\"}", Origin.SEED)));

    assertThat(changes).extracting(Change::id).containsExactly("a", "b");
  }

  @Test
  void shouldLeaveAloneWhatWasChangedWhileRunning() {
    CameraSeeds seeds = seeds("cameras.a.url=sim:");

    assertThat(seeds.changes(Map.of("a", record("a", "{\"url\":\"rtsp://new\"}", Origin.COMMAND))))
        .isEmpty();
  }

  @Test
  void shouldNotBringBackWhatWasRemovedWhileRunning() {
    CameraSeeds seeds = seeds("cameras.a.url=sim:", "cameras.b.url=sim:");
    Map<String, CameraRecord> removed =
        Map.of("a", record("a", null, Origin.COMMAND), "b", record("b", null, Origin.SEED));

    assertThat(seeds.changes(removed)).extracting(Change::id).containsExactly("b");
    assertThat(seeds("cameras.b.url=sim:").exclusive().changes(removed))
        .extracting(Change::id)
        .containsExactly("b");
    assertThat(seeds().orSynthetic(1).changes(removed)).extracting(Change::id).contains("cam0");
  }

  @Test
  void shouldRemoveEarlierSeedsOnlyOnce() {
    CameraSeeds seeds = seeds("cameras.a.url=sim:").exclusive();

    assertThat(
            seeds.changes(
                Map.of(
                    "a", record("a", "{\"url\":\"sim:\"}", Origin.SEED),
                    "old", record("old", null, Origin.SEED))))
        .isEmpty();
  }

  @Test
  void shouldRemoveEarlierSeedsOfItsOwnKafkaOnly() {
    CameraSeeds seeds = seeds("cameras.a.url=sim:");
    Map<String, CameraRecord> present =
        Map.of(
            "a", record("a", "{\"url\":\"sim:\"}", Origin.SEED),
            "old", record("old", "{}", Origin.SEED),
            "added", record("added", "{}", Origin.COMMAND));

    assertThat(seeds.changes(present)).isEmpty();
    assertThat(seeds.exclusive().changes(present))
        .containsExactly(new Change("old", null, Origin.SEED));
  }

  @Test
  void shouldShowSyntheticCamerasOnlyWhileNobodyAddedAny() {
    CameraSeeds seeds = seeds().orSynthetic(2).exclusive();

    assertThat(seeds.changes(Map.of())).extracting(Change::id).containsExactly("cam0", "cam1");
    assertThat(
            seeds.changes(
                Map.of(
                    "cam0", record("cam0", "{\"url\":\"sim:\"}", Origin.SEED),
                    "gate", record("gate", "{}", Origin.COMMAND))))
        .containsExactly(new Change("cam0", null, Origin.SEED));
  }

  @Test
  void shouldKeepPasswordsOnThisNode() {
    CameraSeeds seeds = seeds("cameras.gate.url=rtsp://me:p@ss/w:rd@10.0.0.5/1?token=abc&x=1");

    Change change = seeds.changes(Map.of()).get(0);

    assertThat(change.json())
        .isEqualTo(
            "{\"url\":\"rtsp://me:${CAMERA_GATE_PASSWORD}@10.0.0.5/1?token=${CAMERA_GATE_TOKEN}&x=1\"}");
    assertThat(CameraEntry.resolve("gate", change.json(), seeds.variables()).camera().url())
        .isEqualTo("rtsp://me:p%40ss%2Fw%3Ard@10.0.0.5/1?token=abc&x=1");
  }

  @Test
  void shouldLeaveReferencesAndUrlsWithoutPasswordsAsTheyAre() {
    for (String url :
        List.of(
            "rtsp://me:${PW}@h/1",
            "rtsp://${USER}:${PW}@h/1",
            "rtsp://me@h/1",
            "rtsp://h:554/1",
            "sim:",
            "${CAMERA}",
            "/videos/a.mp4")) {
      assertThat(CameraSecrets.isIn(url)).as(url).isFalse();
    }
    assertThat(CameraSecrets.isIn("rtsp://${USER}:open@h/1")).isTrue();
  }

  private static CameraSeeds seeds(String... assignments) {
    return CameraSeeds.of(new Settings(Map.of()).assignments(List.of(assignments)), Map.of());
  }

  private static CameraRecord record(String id, String json, Origin origin) {
    return new CameraRecord(id, json, origin, 0, 0);
  }
}
