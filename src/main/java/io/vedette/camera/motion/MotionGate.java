package io.vedette.camera.motion;

import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * The motion gate: the decision which pictures of a camera are sent. It sends pictures in which
 * something moves, and those of the two seconds after that; pictures while the light or the whole
 * picture changes; the first one after a start or a gap; and one at regular intervals. Confined to
 * one thread.
 *
 * <p>A cell of the picture has changed when it differs from a slow average (what is usually there)
 * and from a fast one (what was there within the last second) by more than it usually varies. So
 * neither a parked vehicle is motion, nor the place that it has left. All arithmetic is of
 * integers: the same pictures at the same times give the same decisions.
 */
public final class MotionGate {
  /** Changes whenever the same pictures may give other decisions. */
  static final int VERSION = 1;

  private static final int FRACTION = 8;
  private static final int ONE = 1 << 16;
  private static final long MICROS = 1_000_000;
  private static final long SLOW_MICROS = 12 * MICROS;
  private static final long FAST_MICROS = 700_000;
  private static final long NOISE_MICROS = 4 * MICROS;
  private static final long RELEARN_MICROS = 500_000;

  /**
   * The time for which all pictures are sent after the last motion, and while the averages are
   * learnt.
   */
  private static final long AFTER_MICROS = 2 * MICROS;

  private static final long GAP_MICROS = 1_500_000;

  /** The share of cells beyond which a change is one of the light, or of the camera's view. */
  private static final int LIGHT_PERCENT = 60;

  /**
   * The share of all change in one direction beyond which the whole picture grows brighter or
   * darker.
   */
  private static final int DRIFT_PERCENT = 80;

  /**
   * The least mean change of all cells for that, as a fraction (one divided by this) of the least
   * change of a cell.
   */
  private static final int DRIFT_PART = 4;

  private static final int PERCENT = 100;
  private static final int NOISE_LEVELS = 12;
  private static final int NOISE_TIMES = 3;

  /** The share of changed cells up to which the camera is not shaking. */
  private static final int SHAKE_PERCENT = 2;

  /**
   * The ratio of changed cells to those that differ from all their surroundings, beyond which the
   * camera is shaking.
   */
  private static final int SHAKE_TIMES = 4;

  /**
   * The decision about a picture.
   *
   * @param moving boxes around motion, those of most change first; all numbers are multiples of
   *     1/4096
   * @param isWhole whether motion may be anywhere, not only in the boxes: the light or the camera
   *     changed, or the gate is still learning
   */
  public record Verdict(boolean isSent, List<RelativeBox> moving, boolean isWhole) {
    public Verdict {
      moving = List.copyOf(moving);
    }
  }

  private final MotionSettings settings;
  private final int least;
  private final MovingBoxes boxes = new MovingBoxes();
  private Size size = new Size(1, 1);
  private int[] slow = {};
  private int[] fast = {};
  private int[] noise = {};
  private boolean[] masked = {};
  private int[] excess = {};
  private final Surroundings usual = new Surroundings();
  private final Surroundings late = new Surroundings();
  private int seen;
  private long lastMicros;
  private long sentMicros;
  private long movedMicros;
  private long learntMicros;
  private long settledMicros;
  private long shookMicros;
  private boolean isBegun;
  private boolean isUnbroken;
  private long untilNext;
  private long drift;
  private long change;

  public MotionGate(MotionSettings settings) {
    this.settings = settings;
    this.least = settings.sensitivity().levels() << FRACTION;
  }

  /** Discards the averages: the next picture counts as the first after a gap. */
  public void restart() {
    isBegun = false;
  }

  /**
   * Judges the next picture.
   *
   * @param luma its brightness, one byte (0–255) for each cell, row by row
   * @param cells number of columns and rows
   * @param micros its capture time in µs, by any clock
   * @param refresh the longest time between two sent pictures
   */
  public Verdict judge(byte[] luma, Size cells, long micros, Duration refresh) {
    long passed = micros - lastMicros;
    lastMicros = micros;
    boolean isGap = isGap(passed);
    isUnbroken = false;
    if (isGap || !cells.equals(size)) {
      begin(luma, cells, micros);
      return sent(micros, List.of(), true);
    }
    List<RelativeBox> moving = moving(luma, passed);
    boolean isLearning = micros < learntMicros;
    boolean isDue = micros - sentMicros + ahead(passed) > refresh.toMillis() * 1000;
    boolean isSent = isLearning || isDue || micros - movedMicros < AFTER_MICROS;
    return isSent ? sent(micros, moving, isLearning) : new Verdict(false, List.of(), false);
  }

  private boolean isGap(long passed) {
    return !isBegun || passed <= 0 || (passed > GAP_MICROS && !isUnbroken);
  }

  /** Whether nothing has moved for so long that pictures are dropped. */
  public boolean isStill() {
    return isBegun
        && lastMicros >= learntMicros
        && lastMicros >= settledMicros
        && lastMicros - movedMicros >= AFTER_MICROS;
  }

  /**
   * Whether anything may have changed since the last judged picture, be it a faint change of one
   * cell. The picture does not change the averages.
   */
  public boolean hasChanged(byte[] luma, Size cells) {
    if (!isBegun || !cells.equals(size)) {
      return true;
    }
    boolean isLit = compare(luma) > 0;
    return isLit || isDrifting() || Arrays.stream(excess).anyMatch(each -> each > 0);
  }

  /**
   * Notes that nothing moved between the last judged picture and the next, so that the time between
   * them is no gap.
   */
  public void passOver() {
    isUnbroken = true;
  }

  /**
   * Sets the expected time, in µs, from the next judged picture to the one after it; 0 for about
   * the time from the picture before. Holds for one picture.
   */
  public void expectNextIn(long micros) {
    untilNext = micros;
  }

