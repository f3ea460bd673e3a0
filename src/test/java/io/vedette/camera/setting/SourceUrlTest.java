package io.vedette.camera.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
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
    "yard-cam.example.org/Streaming/Channels/101,"
        + " rtsp://yard-cam.example.org/Streaming/Channels/101"
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

  @ParameterizedTest
  @CsvSource({
    "nohost/1, rtsp://nohost/1",
    "camera, rtsp://camera",
    "camera.lan, rtsp://camera.lan",
    "camera.lan/stream, rtsp://camera.lan/stream",
    "camera.lan/live.sdp, rtsp://camera.lan/live.sdp",
    "camera/axis-cgi/mjpg/video.cgi, rtsp://camera/axis-cgi/mjpg/video.cgi",
    "a/b.c/d, rtsp://a/b.c/d",
    "camera:554/1, rtsp://camera:554/1",
    "camera.lan:8554, rtsp://camera.lan:8554",
    "me:hush@camera.lan/1, rtsp://***@camera.lan/1",
    "me:hu/sh@camera.lan/1, rtsp://***@camera.lan/1",
    "me@camera.lan/1, rtsp://***@camera.lan/1"
  })
  void shouldAskForTheSchemeOfWhatIsNoFileThatIsThere(String text, String meant) {
    assertThatThrownBy(() -> SourceUrl.given(text, path -> false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("url: expected rtsp(s)://, http(s)://, sim: or a file, found ")
        .hasMessageContaining("did you mean " + meant + "?")
        .hasMessageNotContaining("hush");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nohost/1", "camera", "camera.lan", "a/b.c/d", "clip.unknown"})
  void shouldTakeAFileThatIsThereForOne(String text) {
    assertThat(SourceUrl.given(text, path -> path.equals(Path.of(text))).file())
        .contains(Path.of(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "video.mp4",
        "videos/gate.H264",
        "./camera",
        "../a.b/c",
        "/videos/day",
        "~/day",
        "C:\\videos\\day",
        "file:camera.lan/stream",
        "${GATE_FILE}",
        "${FOLDER}/day"
      })
  void shouldTakeAPathForAFileThatMayComeLater(String text) {
    assertThat(SourceUrl.given(text, path -> false).kind()).isEqualTo(SourceUrl.Kind.FILE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a\0b", "file:a\0b", "a\0b"})
  void shouldRefuseANameThatNoFileCanHave(String text) {
    assertThatThrownBy(() -> SourceUrl.given(text, path -> false))
        .hasMessageStartingWith("url: expected ");
  }
}
