package io.vedette.console.camera;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.text.Secrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskedLoginTest {
  private static final String PRESENT = "rtsp://me:${GATE_PW}@10.0.0.5:554/one";

  @ParameterizedTest
  @CsvSource({
    "rtsp://***@10.0.0.5:554/one, rtsp://me:${GATE_PW}@10.0.0.5:554/one",
    "rtsp://***@10.0.0.5:554/two, rtsp://me:${GATE_PW}@10.0.0.5:554/two",
    "rtsp://***@10.0.0.5:554, rtsp://me:${GATE_PW}@10.0.0.5:554",
  })
  void shouldKeepTheLoginOfTheSameHost(String given, String whole) {
    assertThat(MaskedLogin.restored(given, PRESENT)).contains(whole);
  }

  @ParameterizedTest
  @CsvSource({
    "rtsp://***@10.0.0.6:554/one",
    "rtsp://***@10.0.0.5/one",
    "rtsp://***@10.0.0.5:554@evil.example/one",
    "rtsp://***@10.0.0.5:554.evil.example/one",
    "http://***@10.0.0.5:554/one",
    "rtsp://***@10.0.0.5:554/one?token=***",
    "rtsp://x***@10.0.0.5:554/one",
    "***",
  })
  void shouldGiveTheLoginToNobodyElse(String given) {
    assertThat(MaskedLogin.restored(given, PRESENT)).isEmpty();
    assertThat(MaskedLogin.restored(given, "")).isEmpty();
    assertThat(MaskedLogin.restored(given, "sim:")).isEmpty();
  }

  @Test
  void shouldGiveBackWhatWasMasked() {
    for (String url :
        new String[] {PRESENT, "http://h/a?user=me&pwd=${X}", "rtsp://${LOGIN}@h/?a=b@c"}) {
      assertThat(MaskedLogin.restored(Secrets.mask(url), url)).contains(url);
    }
  }
}