  /**
   * The time after a picture in which surely no other comes, with a margin for uneven clocks, in
   * µs.
   */
  private long ahead(long passed) {
    return untilNext > 0 ? untilNext * 9 / 10 : passed * 3 / 4;
  }

  /** The boxes around motion; none while the light changes. */
  private List<RelativeBox> moving(byte[] luma, long passed) {
    int lit = compare(luma);
    boolean isLight = lit * PERCENT > LIGHT_PERCENT * seen || isDrifting();
    if (isLight) {
      learntMicros = lastMicros + AFTER_MICROS;
    } else {
      allowForShaking(luma, lit);
    }
    List<RelativeBox> moving = isLight ? List.of() : boxes.of(excess, size, least);
    average(luma, passed);
    if (!moving.isEmpty() || isLight) {
      movedMicros = lastMicros;
    }
    return moving;
  }

  private Verdict sent(long micros, List<RelativeBox> moving, boolean isWhole) {
    sentMicros = micros;
    return new Verdict(true, moving, isWhole);
  }

  private void begin(byte[] luma, Size cells, long micros) {
    if (!cells.equals(size) || slow.length != luma.length) {
      size = cells;
      slow = new int[luma.length];
      fast = new int[luma.length];
      noise = new int[luma.length];
      excess = new int[luma.length];
      masked = MotionMask.of(settings.areas(), cells);
      seen = 0;
      for (boolean one : masked) {
        seen += one ? 0 : 1;
      }
    }
    for (int i = 0; i < luma.length; i++) {
      slow[i] = (luma[i] & 255) << FRACTION;
    }
    System.arraycopy(slow, 0, fast, 0, slow.length);
    Arrays.fill(noise, 0);
    isBegun = true;
    movedMicros = micros - AFTER_MICROS;
    learntMicros = micros;
    settledMicros = micros + AFTER_MICROS;
    shookMicros = micros - 2 * AFTER_MICROS;
  }

  /**
   * Notes by how much each cell exceeds the limit of change; returns the number of cells that
   * changed within the last second.
   */
  private int compare(byte[] luma) {
    int lit = 0;
    drift = 0;
    change = 0;
    for (int i = 0; i < luma.length; i++) {
      excess[i] = 0;
      if (masked[i]) {
        continue;
      }
      int value = (luma[i] & 255) << FRACTION;
      int ofLate = Math.abs(value - fast[i]);
      int ofUsual = Math.abs(value - slow[i]);
      int limit = Math.max(least, NOISE_TIMES * noise[i]);
      if (ofUsual > limit && 2 * ofLate > limit) {
        excess[i] = ofUsual - limit + 1;
      }
      drift += value - fast[i];
      change += ofLate;
      lit += ofLate > least ? 1 : 0;
    }
    return lit;
  }

  /** Whether the picture as a whole grows brighter or darker, however slowly its cells do. */
  private boolean isDrifting() {
    long shift = Math.abs(drift);
    return shift * DRIFT_PART > (long) least * seen && shift * PERCENT > DRIFT_PERCENT * change;
  }

  /**
   * Corrects the changes while the camera shakes: a cell has changed only if it differs from all
   * its former surroundings. When shaking begins, pictures are sent as a whole.
   */
  private void allowForShaking(byte[] luma, int lit) {
    boolean wasShaking = lastMicros - shookMicros < AFTER_MICROS;
    boolean isMuch = lit * PERCENT > SHAKE_PERCENT * seen;
    if (!isMuch && !wasShaking) {
      return;
    }
    usual.fit(slow, size);
    late.fit(fast, size);
    boolean isShaking = isMuch && outside(luma) * SHAKE_TIMES < lit;
    if (isShaking) {
      learntMicros = wasShaking ? learntMicros : lastMicros + AFTER_MICROS;
      shookMicros = lastMicros;
    }
    if (isShaking || wasShaking) {
      compareAround(luma);
    }
  }

  /** The number of cells that differ from all their surroundings of the last second. */
  private int outside(byte[] luma) {
    int outside = 0;
    for (int i = 0; i < luma.length; i++) {
      outside += !masked[i] && late.distance(i, (luma[i] & 255) << FRACTION) > least ? 1 : 0;
    }
    return outside;
  }

  private void compareAround(byte[] luma) {
    for (int i = 0; i < luma.length; i++) {
      int value = (luma[i] & 255) << FRACTION;
      int limit = Math.max(least, NOISE_TIMES * noise[i]);
      int ofUsual = usual.distance(i, value);
      boolean isChanged = ofUsual > limit && 2 * late.distance(i, value) > limit && !masked[i];
      excess[i] = isChanged ? ofUsual - limit + 1 : 0;
    }
  }

  private void average(byte[] luma, long passed) {
    boolean isLearning = lastMicros < learntMicros || lastMicros < settledMicros;
    long slowly = share(passed, isLearning ? RELEARN_MICROS : SLOW_MICROS);
    long quickly = share(passed, FAST_MICROS);
    long noisily = share(passed, NOISE_MICROS);
    int most = NOISE_LEVELS << FRACTION;
    for (int i = 0; i < luma.length; i++) {
      int value = (luma[i] & 255) << FRACTION;
      int strayed = Math.min(most, Math.abs(value - fast[i]));
      noise[i] += (int) (((strayed - noise[i]) * noisily) >> 16);
      slow[i] += (int) (((value - slow[i]) * slowly) >> 16);
      fast[i] += (int) (((value - fast[i]) * quickly) >> 16);
    }
  }

  /** The weight, of 65536, of a value that lasted a time in an average over another time. */
  private static long share(long passed, long over) {
    return passed * ONE / (over + passed);
  }
}
