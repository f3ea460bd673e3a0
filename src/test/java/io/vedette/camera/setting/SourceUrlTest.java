package io.vedette.camera.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceUrlTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.5/stream1, rtsp://10.0.0.5/stream1",
    "10.0.0.5:554, rtsp://10.0.0.5:554",
    "10.0.0.5, rtsp://10.0.0.5",
    "//10.0.0.5/h264, rtsp://10.0.0.5/h264",
    "[fe80::1]:554/h264, rtsp://[fe80::1]:554/h264",
    "localhost/cam0, rtsp://localhost/cam0",
    "me@10.0.0.5/live.sdp, rtsp://***@10.0.0.5/live.sdp",
    "yard-cam.example.org/Streaming/Channels/101, rtsp://yard-cam.example.org/Streaming/Channels/101"
  })
  void shouldRefuseAHostWithoutAScheme(String text, String meant) {
    assertThatThrownBy(() -> SourceUrl.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("url: expected rtsp(s)://, http(s)://, sim: or a file, found ")
        .hasMessageContaining("did you mean " + meant + "?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "video.mp4",
        "./10.0.0.5/a.mp4",
        "/srv/10.0.0.5/video",
        "clips.d/gate.mp4",
        "../a.b/c",
        "a/b.c/d",
        "file:10.0.0.5",
        "2026.11.29.mp4"
      })
  void shouldTakeOtherTextsForFiles(String text) {
    assertThat(SourceUrl.parse(text).kind()).isEqualTo(SourceUrl.Kind.FILE);
  }
}
