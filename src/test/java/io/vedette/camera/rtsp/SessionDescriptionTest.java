package io.vedette.camera.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.RandomCases;
import io.vedette.camera.link.LinkFailure;
import io.vedette.camera.link.LinkFailure.Kind;
import io.vedette.camera.link.Mutations;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionDescriptionTest {
  private static final int CASES = 10_000;
  private static final String CAMERA =
      """
      v=0
      o=- 1 1 IN IP4 169.254.169.254
      s=cam
      c=IN IP4 169.254.169.254
      t=0 0
      a=control:rtsp://10.0.0.5/stream/
      m=audio 0 RTP/AVP 8
      a=rtpmap:8 PCMA/8000
      a=control:track0
      m=video 0 RTP/AVP 97
      a=rtpmap:97 SMPTE336M/90000
      m=video 0 RTP/AVP 96 98
      c=IN IP4 169.254.169.254
      b=AS:5000
      a=rtpmap:96 H264/90000
      a=fmtp:96 packetization-mode=1;sprop-parameter-sets=Z0IA,aM4=
      a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:abc
      a=control:track1
      """;

  @Test
  void shouldPassOnTheOneVideoThatIsRead() {
    SessionDescription description = SessionDescription.of(Mutations.bytes(CAMERA));

    assertThat(description.text().lines())
        .containsExactly(
            "v=0",
            "o=- 0 0 IN IP4 0.0.0.0",
            "s=-",
            "t=0 0",
            "m=video 0 RTP/AVP 96",
            "a=rtpmap:96 H264/90000",
            "a=fmtp:96 packetization-mode=1;sprop-parameter-sets=Z0IA,aM4=");
    assertThat(description.sessionControl()).contains("rtsp://10.0.0.5/stream/");
    assertThat(description.streamUrl("rtsp://10.0.0.5/stream/"))
        .isEqualTo("rtsp://10.0.0.5/stream/track1");
  }

  @Test
  void shouldTellThatThereIsNoVideoThatIsRead() {
    assertThatThrownBy(
            () -> SessionDescription.of(Mutations.bytes(CAMERA.replace("H264", "X-ASF-PF"))))
        .isInstanceOfSatisfying(
            LinkFailure.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNSUPPORTED_CODEC));
  }

  @Test
  void shouldReadOrRefuseSpoiltDescriptions() {
    RandomCases.check(
        CASES,
        random -> {
          try {
            SessionDescription description =
                SessionDescription.of(Mutations.bytes(Mutations.of(CAMERA, random)));
            assertThat(description.text().lines().map(line -> line.split("[:/ ]")[0]).distinct())
                .isSubsetOf(
                    "v=0", "o=-", "s=-", "t=0", "m=video", "a=rtpmap", "a=fmtp", "a=framesize");
            assertThat(description.streamUrl("rtsp://cam/x")).matches("\\p{Graph}+");
          } catch (LinkFailure e) {
            assertThat(e.getMessage()).isNotEmpty();
          }
        });
  }

  @Test
  void shouldReadOrRefuseSpoiltTransports() {
    RandomCases.check(
        CASES,
        random -> {
          String text = "RTP/AVP/TCP;unicast;interleaved=0-1;server_port=6970-6971;ssrc=1F";
          try {
            TransportHeader header = TransportHeader.parse(Optional.of(Mutations.of(text, random)));
            assertThat(header.rtpPort()).isBetween(0, 65_534);
          } catch (LinkFailure e) {
            assertThat(e.getMessage()).isNotEmpty();
          }
        });
  }
}
