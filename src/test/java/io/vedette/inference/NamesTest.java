package io.vedette.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NamesTest {
  @Test
  void shouldReadPythonsLiterals() {
    assertThat(Names.parse("{0: 'person', 1: \"it's\", 2: 'say \\'a\\' \\u00e9'}"))
        .containsExactly("person", "it's", "say 'a' é");
    assertThat(Names.parse("['a', 'b',]")).containsExactly("a", "b");
    assertThat(Names.parse(" {1: 'b', 0: 'a'} ")).containsExactly("a", "b");
    assertThat(Names.parse("{\"0\": \"a\", \"1\": \"b\"}")).containsExactly("a", "b");
    assertThat(Names.parse("[]")).isEmpty();
  }

  @Test
  void shouldRefuseWhatIsNone() {
    for (String text :
        new String[] {
          "", "person", "{0: 'a'", "{0 'a'}", "{0: 'a', 2: 'c'}", "['a'] x", "{x: 'a'}"
        }) {
      assertThatThrownBy(() -> Names.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
