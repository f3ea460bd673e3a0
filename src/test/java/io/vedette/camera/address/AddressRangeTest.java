package io.vedette.camera.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "::1",
        "10.1.2.3",
        "172.31.255.255",
        "192.168.1.64",
        "100.64.0.9",
        "8.8.8.8",
        "fd12:3456::1",
        "2a00:1450:4001::1",
        "::ffff:10.0.0.1",
        "64:ff9b::8.8.8.8"
      })
  void shouldPermitByDefaultWhereCamerasAre(String address) throws UnknownHostException {
    assertThat(AllowSettings.DEFAULTS.permits(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "169.254.1.1",
        "fe80::1",
        "fd00:ec2::254",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "0.0.0.0",
        "::",
        "0.1.2.3",
        "224.0.0.1",
        "239.255.255.250",
        "255.255.255.255",
        "240.0.0.1",
        "ff02::1",
        "::ffff:169.254.169.254",
        "::169.254.169.254",
        "64:ff9b::169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "2002:a9fe:a9fe::1",
        "2852039166",
        "192.0.2.1",
        "198.18.0.1",
        "2001:db8::1"
      })
  void shouldRefuseByDefaultWhatIsNoPlaceOfCameras(String address) throws UnknownHostException {
    assertThat(AllowSettings.DEFAULTS.permits(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.0.0/16, 10.1.255.255, true",
    "10.1.0.0/16, 10.2.0.0, false",
    "10.1.2.3, 10.1.2.3, true",
    "10.1.2.3, 10.1.2.4, false",
    "10.0.0.0/9, 10.127.255.255, true",
    "10.0.0.0/9, 10.128.0.0, false",
    "0.0.0.0/0, 169.254.169.254, true",
    "0.0.0.0/0, ::1, false",
    "::/0, fe80::1, true",
    "link-local, 169.254.10.1, true",
    "link-local, 169.254.169.254, false",
    "169.254.169.254, 169.254.169.254, true",
    "private, 8.8.8.8, false",
    "public, 192.168.0.1, false",
    "loopback, 127.8.8.8, true"
  })
  void shouldHoldTheAddressesOfANetwork(String network, String address, boolean isHeld)
      throws UnknownHostException {
    assertThat(
            AddressRange.hold(List.of(AddressRange.parse(network)), InetAddress.getByName(address)))
        .isEqualTo(isHeld);
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.com", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "", "home"})
  void shouldTellWhatIsNoNetwork(String text) {
    assertThatThrownBy(() -> AddressRange.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected loopback, private");
  }

  @Test
  void shouldTellWhatIsNoScheme() {
    assertThatThrownBy(() -> AllowSettings.of(List.of("gopher"), List.of(), List.of()))
        .hasMessageContaining("schemes: expected some of rtsp");
  }
}
