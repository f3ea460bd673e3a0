package io.vedette.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClassNamesTest {
  @Test
  void shouldReadPythonsLiterals() {
    assertThat(ClassNames.parse("{0: 'person', 1: \"it's\", 2: 'say \\'a\\' \\u00e9'}"))
        .containsExactly("person", "it's", "say 'a' é");
    assertThat(ClassNames.parse("['a', 'b',]")).containsExactly("a", "b");
    assertThat(ClassNames.parse(" {1: 'b', 0: 'a'} ")).containsExactly("a", "b");
    assertThat(ClassNames.parse("{\"0\": \"a\", \"1\": \"b\"}")).containsExactly("a", "b");
    assertThat(ClassNames.parse("[]")).isEmpty();
  }

  @Test
  void shouldRefuseWhatIsNone() {
    for (String text :
        new String[] {
          "", "person", "{0: 'a'", "{0 'a'}", "{0: 'a', 2: 'c'}", "['a'] x", "{x: 'a'}"
        }) {
      assertThatThrownBy(() -> ClassNames.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void shouldReadWhatItWrites() {
    List<String> names = List.of("person", "it's", "a \"b\"", "both ' and \"", "back\\slash", "é");

    assertThat(ClassNames.parse(ClassNames.format(names))).isEqualTo(names);
    assertThat(ClassNames.format(List.of("person", "it's")))
        .isEqualTo("{0: 'person', 1: \"it's\"}");
  }
}
