package io.vedette.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReopenableTest {
  private final List<String> closed = new ArrayList<>();
  private int opened;
  private final Reopenable<String> resource =
      new Reopenable<>(() -> "number " + ++opened, closed::add);

  @Test
  void shouldOpenAtTheFirstUseOnly() {
    assertThat(opened).isZero();

    assertThat(resource.get()).isEqualTo("number 1");
    assertThat(resource.get()).isEqualTo("number 1");
  }

  @Test
  void shouldOpenAgainAfterItWasClosed() {
    String first = resource.get();

    resource.close();

    assertThat(closed).containsExactly(first);
    assertThat(resource.get()).isEqualTo("number 2");
  }

  @Test
  void shouldCloseNothingThatIsNotOpen() {
    resource.close();
    resource.get();
    resource.close();
    resource.close();

    assertThat(closed).containsExactly("number 1");
  }
}
