package io.vedette.camera.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.config.Settings;
import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MotionGateTest {
  private static final Size CELLS = new Size(160, 90);
  private static final long STEP = 200_000;
  private static final Duration REFRESH = Duration.ofSeconds(2);

  private final Random random = new Random(1);
  private long micros = 1_700_000_000_000_000L;
  private MotionGate gate = new MotionGate(settings());

  @Test
  void shouldSendTheFirstPictureAsAWholeAndThenOneInTwoSeconds() {
    MotionGate.Verdict first = judge(grey());
    List<Boolean> sent = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      sent.add(judge(grey()).isSent());
    }

    assertThat(first.isSent() && first.isWhole()).isTrue();
    assertThat(sent.stream().filter(one -> one)).hasSize(4);
    assertThat(sent.get(9)).isTrue();
  }

  @Test
  void shouldSayWhereSomethingMovesAndSendForTwoSecondsAfterThat() {
    rest(10);

    MotionGate.Verdict moving = judge(block(grey(), 40, 30, 180));
    List<Boolean> after = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      after.add(judge(grey()).isSent());
    }

    assertThat(moving.isSent()).isTrue();
    assertThat(moving.isWhole()).isFalse();
    assertThat(moving.moving())
        .singleElement()
        .satisfies(
            box -> {
              assertThat(box.x() * 160).isBetween(39.0, 40.0);
              assertThat(box.right() * 160).isBetween(43.0, 45.0);
              assertThat(box.y() * 90).isBetween(29.0, 30.0);
              assertThat(box.bottom() * 90).isBetween(35.0, 37.0);
            });
    assertThat(after.subList(0, 9)).containsOnly(true);
    assertThat(after.subList(20, 30)).contains(false);
  }

  @Test
  void shouldNeitherTakeWhatParkedForMovementNorThePlaceItLeft() {
    rest(10);

    for (int i = 0; i < 100; i++) {
      judge(block(grey(), 40, 30, 180));
    }
    boolean isParkedSent = sentOf(20, 40, 180);
    judge(grey());
    rest(25);
    boolean isPlaceSent = sentOf(20, 40, 90);

    assertThat(isParkedSent).isFalse();
    assertThat(isPlaceSent).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 8, 10})
  void shouldDropNothingWhileTheLightChangesAndSendWholePictures(int pictures) {
    rest(20);

    List<MotionGate.Verdict> verdicts = new ArrayList<>();
    for (int i = 1; i <= pictures; i++) {
      verdicts.add(judge(all(90 + 60 * i / pictures)));
    }
    for (int i = 0; i < 5; i++) {
      verdicts.add(judge(all(150)));
    }

    // What changes by less than can be seen from one picture to the next is no switch yet.
    List<MotionGate.Verdict> seen = verdicts.subList(Math.min(2, pictures - 1), verdicts.size());
    assertThat(seen).allMatch(MotionGate.Verdict::isSent).allMatch(MotionGate.Verdict::isWhole);
    assertThat(seen).allMatch(verdict -> verdict.moving().isEmpty());
  }

  @Test
  void shouldSendSomeoneWhoFillsThePicture() {
    rest(20);

    MotionGate.Verdict close = judge(all(30));

    assertThat(close.isSent()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {1_600_000, 3_000_000, 3_600_000_000L, -5_000_000})
  void shouldSendTheFirstPictureAfterAGap(long gap) {
    rest(12);
    micros += gap - STEP;

    MotionGate.Verdict verdict = judge(grey());

    assertThat(verdict.isSent() && verdict.isWhole()).isTrue();
  }

  @Test
  void shouldSendTheFirstPictureOfAnotherSize() {
    rest(12);
    micros += STEP;

    byte[] other = new byte[120 * 68];
    MotionGate.Verdict verdict = gate.judge(other, new Size(120, 68), micros, REFRESH);

    assertThat(verdict.isSent() && verdict.isWhole()).isTrue();
  }

  @Test
  void shouldNotCountMovementInAMask() {
    gate = new MotionGate(settings("motion.masks.tree=0.2,0.2 0.4,0.2 0.4,0.5 0.2,0.5"));
    rest(15);

    boolean isMaskedSent = judge(block(grey(), 40, 30, 180)).isSent();
    boolean isBesideSent = judge(block(grey(), 90, 30, 180)).isSent();

    assertThat(isMaskedSent).isFalse();
    assertThat(isBesideSent).isTrue();
  }

  @Test
  void shouldFindLessWhenItIsLessSensitive() {
    List<String> found = new ArrayList<>();
    for (String sensitivity : List.of("low", "normal", "high")) {
      gate = new MotionGate(settings("motion.sensitivity=" + sensitivity));
      for (int change : new int[] {8, 14, 40}) {
        rest(30);
        judge(block(grey(), 40, 30, 90 + change));
        found.add(sensitivity + change + judge(block(grey(), 41, 30, 90 + change)).isSent());
        rest(40);
      }
    }

    assertThat(found)
        .contains("low40true", "normal14true", "high8true", "low14false", "normal8false");
  }

  @Test
  void shouldDecideTheSameOfTheSamePictures() {
    List<MotionGate.Verdict> first = wild(new MotionGate(settings()));
    List<MotionGate.Verdict> second = wild(new MotionGate(settings()));

    assertThat(second).isEqualTo(first);
    assertThat(first).anyMatch(verdict -> !verdict.isSent());
    for (MotionGate.Verdict verdict : first) {
      assertThat(verdict.moving().size()).isLessThanOrEqualTo(8);
      for (RelativeBox box : verdict.moving()) {
        assertThat(box.x() * 4096).isEqualTo(Math.rint(box.x() * 4096));
        assertThat(box.right()).isLessThanOrEqualTo(1);
        assertThat(box.bottom()).isLessThanOrEqualTo(1);
      }
    }
  }

  @Test
  void shouldHaveADigestOfAllThatDecides() {
    assertThat(settings().digest()).isEqualTo(settings().digest()).matches("[0-9a-f]{8}");
    assertThat(settings("motion.refresh=1s").digest()).isNotEqualTo(settings().digest());
    assertThat(settings("motion.sensitivity=high").digest()).isNotEqualTo(settings().digest());
    assertThat(settings().withMasks(Map.of("a", "0,0 1,0 1,1")).digest())
        .isNotEqualTo(settings().digest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "motion.refresh=100ms",
        "motion.refresh=5s",
        "motion.masks.a=0,0 1,1",
        "motion.sensitivity=9"
      })
  void shouldRefuseWhatCannotBe(String assignment) {
    assertThatThrownBy(() -> settings(assignment)).hasMessageContaining("motion");
  }

  private List<MotionGate.Verdict> wild(MotionGate judging) {
    Random wild = new Random(7);
    random.setSeed(7); // the noise of grey() too is the same each time
    List<MotionGate.Verdict> verdicts = new ArrayList<>();
    long at = 0;
    for (int i = 0; i < 300; i++) {
      at += 100_000 + wild.nextInt(200_000);
      byte[] luma = grey();
      for (int spot = 0; spot < (i / 50 % 2) * 20; spot++) {
        block(luma, wild.nextInt(155), wild.nextInt(83), wild.nextInt(256));
      }
      verdicts.add(judging.judge(luma, CELLS, at, REFRESH));
    }
    return verdicts;
  }

  private boolean sentOf(int pictures, int column, int level) {
    int sent = 0;
    for (int i = 0; i < pictures; i++) {
      sent += judge(block(grey(), column, 30, level)).isSent() ? 1 : 0;
    }
    return sent > pictures / 8;
  }

  private void rest(int pictures) {
    for (int i = 0; i < pictures; i++) {
      judge(grey());
    }
  }

  private MotionGate.Verdict judge(byte[] luma) {
    micros += STEP;
    return gate.judge(luma, CELLS, micros, REFRESH);
  }

  /** With noise of a level, as sensors have. */
  private byte[] grey() {
    byte[] luma = all(90);
    for (int i = 0; i < luma.length; i += 1 + random.nextInt(5)) {
      luma[i]++;
    }
    return luma;
  }

  private static byte[] all(int level) {
    byte[] luma = new byte[(int) CELLS.area()];
    Arrays.fill(luma, (byte) level);
    return luma;
  }

  private static byte[] block(byte[] luma, int column, int row, int level) {
    for (int y = row; y < row + 6; y++) {
      for (int x = column; x < column + 4; x++) {
        luma[y * CELLS.width() + x] = (byte) level;
      }
    }
    return luma;
  }

  private static MotionSettings settings(String... assignments) {
    return new Settings(Map.of())
        .assignments(List.of(assignments))
        .put("url", "rtsp://camera/1", "test")
        .bind(io.vedette.camera.setting.CameraSettings.class)
        .motion();
  }
}
