package io.vedette.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.text.Secrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RuntimeTest {
  @Test
  void shouldGrowTheWaitUpToTheLongest() {
    Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), new Random(1));

    for (int attempt = 0; attempt < 100; attempt++) {
      long limit = Math.min(5_000, 100L << Math.min(attempt, 20));
      assertThat(backoff.next().toMillis()).isBetween(limit / 2 - 1, limit);
    }
    backoff.reset();
    assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(100));
  }

  @Test
  void shouldMaskCredentialsInUrls() {
    assertThat(
            Secrets.mask(
                "cannot open rtsp://admin:p@ss/w0rd@10.0.0.1:554/a?user=x&ch=1&password=y"))
        .doesNotContain("admin", "p@ss", "w0rd@", "user=x", "password=y")
        .contains("10.0.0.1:554/a", "ch=1");
    assertThat(Secrets.mask("see rtsp://host/path or x@y"))
        .isEqualTo("see rtsp://host/path or x@y");
  }

  @Test
  void shouldCloseInReverseOrderAlsoWhenOneFails() {
    List<String> closed = new ArrayList<>();
    Services services = new Services();
    services.start(service("a", closed));
    services.keep(
        () -> {
          closed.add("b");
          throw new IllegalStateException("stuck");
        });
    services.start(service("c", closed));

    services.close();

    assertThat(closed).containsExactly("c", "b", "a");
    assertThatThrownBy(() -> services.start(service("d", closed))).isInstanceOf(Failure.class);
  }

  private static Service service(String name, List<String> closed) {
    return new Service() {
      @Override
      public void start() {}

      @Override
      public void close() {
        closed.add(name);
      }
    };
  }
}
