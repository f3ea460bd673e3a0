package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.fault.Program;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vedette simulate} as a process of its own. */
class SimulateCommandIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void shouldServeCamerasWithTheFaultsThatAreGiven() throws IOException {
    List<String> arguments =
        List.of("simulate", "--cameras=2", "--port=0", "--size=320x180", "--fault=cam0:status=404");
    try (Program simulator = Program.vedette(folder, "simulate", arguments)) {
      simulator.awaitLog("/cam1\n", PATIENCE);

      List<String> urls =
          simulator.log().lines().filter(line -> line.matches("rtsp://\\S+")).toList();
      assertThat(describe(urls.get(0))).isEqualTo("RTSP/1.0 404 Not Found");
      assertThat(describe(urls.get(1))).isEqualTo("RTSP/1.0 200 OK");
    }
  }

  /** The first line of a camera's answer. */
  private static String describe(String url) throws IOException {
    URI address = URI.create(url);
    String request = "DESCRIBE " + url + " RTSP/1.0\r\nCSeq: 1\r\n\r\n";
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }
}
