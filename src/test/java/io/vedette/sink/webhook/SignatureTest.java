package io.vedette.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.config.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignatureTest {
  private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

  @Test
  void shouldSignAsTheSpecificationsExample() {
    Signature signature =
        new Signature(List.of(new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")));

    String signed = signature.of("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330L, BODY);

    assertThat(signed).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void shouldSignByEachSecretWhileOneReplacesTheOther() {
    Signature both = new Signature(List.of(new Secret("new"), new Secret("old")));
    Signature old = new Signature(List.of(new Secret("old")));

    String signed = both.of("id", 1, BODY);

    assertThat(signed.split(" ")).hasSize(2).contains(old.of("id", 1, BODY));
  }

  @Test
  void shouldTakeATextThatOnlyLooksEncodedAsItIs() {
    Signature signature = new Signature(List.of(new Secret("whsec_not base64!")));

    assertThat(signature.of("id", 1, BODY)).startsWith("v1,");
  }

  @Test
  void shouldWriteHeadersInVisibleAscii() {
    assertThat(Webhook.header("gate/1@ab/alert/Tür \"5%\"\n"))
        .isEqualTo("gate/1@ab/alert/T%C3%BCr%20%225%25%22%0A");
  }
}
