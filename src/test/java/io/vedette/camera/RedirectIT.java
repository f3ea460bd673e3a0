package io.vedette.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.camera.report.CameraFailure;
import io.vedette.camera.setting.CameraAccess;
import io.vedette.camera.setting.CameraSettings;
import io.vedette.config.Settings;
import io.vedette.frame.Ledger;
import io.vedette.runtime.TestSupervision;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cameras that send their reader elsewhere: nobody connects there. */
class RedirectIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @ParameterizedTest
  @CsvSource({
    "rtsp, http://127.0.0.1:PORT/latest",
    "rtsp, http://localhost:PORT/",
    "rtsp, rtsp://127.0.0.2:PORT/stream",
    "rtsp, tcp://127.0.0.1:PORT",
    "rtsp, RTSP://127.0.0.3:PORT/stream",
    "rtsp, https://127.0.0.1:PORT/",
    "http, rtsp://127.0.0.1:PORT/stream",
    "http, http://127.0.0.2:PORT/",
    "http, tcp://127.0.0.1:PORT",
    "http, concat:http://127.0.0.1:PORT/",
    "http, HTTP://127.0.0.3:PORT/"
  })
  void shouldNotFollowToAnotherSchemeOrHost(String scheme, String location) throws Exception {
    try (ServerSocket target = new ServerSocket(0, 50, InetAddress.getByName("0.0.0.0"));
        ServerSocket camera = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
      List<String> visits = new CopyOnWriteArrayList<>();
      serve(target, socket -> visits.add("visited"));
      String answer =
          "%s 302 Found\r\nCSeq: %%s\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n"
              .formatted(
                  scheme.equals("rtsp") ? "RTSP/1.0" : "HTTP/1.1",
                  location.replace("PORT", Integer.toString(target.getLocalPort())));
      serve(camera, socket -> answer(socket, answer));
      List<CameraFailure.Reason> reasons = new CopyOnWriteArrayList<>();
      String url = "%s://127.0.0.1:%d/one".formatted(scheme, camera.getLocalPort());

      try (Camera read = camera(url, reasons)) {
        read.start();
        await().atMost(PATIENCE).until(() -> !reasons.isEmpty());
      }

      assertThat(reasons).containsOnly(CameraFailure.Reason.FORBIDDEN);
      assertThat(visits).isEmpty();
    }
  }

  private static Camera camera(String url, List<CameraFailure.Reason> reasons) {
    return new Camera(
        "sent-away",
        1,
        new Settings(Map.of()).put("url", url, "url").bind(CameraSettings.class),
        new Camera.Node(
            frame -> {},
            new Ledger(),
            (id, state, failure) -> {
              if (failure != null) {
                reasons.add(failure.reason());
              }
            },
            Instant::now,
            CameraAccess.DEFAULTS,
            TestSupervision.essential()));
  }

  private interface Conduct {
    void serve(Socket socket) throws IOException;
  }

  private static void serve(ServerSocket server, Conduct conduct) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (true) {
                  conduct.serve(server.accept());
                }
              } catch (IOException e) {
                Thread.currentThread().interrupt(); // closed
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  /** Answers each request on a connection. */
  private static void answer(Socket socket, String answer) throws IOException {
    try (socket) {
      StringBuilder text = new StringBuilder();
      for (int c = socket.getInputStream().read(); c >= 0; c = socket.getInputStream().read()) {
        text.append((char) c);
        if (text.toString().endsWith("\r\n\r\n")) {
          String sequence = text.toString().replaceAll("(?s).*CSeq: (\\d+).*", "$1");
          socket
              .getOutputStream()
              .write(answer.formatted(sequence.strip()).getBytes(StandardCharsets.US_ASCII));
          text.setLength(0);
        }
      }
    } catch (IOException e) {
      assertThat(socket.isClosed()).isTrue();
    }
  }
}
