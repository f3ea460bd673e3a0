package io.vedette.camera.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.RandomCases;
import io.vedette.camera.link.Address.Login;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a camera says, it is understood or refused as a failure of the camera. */
class SpoiltTextTest {
  private static final int CASES = 10_000;
  private static final Address ORIGIN = Address.parse("http://me:secret@cam:81/dir/a");
  private static final String HEAD =
      "RTSP/1.0 200 OK\r\nCSeq: 3\r\nContent-Length: 12\r\nSession: 12;timeout=60\r\n\r\n";
  private static final String CHALLENGE =
      "Digest realm=\"cam\", qop=\"auth\", nonce=\"8f2\", opaque=\"x\", algorithm=SHA-256,"
          + " stale=FALSE";

  @Test
  void shouldReadOrRefuseHeads() {
    RandomCases.check(
        CASES,
        random -> {
          byte[] bytes = Mutations.bytes(Mutations.of(HEAD, random) + "\r\n\r\n");
          int[] position = {0};
          try {
            MessageHead head =
                MessageHead.read(() -> bytes[Math.min(position[0]++, bytes.length - 1)] & 0xFF);
            head.contentLength(0);
            assertThat(head.status()).isBetween(0, 999);
          } catch (LinkFailure e) {
            assertThat(e.getMessage()).isNotEmpty();
          }
        });
  }

  @Test
  void shouldReadOrRefuseAddresses() {
    RandomCases.check(
        CASES,
        random -> {
          String text = Mutations.of("rtsp://me:p%40ss@[fd00::5]:8554/a/b?c=d", random);
          try {
            assertThat(Address.parse(text).url()).matches("\\p{Graph}+");
            assertThat(ORIGIN.resolve(text).url()).matches("\\p{Graph}+");
          } catch (LinkFailure e) {
            assertThat(e.getMessage()).isNotEmpty();
          }
        });
  }

  @Test
  void shouldAnswerInOneLineWhateverIsAskedFor() {
    RandomCases.check(CASES, SpoiltTextTest::answerInOneLine);
  }

  private static void answerInOneLine(Random random) {
    Authentication authentication = new Authentication(new Login("me\r\nX: y", "s\"e"));

    authentication.challenged(List.of(Mutations.of(CHALLENGE, random)), false);

    authentication
        .header("GET", "/a")
        .ifPresent(header -> assertThat(header).doesNotContain("\r").doesNotContain("\n"));
  }
}
