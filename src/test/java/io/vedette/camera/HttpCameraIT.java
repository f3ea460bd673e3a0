package io.vedette.camera;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vedette.camera.input.MediaInput;
import io.vedette.camera.link.Deadline;
import io.vedette.camera.report.CameraFailure;
import io.vedette.camera.report.CameraFailure.Reason;
import io.vedette.camera.setting.CameraAccess;
import io.vedette.camera.setting.CameraSettings;
import io.vedette.camera.setting.SourceUrl;
import io.vedette.geometry.Size;
import io.vedette.picture.Canvas;
import io.vedette.picture.Picture;
import io.vedette.picture.jpeg.JpegEncoder;
import io.vedette.runtime.TestSupervision;
import io.vedette.simulator.Simulator;
import io.vedette.simulator.SimulatorSettings;
import io.vedette.simulator.street.StreetScene;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cameras over HTTP as they are in the field, and what is taken for one. */
class HttpCameraIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Size SIZE = new Size(320, 180);
  private static final String JPEG = jpeg();
  private static final AnsweringServer.Pause SHORTLY = () -> Thread.sleep(20);
  private static final Duration POLL = Duration.ofMillis(5);
  private static final long TOLERANCE_MICROS = 5000;

  /** JPEG stands for a picture, LENGTH for its length. */
  private enum Form {
    PROPER(
        "Content-Type: multipart/x-mixed-replace;boundary=b\r\n\r\n",
        "--b\r\nContent-Type: image/jpeg\r\nContent-Length: LENGTH\r\n\r\nJPEG\r\n"),
    WITHOUT_FIRST_BOUNDARY(
        "Content-Type: multipart/x-mixed-replace;boundary=b\r\n\r\n",
        "Content-Type: image/jpeg\r\nContent-Length: LENGTH\r\n\r\nJPEG\r\n--b\r\n"),
    BOUNDARY_WITH_DASHES(
        "Content-Type: multipart/x-mixed-replace; boundary=--b\r\n\r\n",
        "--b\r\nContent-Type: image/jpeg\r\n\r\nJPEG\r\n"),
    BOUNDARY_WITH_DASHES_TWICE(
        "Content-Type: multipart/x-mixed-replace; boundary=--b\r\n\r\n",
        "----b\r\nContent-Type: image/jpeg\r\n\r\nJPEG\r\n"),
    BOUNDARY_IN_QUOTES(
        "Content-Type: multipart/x-mixed-replace; boundary=\"b b\"\r\n\r\n",
        "--b b\r\nContent-Type: image/jpeg\r\n\r\nJPEG\r\n"),
    BOUNDARY_OF_ANOTHER_NAME(
        "Content-Type: multipart/x-mixed-replace; boundary=a\r\n\r\n",
        "--b\r\nContent-Type: image/jpeg\r\n\r\nJPEG\r\n"),
    NO_BOUNDARY_IN_THE_ANSWER(
        "Content-Type: multipart/x-mixed-replace\r\n\r\n",
        "--b\r\nContent-Type: image/jpeg\r\n\r\nJPEG\r\n"),
    MIXED("Content-Type: Multipart/Mixed; Boundary=b\r\n\r\n", "--b\r\n\r\nJPEG\r\n"),
    PARTS_OF_ANOTHER_NAME(
        "Content-Type: multipart/x-mixed-replace;boundary=b\r\n\r\n",
        "--b\r\nContent-Type: image/jpg\r\nContent-Length: LENGTH\r\n\r\nJPEG\r\n"),
    PARTS_WITHOUT_HEADER(
        "Content-Type: multipart/x-mixed-replace;boundary=b\r\n\r\n", "--b\r\n\r\nJPEG\r\n"),
    PREAMBLE(
        "Content-Type: multipart/x-mixed-replace;boundary=b\r\n\r\nThis is a camera.\r\n\r\n",
        "--b\r\nContent-Type: image/jpeg\r\n\r\nJPEG\r\n"),
    LINES_END_WITHOUT_RETURN(
        "Content-Type: multipart/x-mixed-replace;boundary=b\n\n",
        "--b\nContent-Type: image/jpeg\nContent-Length: LENGTH\n\nJPEG\n"),
    WITHOUT_TYPE("\r\n", "--b\r\nContent-Type: image/jpeg\r\n\r\nJPEG\r\n"),
    WITHOUT_TYPE_OR_FIRST_BOUNDARY(
        "\r\n", "Content-Type: image/jpeg\r\nContent-Length: LENGTH\r\n\r\nJPEG\r\n--b\r\n"),
    WITHOUT_TYPE_WITH_PREAMBLE("\r\nHello\r\n", "--b\r\nContent-Type: image/jpeg\r\n\r\nJPEG\r\n"),
    TYPE_OF_A_PAGE(
        "Content-Type: text/html\r\n\r\n", "--b\r\nContent-Type: image/jpeg\r\n\r\nJPEG\r\n"),
    ONE_AFTER_THE_OTHER("Content-Type: image/jpeg\r\n\r\n", "JPEG"),
    ONE_AFTER_THE_OTHER_AS_VIDEO("Content-Type: video/x-motion-jpeg\r\n\r\n", "JPEG"),
    LENGTH_OF_A_PART_IN_THE_ANSWER(
        "Content-Type: multipart/x-mixed-replace;boundary=b\r\nContent-Length: LENGTH\r\n\r\n",
        "--b\r\nContent-Type: image/jpeg\r\n\r\nJPEG\r\n"),
    LENGTH_TOO_SMALL(
        "Content-Type: multipart/x-mixed-replace;boundary=b\r\n\r\n",
        "--b\r\nContent-Type: image/jpeg\r\nContent-Length: 7\r\n\r\nJPEG\r\n"),
    LENGTH_TOO_LARGE(
        "Content-Type: multipart/x-mixed-replace;boundary=b\r\n\r\n",
        "--b\r\nContent-Type: image/jpeg\r\nContent-Length: 1000000\r\n\r\nJPEG\r\n"),
    PICTURE_WITHOUT_END_BY_LENGTH(
        "Content-Type: multipart/x-mixed-replace;boundary=b\r\n\r\n",
        "--b\r\nContent-Type: image/jpeg\r\nContent-Length: LENGTH\r\n\r\nJPEG\r\n") {
      @Override
      String picture() {
        return JPEG.substring(0, JPEG.length() - 2);
      }
    },
    PICTURE_WITHOUT_END(
        "Content-Type: multipart/x-mixed-replace;boundary=b\r\n\r\n",
        "--b\r\nContent-Type: image/jpeg\r\n\r\nJPEG\r\n") {
      @Override
      String picture() {
        return JPEG.substring(0, JPEG.length() - 2);
      }
    },
    STILL("Content-Type: image/jpeg\r\nContent-Length: LENGTH\r\n\r\nJPEG", ""),
    STILL_OF_ANOTHER_NAME("Content-Type: image/jpg\r\n\r\nJPEG", ""),
    STILL_WITHOUT_TYPE("Content-Length: LENGTH\r\n\r\nJPEG", "");

    private final String answer;
    private final String repeated;

    Form(String answer, String repeated) {
      this.answer = answer;
      this.repeated = repeated;
    }

    String picture() {
      return JPEG;
    }

    /** Whether its pictures come one after the other in one answer, each with an end. */
    boolean isComplete() {
      return !repeated.isEmpty() && this != PICTURE_WITHOUT_END;
    }

    AnsweringServer serve(AnsweringServer.Pause pause) throws IOException {
      return new AnsweringServer(
          bytes("HTTP/1.0 200 OK\r\n" + filled(answer)), bytes(filled(repeated)), pause);
    }

    private String filled(String form) {
      return form.replace("LENGTH", Integer.toString(picture().length()))
          .replace("JPEG", picture());
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldReadMotionJpegAsCamerasSendIt(Form form) throws IOException {
    try (AnsweringServer server = form.serve(SHORTLY);
        WatchedCamera cam =
            new WatchedCamera("HTTP://127.0.0.1:" + server.port() + "/video.cgi", "fps=10")) {
      await().atMost(PATIENCE).until(() -> cam.frames.size() >= 3 || !cam.reasons.isEmpty());

      assertThat(cam.reasons).isEmpty();
      assertThat(cam.frames.get(0).size()).isEqualTo(SIZE);
    }
  }

  static Stream<Form> complete() {
    return Stream.of(Form.values()).filter(Form::isComplete);
  }

  @ParameterizedTest
  @MethodSource("complete")
  void shouldGiveEachPictureBeforeTheNextIsSent(Form form) throws IOException {
    Semaphore turns = new Semaphore(0);
    try (AnsweringServer server = form.serve(turns::acquire);
        WatchedCamera cam =
            new WatchedCamera("http://127.0.0.1:" + server.port() + "/video.cgi", "fps=0")) {
      for (int sent = 1; sent <= 3; sent++) {
        turns.release();
        int wanted = sent;
        await().pollInterval(POLL).atMost(PATIENCE).until(() -> cam.frames.size() == wanted);
      }

      assertThat(cam.reasons).isEmpty();
    }
  }

  /** The middle one of all errors is looked at: a busy machine may hold up any picture. */
  @ParameterizedTest
  @ValueSource(ints = {5, 15, 25, 40})
  void shouldDateEachPictureByWhenItWasSent(int fps) throws IOException {
    List<Instant> sent = new CopyOnWriteArrayList<>();
    AnsweringServer.Pause pause =
        () -> {
          Thread.sleep(1000 / fps);
          sent.add(Instant.now());
        };
    try (AnsweringServer server = Form.PROPER.serve(pause);
        WatchedCamera cam =
            new WatchedCamera("http://127.0.0.1:" + server.port() + "/video.cgi", "fps=0")) {
      await().atMost(PATIENCE).until(() -> cam.frames.size() >= 15);

      List<Long> errors =
          IntStream.range(0, 15)
              .mapToObj(i -> Duration.between(sent.get(i), cam.frames.get(i).capturedAt()))
              .map(error -> error.abs().toNanos() / 1000)
              .sorted()
              .toList();
      assertThat(errors.get(errors.size() / 2)).as("of %s", errors).isLessThan(TOLERANCE_MICROS);
    }
  }

  @Test
  void shouldAskForAStillPictureAtTheWantedRateAlone() throws IOException {
    try (AnsweringServer server = Form.STILL.serve(SHORTLY);
        WatchedCamera cam =
            new WatchedCamera("http://127.0.0.1:" + server.port() + "/snapshot.jpg", "fps=2")) {
      await().atMost(PATIENCE).until(() -> cam.frames.size() >= 4);

      assertThat(cam.reasons).isEmpty();
      Duration taken =
          Duration.between(cam.frames.get(0).capturedAt(), cam.frames.get(3).capturedAt());
      assertThat(taken).isGreaterThan(Duration.ofMillis(1300));
      assertThat(server.visits()).isLessThanOrEqualTo(cam.frames.size() + 1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Type: text/html~~<!DOCTYPE html><html>log in</html> | not a video stream, but"
            + " text/html; did you mean rtsp://127.0.0.1/…?",
        "Content-Type: application/json~~{\"error\":1} | but application/json; did you mean rtsp:",
        "~<html></html> | not a video stream, but text; did you mean rtsp://127.0.0.1/…?",
        "Content-Type: multipart/x-mixed-replace;boundary=b~~--b~Content-Type: image/png~~ |"
            + " but parts of type image/png"
      })
  void shouldTellWhatIsNoVideoStream(String answer, String message) throws IOException {
    byte[] sent = bytes("HTTP/1.1 200 OK\r\n" + answer.replace("~", "\r\n"));
    byte[] noise = message.contains("parts") ? new byte[1000] : new byte[0];
    try (AnsweringServer server = new AnsweringServer(sent, noise)) {
      assertRefused("http://me:secret@127.0.0.1:" + server.port() + "/a", message);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.0 200 OK\r\n\r\n<html></html>",
        "<!DOCTYPE HTML>\n<html>Bad request version (RTSP/1.0)</html>"
      })
  void shouldTellThatAPortSpeaksHttp(String answer) throws IOException {
    try (AnsweringServer web = new AnsweringServer(bytes(answer), new byte[0])) {
      String place = "127.0.0.1:" + web.port() + "/cam0?a=b";

      assertRefused("rtsp://me:secret@" + place, "HTTP; did you mean http://" + place + "?");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RTSP/1.0 400 Bad Request\r\n\r\n",
        "HTTP/1.1 503 Service Unavailable\r\nServer: GStreamer RTSP Server\r\n\r\n"
      })
  void shouldTellThatAPortSpeaksRtsp(String answer) throws IOException {
    try (AnsweringServer server = new AnsweringServer(bytes(answer), new byte[0])) {
      String place = "127.0.0.1:" + server.port() + "/cam0?a=b";

      assertRefused("http://me:secret@" + place, "RTSP; did you mean rtsp://" + place + "?");
    }
  }

  @Test
  void shouldTellThatTheSimulatorSpeaksRtsp() {
    try (Simulator street =
        new Simulator(SimulatorSettings.of(1, 0, SIZE, 5), TestSupervision.essential())) {
      street.start();
      String url = street.rtspUrl("cam0");

      assertRefused(url.replace("rtsp:", "http:"), "did you mean " + url + "?");
    }
  }

  @Test
  void shouldReadTheSchemeInCapitals() {
    try (Simulator street =
        new Simulator(SimulatorSettings.of(1, 0, SIZE, 5), TestSupervision.essential())) {
      street.start();
      try (WatchedCamera cam =
          new WatchedCamera(street.rtspUrl("cam0").replace("rtsp://", "RTSP://"))) {
        await().atMost(PATIENCE).until(() -> cam.frames.size() >= 2);

        assertThat(cam.reasons).isEmpty();
      }
    }
  }

  private static void assertRefused(String url, String message) {
    CameraSettings settings = WatchedCamera.settings(url);
    assertThatThrownBy(
            () -> {
              try (Deadline deadline = new Deadline();
                  MediaInput input =
                      MediaInput.open(
                          SourceUrl.parse(url), settings, CameraAccess.DEFAULTS, deadline)) {
                input.read();
              }
            })
        .hasMessageContaining(message)
        .hasMessageNotContaining("secret")
        .isInstanceOfSatisfying(
            CameraFailure.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNSUPPORTED_CODEC));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static String jpeg() {
    try (JpegEncoder encoder = new JpegEncoder(80);
        Picture drawn = Canvas.of(new StreetScene(0, SIZE, 10).render(0).image()).toPicture()) {
      return new String(encoder.encode(drawn), ISO_8859_1);
    }
  }
}
