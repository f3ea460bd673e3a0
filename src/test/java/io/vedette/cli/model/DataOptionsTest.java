package io.vedette.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.model.data.DataMix;
import io.vedette.model.data.DataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DataOptionsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "a.zip, a, a.zip, 1",
    "a.zip:2.5, a, a.zip, 2.5",
    "street=a.zip, street, a.zip, 1",
    "street=sets/a:0.5, street, sets/a, 0.5",
    "sets/data.yaml, data, sets/data.yaml, 1",
    "a:b.zip, a:b, a:b.zip, 1"
  })
  void shouldTakeNamesAndWeights(String text, String name, String place, double weight) {
    DataSource source = mix("--data", text).sources().get(0);

    assertThat(source)
        .isEqualTo(new DataSource(name, Path.of(place).toAbsolutePath(), null, weight, true));
  }

  @Test
  void shouldTakeAPlaceAsItIsThatOnlyLooksLikeMore() throws Exception {
    Path odd = Files.createDirectory(folder.resolve("x=y:3"));

    assertThat(mix("--data", odd.toString()).sources().get(0))
        .isEqualTo(new DataSource("x=y:3", odd, null, 1, true));
  }

  @Test
  void shouldKeepAllOfItInACheckpoint() {
    DataMix mix =
        mix(
            "--data",
            "one=a.zip:2",
            "--labels",
            "one=b.zip",
            "--data",
            "c",
            "--unlabelled",
            "d",
            "--leave-out",
            "voc,inet",
            "--widen",
            "street=1.78,city=1.78");

    assertThat(mix.sources()).hasSize(3);
    assertThat(mix.sources().get(0).labels()).isEqualTo(Path.of("b.zip").toAbsolutePath());
    assertThat(mix.sources().get(2).isLabelled()).isFalse();
    assertThat(mix.omitted()).containsExactly("voc", "inet");
    assertThat(mix.widened()).isEqualTo(Map.of("street", 1.78, "city", 1.78));
    assertThat(MixText.read(MixText.of(mix))).isEqualTo(mix);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--data a.zip --labels b.zip | --labels: expected NAME=PLACE, found b.zip",
        "--data a.zip --labels b=c.zip | there is no set of that name; the sets are [a]",
        "--data a.zip --data sets/a.zip | expected each data set's name once, found a twice",
        "--data a.zip:0 | weight of a: expected more than 0 and at most 100, found 0",
        "--data a.zip --widen street=9 | widening of street: expected 0.25–4, found 9",
        "--leave-out voc | missing --data=PLACE"
      })
  void shouldRefuseWhatContradictsItself(String line, String message) {
    assertThatThrownBy(() -> mix(line.strip().split(" ")))
        .isInstanceOf(CommandLine.ParameterException.class)
        .hasMessageContaining(message);
  }

  private static DataMix mix(String... words) {
    DataOptions options = new TaughtDataOptions();
    CommandLine line = new CommandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(options));
    line.parseArgs(words);
    return options.required(line.getCommandSpec());
  }
}
