package io.vedette.tracking.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vedette.config.Settings;
import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
import io.vedette.tracking.TrackerSettings;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MotFileTest {
  private static final Size PICTURE = new Size(200, 100);
  private static final RelativeBox FIRST = new RelativeBox(0.5, 0.5, 0.1, 0.4);
  private static final RelativeBox SECOND = new RelativeBox(0.55, 0.5, 0.1, 0.4);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1,7,100,50,20,40,1,1,0.9\n2,7,110,50,20,40,1,1,1\n", // of 2016 and later
        "1,7,100,50,20,40,1,-1,-1,-1\n2,7,110,50,20,40,1,3.5,-8.2,0\n", // of 2015: a place
        "1,7,100,50,20,40,1,1,0.9\r\n2,7,110,50,20,40,1,1,1\r\n",
        "\uFEFF1, 7, 100.0, 50.0, 20, 40\n\n  2, 7, 110, 50, 20, 40, \n   \n",
        "1 7 100 50 20 40 1\n2\t7\t1.1e2\t50\t20\t40\t1",
      })
  void shouldReadEachWayOfWritingTheTruth(String text) throws IOException {
    assertThat(read(text).truth(1, "").boxes())
        .containsExactly(new TracedBox(1, 7, FIRST), new TracedBox(2, 7, SECOND));
  }

  @Test
  void shouldCountOnlyWhatIsConsideredAndOfTheClass() throws IOException {
    String text =
        """
        1,1,100,50,20,40,1,1,1
        1,2,110,50,20,40,0,1,1
        1,3,110,50,20,40,1,3,1
        1,4,110,50,20,40,0,9,1
        """;

    assertThat(read(text).truth(1, "").boxes()).extracting(TracedBox::id).containsExactly(1L);
    assertThat(read(text).truth(3, "").boxes()).extracting(TracedBox::id).containsExactly(3L);
  }

  @Test
  void shouldKeepATrackersBoxesWhateverTheirConfidence() throws IOException {
    String text = "1,7,100,50,20,40,0,-1,-1,-1\n2,7,110,50,20,40,-1,-1,-1,-1\n";

    assertThat(read(text).isTracked()).isTrue();
    assertThat(read(text).tracks()).hasSize(2);
  }

  /** Person 1 is found; on all else that looks like a person stands a track of its own. */
  @ParameterizedTest
  @CsvSource({
    "2, MOT17-02, 0", // on a vehicle
    "7, MOT17-02, 0", // never moves
    "8, MOT17-02, 0", // looks like one
    "12, MOT17-02, 0", // a mirror image
    "6, MOT17-02, 1", // a pram counts against a track …
    "6, MOT20-01, 0", // … but not in the sequences of 2020
    "3, MOT17-02, 1", // a car
    "9, MOT17-02, 1", // hides others
    "1, MOT17-02, 1", // a person not to be considered
  })
  void shouldNotJudgeTracksOnDistractors(int kind, String sequence, int falseBoxes)
      throws IOException {
    MotTruth truth =
        read("1,1,20,20,20,40,1,1,1\n1,2,100,20,20,40,0," + kind + ",1\n").truth(1, sequence);
    List<TracedBox> tracks = read("1,5,20,20,20,40,1\n1,6,102,20,20,40,1\n").tracks();

    MotAccuracy accuracy = MotAccuracy.of(truth.boxes(), truth.judged(tracks));

    assertThat(accuracy.matches()).isEqualTo(1);
    assertThat(accuracy.falseBoxes()).isEqualTo(falseBoxes);
  }

  @Test
  void shouldNotTakeATrackAwayThatFitsAPersonBetter() throws IOException {
    MotTruth truth = read("1,1,20,20,20,40,1,1,1\n1,2,24,20,20,40,0,8,1\n").truth(1, "");
    List<TracedBox> tracks = read("1,5,21,20,20,40,1\n").tracks();

    assertThat(truth.judged(tracks)).isEqualTo(tracks);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,2,3                 | expected at least 6 fields, found 3",
        "1,1,x,1,1,1           | expected a number as field 3, found \"x\"",
        "1,1,NaN,1,1,1         | expected a number as field 3, found \"NaN\"",
        "0,1,1,1,1,1           | expected a frame counted from 1 as field 1, found \"0\"",
        "1.5,1,1,1,1,1         | expected a frame counted from 1 as field 1, found \"1.5\"",
        "1764057600000,1,1,1,1,1 | expected a frame counted from 1 as field 1, "
            + "found \"1764057600000\"",
        "1,a,1,1,1,1           | expected a number as field 2, found \"a\"",
        "1,1.5,1,1,1,1         | expected an id as field 2, found \"1.5\"",
        "1,1,1,1,-4,1          | expected a width or height of 0 or more as field 5, found \"-4\"",
      })
  void shouldNameTheLineThatIsWrong(String line, String complaint) {
    assertThatThrownBy(() -> read("1,1,1,1,1,1\n" + line))
        .hasMessage("MOT file, line 2: " + complaint);
  }

  @Test
  void shouldRefuseAnObjectTwiceInAFrame() throws IOException {
    MotFile file = read("2,1,1,1,1,1\n1,1,1,1,1,1\n2,1,5,1,1,1\n");

    assertThatThrownBy(file::tracks)
        .hasMessageStartingWith("MOT file, line 3: expected each id once a frame, found 1 again");
    assertThatThrownBy(() -> file.truth(1, "")).hasMessageContaining("line 3");
    assertThatThrownBy(() -> read("1,-1,1,1,1,1\n").truth(1, ""))
        .hasMessage("MOT file, line 1: expected the id of an object, found \"-1\"");
  }

  @ParameterizedTest
  @CsvSource({
    "0.25 0.75, 0.25 0.75", // parts of 1 already
    "42.5 87 0.5, 0.425 0.87 0.005", // percents
    "50 180, 0.5 1", // more than all is all
    "-1 0 2, 0.2689 0.5 0.8808", // without bounds, as those of a part-based model
    "0 2.3092, 0.5 0.9096",
    "-1 -1, 1 1", // not reported
    "0 0, 1 1",
  })
  void shouldMakePartsOfEachWayOfScoring(String scores, String confidences) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String score : scores.split(" ")) {
      text.append("1,-1,1,1,1,1,").append(score).append(",-1,-1,-1\n");
    }
    List<TrackerRun.Found> found = read(text.toString()).detections("object");

    String[] expected = confidences.split(" ");
    for (int i = 0; i < expected.length; i++) {
      assertThat(found.get(i).detection().confidence())
          .isCloseTo(Double.parseDouble(expected[i]), within(1e-4));
    }
  }

  @Test
  void shouldTrackDetectionsThatHaveNoIdsInWhateverOrder() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int frame = 30; frame >= 1; frame--) { // backwards, and one frame without any
      text.append(frame == 20 ? "" : frame + ",-1," + (100 + 2 * frame) + ",50,20,40,87,-1\n");
    }
    MotFile file = read(text.toString());

    TrackerRun trial =
        TrackerRun.of(file.detections("object"), 25, Settings.defaults(TrackerSettings.class));

    assertThat(file.isTracked()).isFalse();
    assertThat(trial.frames()).isEqualTo(30);
    assertThat(trial.tracks()).extracting(TracedBox::id).containsOnly(1L);
    assertThat(trial.tracks()).hasSize(28); // not the first, which is not believed yet
    MotFile written = read(String.join("", trial.lines(PICTURE)));
    assertThat(written.tracks()).hasSameSizeAs(trial.tracks());
    MotAccuracy accuracy = MotAccuracy.of(trial.tracks(), written.tracks());
    assertThat(accuracy.idf1()).isEqualTo(1);
  }

  private static MotFile read(String text) throws IOException {
    return MotFile.read(new StringReader(text), PICTURE);
  }
}
