package io.vedette.camera.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.camera.link.Address.Login;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  @ParameterizedTest
  @CsvSource({
    "rtsp://cam, cam, 554, rtsp://cam",
    "RTSP://cam:8554/a?b=c, cam, 8554, rtsp://cam:8554/a?b=c",
    "rtsps://cam/x, cam, 322, rtsps://cam/x",
    "http://me:p%40ss@10.0.0.5/s#part, 10.0.0.5, 80, http://10.0.0.5/s",
    "https://[fd00::5]:8443/s, fd00::5, 8443, https://[fd00::5]:8443/s",
    "http://cam?x=1, cam, 80, http://cam/?x=1",
    "rtsp://me:p@ss@cam/x, cam, 554, rtsp://cam/x"
  })
  void shouldReadUrls(String url, String host, int port, String shown) {
    Address address = Address.parse(url);

    assertThat(address.host()).isEqualTo(host);
    assertThat(address.connectPort()).isEqualTo(port);
    assertThat(address.url()).isEqualTo(shown);
  }

  @Test
  void shouldDecodeALogin() {
    assertThat(Address.parse("rtsp://m%65:s%3Acret%401%@cam/").login())
        .contains(new Login("me", "s:cret@1%"));
    assertThat(Address.parse("rtsp://me@cam/").login()).contains(new Login("me", ""));
    assertThat(Address.parse("rtsp://cam/").login()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rtsp://cam/a\r\nX: y", "rtsp://cam/a b", "rtsp://cam/\u00fc\u0000"})
  void shouldLetNoLineEndInARequest(String url) {
    assertThat(Address.parse(url).url()).matches("[\\x21-\\x7e]+");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cam",
        "rtsp://",
        "rtsp://cam:99999/",
        "file:///x",
        "rtsp://a b/",
        "rtsp://[::1/"
      })
  void shouldRefuseWhatCannotBeConnectedTo(String url) {
    assertThatThrownBy(() -> Address.parse(url)).isInstanceOf(LinkFailure.class);
  }

  @ParameterizedTest
  @CsvSource({
    "/b, http://cam:81/b",
    "b, http://cam:81/dir/b",
    "//other/b, http://other/b",
    "https://other/b, https://other/b"
  })
  void shouldResolveRedirectsWithoutTheLogin(String location, String expected) {
    Address resolved = Address.parse("http://me:secret@cam:81/dir/a?x=1").resolve(location);

    assertThat(resolved.url()).isEqualTo(expected);
    assertThat(resolved.login()).isEqualTo(Optional.empty());
  }
}
