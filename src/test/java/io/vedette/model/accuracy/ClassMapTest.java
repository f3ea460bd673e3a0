package io.vedette.model.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.runtime.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassMapTest {
  @Test
  void shouldMatchClassesByName() {
    ClassMap classes = ClassMap.between(List.of("dog", "car", "person"), List.of("person", "car"));

    assertThat(classes.of(0)).isNegative();
    assertThat(classes.of(1)).isEqualTo(1);
    assertThat(classes.of(2)).isZero();
  }

  @Test
  void shouldMatchByIndexWhatHasNoNames() {
    ClassMap classes = ClassMap.between(List.of("class0", "class1"), List.of("person", "car"));

    assertThat(classes.of(0)).isZero();
    assertThat(classes.of(1)).isEqualTo(1);
  }

  @Test
  void shouldRefuseClassesThatHaveNothingInCommon() {
    assertThatThrownBy(() -> ClassMap.between(List.of("dog", "cat"), List.of("person")))
        .isInstanceOf(Failure.class)
        .hasMessage(
            "the model's classes (dog, cat) and the data's (person) have no name in common");
  }
}
