package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.config.InvalidSettings;
import io.vedette.config.Reference;
import io.vedette.config.Settings;
import io.vedette.node.VedetteSettings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each setting, given wrongly, also those of groups that people name: what is said begins with the
 * full key, and reads like what people write.
 */
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
          "a,b",
          "[a, [b], {c: d}]",
          "{x: -1}",
          "{x: {y: ~x}}",
          "{x: 1, x: 2}",
          "${NO_SUCH_VARIABLE}",
          "${file:/no/such/file}");

  /** A key, {@code : }, and what is wrong, which begins with no further key. */
  private static final Pattern LINE =
      Pattern.compile("(?<key>[^ ]+?)(?:\\[\\d+])*: (?![\\w.-]+: )(?<wrong>.+)");

  private static final Set<String> KNOWN = known();

  static Stream<String> keys() {
    return Reference.entries(VedetteSettings.class).stream()
        .map(entry -> entry.key().replace("<name>", "gate"));
  }

  /** Every key, and every group that holds one. */
  private static Set<String> known() {
    Set<String> known = new TreeSet<>();
    keys()
        .forEach(
            key -> {
              for (int at = key.length(); at > 0; at = key.lastIndexOf('.', at - 1)) {
                known.add(key.substring(0, at));
              }
            });
    return known;
  }

  @ParameterizedTest
  @MethodSource("keys")
  void shouldReadLikeWhatPeopleWrite(String key) {
    for (String value : WRONG) {
      for (String problem : problems(key, value)) {
        assertThat(problem)
            .as(key + "=" + value)
            .doesNotContainPattern(
                "\\bPT[0-9]|(?<![0-9.])[0-9]+\\.0\\b(?![./0-9])|[0-9]E[0-9-]|Exception|\\bnull\\b");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("keys")
  void shouldBeginWithTheFullKey(String key) {
    for (String value : WRONG) {
      for (String problem : problems(key, value)) {
        Matcher line = LINE.matcher(problem);
        assertThat(line.matches()).as("%s=%s: %s", key, value, problem).isTrue();
        String named = line.group("key");
        assertThat(KNOWN.contains(named) || named.startsWith(key + "."))
            .as("%s=%s: %s", key, value, problem)
            .isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("keys")
  void shouldNameTheSettingThatHasNoSuchKind(String key) {
    List<String> problems = problems(key, "[[a], {b: c}]");

    assertThat(problems).as(key).anyMatch(problem -> problem.startsWith(key));
  }

  private static List<String> problems(String key, String value) {
    Settings settings = new Settings(Map.of());
    if (key.startsWith("cameras.gate.")) {
      settings.put("cameras.gate.url", "sim:", "--set");
    }
    try {
      var unused = settings.put(key, value, "--set").bind(VedetteSettings.class);
      return List.of();
    } catch (InvalidSettings e) {
      return e.problems().stream().map(Object::toString).toList();
    }
  }
}
