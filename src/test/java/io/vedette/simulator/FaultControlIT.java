package io.vedette.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.geometry.Size;
import io.vedette.runtime.TestSupervision;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultControlIT {
  private final Simulator simulator =
      new Simulator(
          SimulatorSettings.of(1, 0, new Size(320, 180), 5).withHttpPort(0),
          TestSupervision.essential());
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void start() {
    simulator.start();
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void shouldChangeTheFaultsThatAreGiven() throws Exception {
    assertThat(post("{\"loss\":0.05}").statusCode()).isEqualTo(204);
    assertThat(post("{\"stall\":true}").statusCode()).isEqualTo(204);

    HttpRequest question = request().GET().build();
    assertThat(client.send(question, BodyHandlers.ofString()).body())
        .contains("\"loss\":0.05", "\"stall\":true", "\"corrupt\":0.0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"los\":0.05}    | los: no such fault; there are status, refuse,",
        "{\"loss\":7}      | loss: expected 0 to 1, found 7.0",
        "{\"loss\":\"x\"}  | loss: expected a number, found \\\"x\\\"",
        "{\"loss\":null}   | loss: expected a number, found null",
        "{\"drop\":\"x\"}  | drop: expected true or false, found \\\"x\\\"",
        "[1]               | expected a JSON object",
        "loss=0.05         | Unrecognized token 'loss'",
      })
  void shouldSayInOneLineWhatIsWrong(String body, String reason) throws Exception {
    HttpResponse<String> answer = post(body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains(reason).doesNotContain("io.vedette").hasLineCount(1);
  }

  /** What a page of another site can send without being asked by the browser whether it may. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "x/json"
      })
  void shouldChangeNothingForAnotherSitesPage(String type) throws Exception {
    assertThat(post("{\"stall\":true}", type).statusCode()).isEqualTo(415);

    HttpRequest foreign =
        request()
            .header("Content-Type", "application/json")
            .header("Origin", "http://evil.example")
            .POST(BodyPublishers.ofString("{\"stall\":true}"))
            .build();
    assertThat(client.send(foreign, BodyHandlers.ofString()).statusCode()).isEqualTo(403);

    assertThat(client.send(request().GET().build(), BodyHandlers.ofString()).body())
        .contains("\"stall\":false");
  }

  private HttpResponse<String> post(String body) throws Exception {
    return post(body, "application/json");
  }

  private HttpResponse<String> post(String body, String type) throws Exception {
    return client.send(
        request().header("Content-Type", type).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  private HttpRequest.Builder request() {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + simulator.httpPort() + "/cameras/cam0/faults"))
        .timeout(Duration.ofSeconds(5));
  }
}
