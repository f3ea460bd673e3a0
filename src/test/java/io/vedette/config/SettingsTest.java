package io.vedette.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  enum Delivery {
    EXACTLY_ONCE,
    AT_LEAST_ONCE
  }

  record Detect(
      @Setting(value = "2s", doc = "Oldest frame worth inferring.") Duration maxAge,
      @Setting(value = "8MiB", doc = "Largest frame.") DataSize maxFrame,
      @Setting(value = "0.25", doc = "Lowest confidence.") double confidence,
      @Setting(value = "exactly-once", doc = "Delivery.") Delivery delivery,
      @Setting(value = "person,car", doc = "Labels.") List<String> classes,
      @Setting(value = "", doc = "Model file.") @Nullable Path model) {
    Detect {
      if (confidence < 0 || confidence > 1) {
        throw new IllegalArgumentException("confidence: expected 0–1, found " + confidence);
      }
    }
  }

  record Camera(String url, @Setting(value = "5", doc = "Pictures a second.") double fps) {}

  record Rules(@Setting(value = "", doc = "Labels that count.") List<String> labels) {}

  record Entry(@Inline Camera camera, @Inline Rules rules) {}

  record Joined(Map<String, Entry> cameras) {}

  record Root(Detect detect, Map<String, Camera> cameras, Map<String, String> kafka) {}

  @TempDir Path folder;

  @Test
  void shouldGiveDefaultsWhenNothingIsSet() {
    Root root = new Settings(Map.of()).bind(Root.class);

    assertThat(root.detect())
        .isEqualTo(
            new Detect(
                Duration.ofSeconds(2),
                new DataSize(8 << 20),
                0.25,
                Delivery.EXACTLY_ONCE,
                List.of("person", "car"),
                null));
    assertThat(root.cameras()).isEmpty();
  }

  @Test
  void shouldLetLaterSourcesWin() throws IOException {
    Path file =
        write(
            """
            detect: {max-age: 1s, confidence: 0.5, classes: [bus]}
            cameras:
              gate: {url: "rtsp://${HOST}/1"}
            kafka:
              bootstrap.servers: a:1
              ssl: {truststore.location: /t}
            """);
    Map<String, String> environment =
        Map.of(
            "HOST", "h",
            "VEDETTE_DETECT_CONFIDENCE", "0.6",
            "VEDETTE_CAMERAS_GATE_FPS", "2",
            "VEDETTE_KAFKA_SECURITY_PROTOCOL", "SSL");

    Root root =
        new Settings(environment)
            .file(file)
            .variables(Root.class)
            .assignments(List.of("detect.confidence=0.7", "detect.model=m.onnx"))
            .bind(Root.class);

    assertThat(root.detect().confidence()).isEqualTo(0.7);
    assertThat(root.detect().maxAge()).isEqualTo(Duration.ofSeconds(1));
    assertThat(root.detect().classes()).containsExactly("bus");
    assertThat(root.detect().model()).isEqualTo(Path.of("m.onnx"));
    assertThat(root.cameras()).containsExactly(Map.entry("gate", new Camera("rtsp://h/1", 2)));
    assertThat(root.kafka())
        .containsEntry("bootstrap.servers", "a:1")
        .containsEntry("ssl.truststore.location", "/t")
        .containsEntry("security.protocol", "SSL");
  }

  @Test
  void shouldListEveryProblemAtOnce() throws IOException {
    Path file =
        write(
            """
            detcet: 1
            detect:
              max-age: soon
              delivery: twice
              confidence: 1.5
            cameras:
              gate: {fps: 5}
            """);

    InvalidSettings failure =
        catchThrowableOfType(
            InvalidSettings.class,
            () ->
                new Settings(Map.of("VEDETTE_NOPE", "1"))
                    .file(file)
                    .variables(Root.class)
                    .assignments(List.of("oops"))
                    .bind(Root.class));

    assertThat(failure.getMessage().replace(file.toString(), "FILE").lines())
        .containsExactlyInAnyOrder(
            "VEDETTE_NOPE: no setting has this variable's name",
            "--set oops: expected key=value, as detect.max-age=2s",
            "detcet: unknown key at FILE:1; did you mean \"detect\"?",
            "detect.max-age: expected a duration such as 500ms, 10s or 5m, found \"soon\" at"
                + " FILE:3",
            "detect.delivery: expected one of exactly-once, at-least-once, found \"twice\" at"
                + " FILE:4",
            "detect.confidence: expected 0–1, found 1.5 at FILE:5",
            "cameras.gate.url: missing; it has no default");
  }

  @Test
  void shouldNameTheLineOfTheKeyThatIsWrong() throws IOException {
    Path file =
        write(
            """
            # a comment
            detcet:

              max-age: 1s
            cameras:
              gate:
                url: a
              gate:
                # again
                url: b
            detect:
              ? [a, b]
              : c
              model:
                x: 1
            """);

    InvalidSettings failure =
        catchThrowableOfType(
            InvalidSettings.class, () -> new Settings(Map.of()).file(file).bind(Root.class));

    assertThat(failure.getMessage().replace(file.toString(), "FILE").lines())
        .containsExactlyInAnyOrder(
            "detcet: unknown key at FILE:2; did you mean \"detect\"?",
            "cameras.gate: given twice, at FILE:6 and FILE:8",
            "detect: expected a key, found a list or a group at FILE:12",
            "detect.model: expected one value, found a list or a group at FILE:14");
  }

  @Test
  void shouldNameBothLinesOfAKeyThatIsGivenTwiceInTwoForms() throws IOException {
    Path file = write("detect:\n  max-age: 1s\ndetect.max-age: 2s\n");

    InvalidSettings failure =
        catchThrowableOfType(
            InvalidSettings.class, () -> new Settings(Map.of()).file(file).bind(Root.class));

    assertThat(failure.getMessage().replace(file.toString(), "FILE").lines())
        .contains("detect.max-age: given twice, at FILE:2 and FILE:3");
  }

  @ParameterizedTest
  @CsvSource({"just a text, a text", "'[a, b]', a list"})
  void shouldRefuseAFileWithoutKeys(String content, String found) throws IOException {
    Path file = write(content);

    InvalidSettings failure =
        catchThrowableOfType(
            InvalidSettings.class, () -> new Settings(Map.of()).file(file).bind(Root.class));

    assertThat(failure.getMessage())
        .contains(file + ": expected keys and values in YAML, found " + found);
  }

  @Test
  void shouldTakeMinutesAsTheyAreShown() {
    Settings settings = new Settings(Map.of()).put("detect.max-age", "10 min", "--set");

    assertThat(settings.bind(Root.class).detect().maxAge()).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void shouldReportBoundsOfTheRecord() {
    InvalidSettings failure =
        catchThrowableOfType(
            InvalidSettings.class,
            () ->
                new Settings(Map.of())
                    .assignments(List.of("detect.confidence=1.5"))
                    .bind(Root.class));

    assertThat(failure).hasMessage("detect.confidence: expected 0–1, found 1.5 at --set");
  }

  record Span(
      @Setting(value = "1", doc = "Least.") int least,
      @Setting(value = "9", doc = "Most.") int most,
      @Setting(value = "0", doc = "Other.") int other) {
    Span {
      check(least >= 0, "least: expected 0 or more, found " + least);
      check(most >= least, "most: expected at least least, found " + most);
      check(other >= 0, "other: expected 0 or more, found " + other);
    }

    private static void check(boolean holds, String message) {
      if (!holds) {
        throw new IllegalArgumentException(message);
      }
    }
  }

  record Area(@Setting(value = "", doc = "Corners.") List<Double> corners, Detect inner) {}

  record Yard(
      @Inline Span span,
      Map<String, Area> areas,
      @Setting(value = "", doc = "Names.") Map<String, String> names) {
    Yard {
      names.forEach(
          (name, text) -> {
            if (text.isBlank()) {
              throw new IllegalArgumentException(
                  "names." + name + ": expected a text, found nothing");
            }
          });
    }
  }

  record Town(Map<String, Yard> yards) {
    Town {
      if (yards.size() > 2) {
        throw new IllegalArgumentException("yards: expected up to 2, found " + yards.size());
      }
    }
  }

  /** Groups, lists, groups by name, groups without a key of their own, and one in another. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "yards: {a: {least: -1}} | yards.a.least: expected 0 or more, found -1 at FILE:1",
        "yards: {a: {most: 0}} | yards.a.most: expected at least least, found 0 at FILE:1",
        "yards.a.least: -1 | yards.a.least: expected 0 or more, found -1 at FILE:1",
        "yards: {a: {areas: {b: {corners: [1, x]}}}} | yards.a.areas.b.corners[1]: expected a"
            + " number, found \"x\" at FILE:1",
        "yards: {a: {areas: {b: {inner: {confidence: 7}}}}} | yards.a.areas.b.inner.confidence:"
            + " expected 0–1, found 7.0 at FILE:1",
        "yards: {a: {areas: {b: {inner.confidence: 7}}}} | yards.a.areas.b.inner.confidence:"
            + " expected 0–1, found 7.0 at FILE:1",
        "yards: {a: {names: {b.c: \" \"}}} | yards.a.names.b.c: expected a text, found nothing at"
            + " FILE:1",
        "yards: {a: , b: , c: } | yards: expected up to 2, found 3 at FILE:1",
        "yards: {a: {areas: {b: {corners: 1, corners: 2}}}} | yards.a.areas.b.corners: given twice,"
            + " at FILE:1 and FILE:1",
        "yards: {a: {areas: {b: {[c]: 1}}}} | yards.a.areas.b: expected a key, found a list or a"
            + " group at FILE:1",
        "yards: {a: {names: {b: '${NOPE}'}}} | yards.a.names.b: variable NOPE is not set (FILE:1);"
            + " set it or write ${NOPE:-default}",
        "yards: {a: {areas: {b: {corners: ['${file:/no/such}']}}}} | yards.a.areas.b.corners[0]:"
            + " secret file /no/such cannot be used (FILE:1): there is no such file or folder",
        "yards: {a: {areas: {b: {cornes: 1}}}} | yards.a.areas.b.cornes: unknown key at FILE:1; did"
            + " you mean \"corners\"?",
        ".: 1 | key without a name at FILE:1; known here: yards"
      })
  void shouldNameTheFullKeyOfEveryKindOfGroup(String yaml, String expected) throws IOException {
    Path file = write(yaml);

    InvalidSettings failure =
        catchThrowableOfType(
            InvalidSettings.class, () -> new Settings(Map.of()).file(file).bind(Town.class));

    assertThat(failure.getMessage().replace(file.toString(), "FILE")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"'', 'expected a text, found nothing'", "' \n', 'expected a text, found nothing'"})
  void shouldRefuseASecretFileThatHoldsNothing(String content, String reason) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), content);

    assertThat(refusedSecret(secret)).endsWith("expected a text, found nothing");
  }

  @Test
  void shouldRefuseASecretFileThatHoldsNoText() throws IOException {
    Path secret = Files.write(folder.resolve("secret"), new byte[] {'a', (byte) 0xC3, '('});

    assertThat(refusedSecret(secret)).endsWith("expected text in UTF-8, found other bytes");
    assertThat(refusedSecret(folder)).endsWith("it is a folder");
  }

  private static String refusedSecret(Path secret) {
    InvalidSettings failure =
        catchThrowableOfType(
            InvalidSettings.class,
            () ->
                new Settings(Map.of())
                    .put("kafka.password", "${file:" + secret + "}", "--set")
                    .bind(Root.class));
    assertThat(failure.problems()).hasSize(1);
    assertThat(failure.getMessage())
        .startsWith("kafka.password: secret file " + secret + " cannot be used (--set): ");
    return failure.getMessage();
  }

  /** Whether a value fits one that is wrong itself cannot be said. */
  @ParameterizedTest
  @CsvSource({
    "-1, -2, -3, 'least, other'",
    "x, 0, -3, 'least, other'",
    "1, 0, -3, 'most, other'",
    "1, 5, x, other"
  })
  void shouldReportTheBoundsOfAllValuesOfARecord(
      String least, String most, String other, String expected) {
    InvalidSettings failure =
        catchThrowableOfType(
            InvalidSettings.class,
            () ->
                new Settings(Map.of())
                    .assignments(List.of("least=" + least, "most=" + most, "other=" + other))
                    .bind(Span.class));

    assertThat(failure.getMessage().lines().map(line -> line.replaceAll("^: |:.*", "")))
        .containsExactlyInAnyOrder(expected.split(", "));
  }

  @Test
  void shouldReadSecretsFromFilesAndNeverShowThem() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "hush\n");

    InvalidSettings failure =
        catchThrowableOfType(
            InvalidSettings.class,
            () ->
                new Settings(Map.of())
                    .assignments(List.of("detect.confidence=${file:" + secret + "}"))
                    .bind(Root.class));

    assertThat(failure)
        .hasMessageContaining("a value from a reference")
        .hasMessageNotContaining("hush");
  }

  @Test
  void shouldWriteAReferenceThatChangesNothing() throws IOException {
    Path file = write(Reference.of(Root.class));

    Root root = new Settings(Map.of()).file(file).bind(Root.class);

    assertThat(root).isEqualTo(new Settings(Map.of()).bind(Root.class));
    assertThat(Files.readString(file)).contains("# Oldest frame worth inferring.", "#    fps: 5");
  }

  @Test
  void shouldBindTwoRecordsFromOneGroup() throws IOException {
    Path file = write("cameras:\n  gate: {url: a, labels: [bus]}\n");

    Joined joined =
        new Settings(Map.of("VEDETTE_CAMERAS_GATE_LABELS", "car"))
            .file(file)
            .variables(Joined.class)
            .bind(Joined.class);

    assertThat(joined.cameras())
        .containsExactly(
            Map.entry("gate", new Entry(new Camera("a", 5), new Rules(List.of("car")))));
    assertThat(Reference.of(Joined.class)).contains("#    fps: 5", "#    labels:");
  }

  @Test
  void shouldRefuseKeysThatNeitherRecordOfAGroupKnows() {
    InvalidSettings failure =
        catchThrowableOfType(
            InvalidSettings.class,
            () ->
                new Settings(Map.of())
                    .assignments(List.of("cameras.gate.lables=bus"))
                    .bind(Joined.class));

    assertThat(failure.getMessage().lines())
        .containsExactly(
            "cameras.gate.lables: unknown key at --set; did you mean \"labels\"?",
            "cameras.gate.url: missing; it has no default");
  }

  @Test
  void shouldWriteJsonThatKeepsReferencesAndReadsBack() throws IOException {
    Path file =
        write("cameras:\n  gate: {url: \"rtsp://me:${PW}@h\", fps: 2.50, labels: [bus, car]}\n");

    String json = new Settings(Map.of()).file(file).groups("cameras").get("gate").json();

    assertThat(json)
        .isEqualTo("{\"url\":\"rtsp://me:${PW}@h\",\"fps\":2.50,\"labels\":[\"bus\",\"car\"]}");
    assertThat(new Settings(Map.of("PW", "x")).json("", json, "record").bind(Entry.class))
        .isEqualTo(new Entry(new Camera("rtsp://me:x@h", 2.5), new Rules(List.of("bus", "car"))));
  }

  @Test
  void shouldLeaveReferencesToAnotherNodeWhenLenient() {
    String json = "{\"url\":\"rtsp://me:${PW}@${HOST:-h}\",\"fps\":\"${FPS}\"}";

    InvalidSettings failure =
        catchThrowableOfType(
            InvalidSettings.class,
            () -> new Settings(Map.of()).lenient().json("", json, "record").bind(Entry.class));
    Entry lenient =
        new Settings(Map.of("FPS", "3")).lenient().json("", json, "record").bind(Entry.class);

    assertThat(failure).hasMessageContaining("fps: expected a number");
    assertThat(lenient.camera()).isEqualTo(new Camera("rtsp://me:${PW}@h", 3));
  }

  @Test
  void shouldPassOverOtherKeysWhenPartOfAGroupIsAskedFor() {
    Rules rules =
        new Settings(Map.of())
            .json("", "{\"url\":\"${NOPE}\",\"labels\":[\"bus\"]}", "record")
            .bindPart(Rules.class);

    assertThat(rules.labels()).containsExactly("bus");
  }

  @Test
  void shouldTellWhatIsNoJson() {
    InvalidSettings failure =
        catchThrowableOfType(
            InvalidSettings.class,
            () -> new Settings(Map.of()).json("", "{\"url\":", "record").bind(Entry.class));

    assertThat(failure).hasMessageContaining("record: not JSON");
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(folder.resolve("vedette.yaml"), yaml);
  }
}
