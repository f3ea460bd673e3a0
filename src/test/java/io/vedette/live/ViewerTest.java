package io.vedette.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.config.Settings;
import io.vedette.picture.jpeg.JpegHeader;
import io.vedette.runtime.TestSupervision;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.client.TransportSettings;
import io.vedette.transport.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViewerTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Sink sink = new Sink();
  private final Desk desk = new Desk();
  private final Set<String> forbidden = new HashSet<>();
  private final Viewer viewer =
      new Viewer(
          desk, new Viewer.Terms(sink, tasks::add, camera -> !forbidden.contains(camera), true));

  @BeforeEach
  void start() {
    desk.renditions.start();
  }

  @AfterEach
  void stop() {
    desk.renditions.close();
  }

  @Test
  void shouldKeepTheNewestPictureAloneForWhoeverIsSlow() {
    show("gate");
    sink.isFull = true;
    for (int i = 0; i < 100; i++) {
      viewer.offer(picture("gate", i));
      run();
    }
    assertThat(sink.heads).isEmpty();

    sink.isFull = false;
    viewer.writable();

    assertThat(sink.frames()).containsExactly("gate/1/99");
    assertThat(desk.skipped).isEqualTo(99);
  }

  @Test
  void shouldAnswerNothingAsLongAsNothingIsRead() {
    show("gate");
    sink.texts.clear();
    sink.isFull = true;
    for (int i = 0; i < 100; i++) {
      show("gate");
      receive("{\"show\":5}");
      receive("{\"at\":null}");
    }
    assertThat(sink.texts).isEmpty();

    sink.isFull = false;
    viewer.tick();
    run();

    assertThat(sink.states()).containsKey("gate");
  }

  @Test
  void shouldSendTwoPicturesOfACameraBeforeOneHasArrived() {
    show("gate");
    for (int i = 0; i < 10; i++) {
      viewer.offer(picture("gate", i));
      run();
    }
    assertThat(sink.frames()).containsExactly("gate/1/0", "gate/1/1");

    receive("{\"ack\":1}");

    assertThat(sink.frames()).containsExactly("gate/1/0", "gate/1/1", "gate/1/9");
  }

  @Test
  void shouldSendNoMorePicturesASecondThanAskedFor() {
    receive("{\"show\":[{\"camera\":\"gate\",\"fps\":2}]}");
    for (int i = 0; i < 50; i++) { // 10 s of 5 pictures a second
      viewer.offer(picture("gate", i));
      run();
      receive("{\"ack\":1000}");
    }
    assertThat(sink.heads).hasSizeBetween(19, 21);
  }

  @Test
  void shouldSendTheCamerasOwnPictureToFewAndSmallerOnesToMany() throws IOException {
    String few = all(6, 900);
    receive(few);
    viewer.offer(picture("c0", 0));
    run();
    assertThat(JpegHeader.size(sink.jpegs.get(0)).width()).isEqualTo(1280);

    receive(all(7, 900));
    viewer.offer(picture("c1", 0));
    awaitPictures(2);
    assertThat(JpegHeader.size(sink.jpegs.get(1)).width()).isEqualTo(640);

    receive(all(50, 200));
    viewer.offer(picture("c2", 0));
    awaitPictures(3);
    assertThat(JpegHeader.size(sink.jpegs.get(2)).width()).isEqualTo(160);
    assertThat(sink.jpegs.get(2).length).isLessThan(sink.jpegs.get(0).length / 8);
  }

  @Test
  void shouldMakeARenditionOnceForAll() {
    LivePicture picture = picture("gate", 0);
    assertThat(picture.jpeg(1, desk.renditions)).isSameAs(picture.jpeg(1, desk.renditions));
  }

  @Test
  void shouldSendOtherCamerasWhenAPictureCannotBeMadeSmaller() {
    receive(all(8, 100));
    viewer.offer(
        new LivePicture(
            new io.vedette.frame.Frame(
                new io.vedette.frame.FrameId("c0", 1, 0),
                TestPictures.BEGIN,
                io.vedette.frame.CaptureClock.HOST,
                new io.vedette.geometry.Size(1280, 720),
                new byte[] {1, 2, 3},
                io.vedette.frame.StageTimes.NONE),
            null));
    viewer.offer(picture("c1", 0));
    awaitPictures(1);
    assertThat(sink.frames()).containsExactly("c1/1/0");

    viewer.offer(picture("c0", 10));
    awaitPictures(2);
  }

  @Test
  void shouldShowNoCameraThatIsForbidden() {
    forbidden.add("vault");
    receive("{\"show\":[{\"camera\":\"vault\"},{\"camera\":\"gate\"}]}");
    viewer.offer(picture("vault", 0));
    viewer.offer(picture("gate", 0));
    run();

    assertThat(sink.frames()).containsExactly("gate/1/0");
    assertThat(sink.problems()).containsExactly("not-found vault");
    assertThat(sink.states()).doesNotContainKey("vault");
  }

  @Test
  void shouldShowACameraNoLongerOnceItIsForbidden() {
    show("gate");
    viewer.offer(picture("gate", 0));
    run();
    forbidden.add("gate");
    viewer.offer(picture("gate", 1));
    viewer.tick();
    run();

    assertThat(sink.frames()).containsExactly("gate/1/0");
    assertThat(sink.problems()).containsExactly("not-found gate");
    assertThat(viewer.cameras()).isEmpty();
  }

  @Test
  void shouldTellStatesOfWhatIsShown() {
    show("gate");
    assertThat(sink.states()).containsExactly(Map.entry("gate", "unknown"));
  }

  @Test
  void shouldShowNothingAfterItsEnd() {
    show("gate");
    viewer.offer(picture("gate", 0));
    viewer.close();
    viewer.close();
    run();
    receive("{\"show\":[{\"camera\":\"gate\"}]}");

    assertThat(sink.heads).isEmpty();
    assertThat(desk.closed).isOne();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "\u0000",
        "{",
        "{\"show\":5}",
        "{\"show\":[5]}",
        "{\"show\":[{}]}",
        "{\"show\":[{\"camera\":7}]}",
        "{\"show\":[{\"camera\":\"gate\",\"fps\":0}]}",
        "{\"show\":[{\"camera\":\"gate\",\"fps\":1e9}]}",
        "{\"show\":[{\"camera\":\"gate\",\"fps\":\"x\"}]}",
        "{\"show\":[{\"camera\":\"gate\",\"width\":-1}]}",
        "{\"show\":[{\"camera\":\"gate\",\"width\":1e300}]}",
        "{\"ack\":-1}",
        "{\"ack\":\"1\"}",
        "{\"ack\":99999999999999999999}",
        "{\"at\":\"now\"}",
        "{\"at\":-5}",
        "{\"at\":9223372036854775807}",
        "{\"at\":1,\"rate\":1000}",
        "{\"at\":1,\"rate\":-1}",
        "{\"a\":1,\"a\":2}"
      })
  void shouldAnswerWhatItCannotReadAndGoOn(String message) {
    show("gate");
    receive(message);
    assertThat(sink.problems()).singleElement().asString().startsWith("request ");

    viewer.offer(picture("gate", 0));
    run();

    assertThat(sink.frames()).containsExactly("gate/1/0");
  }

  @Test
  void shouldRefuseMoreCamerasThanAnyPageShows() {
    receive(all(201, 0));
    assertThat(sink.problems()).singleElement().asString().contains("array of up to 200");
    assertThat(viewer.cameras()).isEmpty();
  }

  private void show(String camera) {
    receive("{\"show\":[{\"camera\":\"" + camera + "\"}]}");
  }

  private static String all(int count, int width) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"camera\":\"c%d\",\"width\":%d}".formatted(i, width))
        .collect(Collectors.joining(",", "{\"show\":[", "]}"));
  }

  private void receive(String message) {
    viewer.receive(message.getBytes(StandardCharsets.UTF_8));
    run();
  }

  private void run() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  private void awaitPictures(int count) {
    await()
        .until(
            () -> {
              run();
              return sink.heads.size() == count;
            });
  }

  private static LivePicture picture(String camera, long number) {
    return new LivePicture(TestPictures.frame(camera, number), null);
  }

  private static final class Sink implements ViewerSink {
    private final List<JsonNode> heads = new ArrayList<>();
    private final List<byte[]> jpegs = new ArrayList<>();
    private final List<JsonNode> texts = new ArrayList<>();
    private boolean isFull;

    @Override
    public boolean isFull() {
      return isFull;
    }

    @Override
    public void picture(byte[] head, byte[] jpeg) {
      try {
        heads.add(JSON.readTree(head));
        jpegs.add(jpeg);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void text(String json) {
      try {
        texts.add(JSON.readTree(json));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void end(String reason) {}

    private List<String> frames() {
      return heads.stream().map(head -> head.get("frame").asText()).toList();
    }

    private List<String> problems() {
      return texts.stream()
          .filter(text -> text.get("type").asText().equals("problem"))
          .map(
              text ->
                  text.get("reason").asText()
                      + " "
                      + (text.has("camera") ? text.get("camera") : text.get("message")).asText())
          .toList();
    }

    private Map<String, String> states() {
      return texts.stream()
          .filter(text -> text.get("type").asText().equals("states"))
          .reduce((first, second) -> second)
          .map(
              text -> {
                Map<String, String> states = new java.util.HashMap<>();
                text.get("cameras")
                    .forEach(
                        look ->
                            states.put(look.get("camera").asText(), look.get("state").asText()));
                return states;
              })
          .orElse(Map.of());
    }
  }

  private static final class Desk implements Viewer.Desk {
    private final Renditions renditions = new Renditions(1, TestSupervision.essential());
    private final CameraOverview overview;
    private int skipped;
    private int closed;

    private Desk() {
      TransportSettings settings = Settings.defaults(TransportSettings.class);
      overview =
          new CameraOverview(
              new KafkaAccess(Map.of(), settings),
              new Topics(settings),
              TestSupervision.essential());
    }

    @Override
    public Renditions renditions() {
      return renditions;
    }

    @Override
    public CameraOverview overview() {
      return overview;
    }

    @Override
    public InstantSource clock() {
      return InstantSource.fixed(TestPictures.BEGIN);
    }

    @Override
    public void changed(Viewer viewer) {}

    @Override
    public @Nullable String show(Viewer viewer, ViewerRequest.Moment moment) {
      return null;
    }

    @Override
    public @Nullable Instant shown(Viewer viewer) {
      return null;
    }

    @Override
    public void skipped() {
      skipped++;
    }

    @Override
    public void sent(int bytes) {}

    @Override
    public void closed(Viewer viewer) {
      closed++;
    }
  }
}
