package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.config.InvalidSettings;
import io.vedette.config.Reference;
import io.vedette.config.Settings;
import io.vedette.node.VedetteSettings;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each setting, given wrongly: what is said names the key and reads like what people write. */
class SettingMessagesTest {
  private static final List<String> WRONG =
      List.of(
          "0s",
          "1ms",
          "36500d",
          "9999999d",
          "0",
          "-1",
          "-7.5",
          "999999999",
          "0B",
          "1B",
          "~x",
          "a,b");

  static Stream<String> keys() {
    return Reference.entries(VedetteSettings.class).stream()
        .map(Reference.Entry::key)
        .filter(key -> !key.contains("<"));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void shouldReadLikeWhatPeopleWrite(String key) {
    for (String value : WRONG) {
      for (String problem : problems(key, value)) {
        assertThat(problem)
            .as(key + "=" + value)
            .contains(key.substring(0, Math.max(0, key.indexOf('.'))))
            .doesNotContainPattern(
                "\\bPT[0-9]|(?<![0-9.])[0-9]+\\.0\\b(?![./0-9])|[0-9]E[0-9-]|Exception|\\bnull\\b");
      }
    }
  }

  private static List<String> problems(String key, String value) {
    try {
      var unused = new Settings(Map.of()).put(key, value, "--set").bind(VedetteSettings.class);
      return List.of();
    } catch (InvalidSettings e) {
      return e.problems().stream().map(Object::toString).toList();
    }
  }
}
