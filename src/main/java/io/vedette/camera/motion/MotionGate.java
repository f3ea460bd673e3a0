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
  static final int VERSION = 2;

  private static final int FRACTION = 8;

  /** Bits of a weight: of 14, so that a weighted difference of two values fits into an int. */
  private static final int WEIGHT = 14;

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
  private int[] values = {};
  private int[] slow = {};
  private int[] fast = {};
  private int[] noise = {};
  private int[] mask = {};
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
      allowForShaking(lit);
    }
    List<RelativeBox> moving = isLight ? List.of() : boxes.of(excess, size, least);
    average(passed);
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
      values = new int[luma.length];
      slow = new int[luma.length];
      fast = new int[luma.length];
      noise = new int[luma.length];
      excess = new int[luma.length];
      mask = MotionMask.of(settings.areas(), cells);
      seen = -Arrays.stream(mask).sum();
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
   * changed within the last second. Both loops are without branches, so that they run on vectors.
   */
  private int compare(byte[] luma) {
    for (int i = 0; i < luma.length; i++) {
      values[i] = (luma[i] & 255) << FRACTION;
    }
    for (int i = 0; i < values.length; i++) {
      int limit = Branchless.max(least, NOISE_TIMES * noise[i]);
      int ofUsual = Math.abs(values[i] - slow[i]);
      int ofLate = Math.abs(values[i] - fast[i]);
      int isChanged =
          Branchless.isLess(limit, ofUsual) & Branchless.isLess(limit, 2 * ofLate) & mask[i];
      excess[i] = (ofUsual - limit + 1) & isChanged;
    }
    int lit = 0;
    int drifted = 0; // at most 160 × 160 differences of 16 bits: an int holds their sum
    int changed = 0;
    for (int i = 0; i < values.length; i++) {
      int ofLate = (values[i] - fast[i]) & mask[i];
      drifted += ofLate;
      changed += Math.abs(ofLate);
      lit += Branchless.isLess(least, Math.abs(ofLate)) & 1;
    }
    drift = drifted;
    change = changed;
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
  private void allowForShaking(int lit) {
    boolean wasShaking = lastMicros - shookMicros < AFTER_MICROS;
    boolean isMuch = lit * PERCENT > SHAKE_PERCENT * seen;
    if (!isMuch && !wasShaking) {
      return;
    }
    late.fit(fast, size);
    boolean isShaking = isMuch && outside() * SHAKE_TIMES < lit;
    if (isShaking) {
      learntMicros = wasShaking ? learntMicros : lastMicros + AFTER_MICROS;
      shookMicros = lastMicros;
    }
    if (isShaking || wasShaking) {
      usual.fit(slow, size);
      compareAround();
    }
  }

  /** The number of cells that differ from all their surroundings of the last second. */
  private int outside() {
    int outside = 0;
    for (int i = 0; i < values.length; i++) {
      outside += mask[i] != 0 && late.distance(i, values[i]) > least ? 1 : 0;
    }
    return outside;
  }

  private void compareAround() {
    for (int i = 0; i < values.length; i++) {
      int limit = Math.max(least, NOISE_TIMES * noise[i]);
      int ofUsual = usual.distance(i, values[i]);
      boolean isChanged =
          ofUsual > limit && 2 * late.distance(i, values[i]) > limit && mask[i] != 0;
      excess[i] = isChanged ? ofUsual - limit + 1 : 0;
    }
  }

  private void average(long passed) {
    boolean isLearning = lastMicros < learntMicros || lastMicros < settledMicros;
    int slowly = share(passed, isLearning ? RELEARN_MICROS : SLOW_MICROS);
    int quickly = share(passed, FAST_MICROS);
    int noisily = share(passed, NOISE_MICROS);
    int most = NOISE_LEVELS << FRACTION;
    for (int i = 0; i < values.length; i++) {
      int value = values[i];
      int strayed = Branchless.min(most, Math.abs(value - fast[i]));
      noise[i] += ((strayed - noise[i]) * noisily) >> WEIGHT;
      slow[i] += ((value - slow[i]) * slowly) >> WEIGHT;
      fast[i] += ((value - fast[i]) * quickly) >> WEIGHT;
    }
  }

  /** The weight of a value that lasted a time in an average over another time. */
  private static int share(long passed, long over) {
    return (int) ((passed << WEIGHT) / (over + passed));
  }
}
