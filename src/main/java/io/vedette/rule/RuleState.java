package io.vedette.rule;

import io.vedette.geometry.RelativePoint;
import io.vedette.rule.Occurrence.LineCount;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The state of a rule engine between two frames. Immutable.
 *
 * @param capturedAt capture time of the last frame; null before the first
 * @param objects one for each believed track, by id
 * @param occupancies by zone
 * @param counts by line
 */
public record RuleState(
    @Nullable Instant capturedAt,
    List<Observed> objects,
    Map<String, Occupancy> occupancies,
    Map<String, LineCount> counts) {
  public RuleState {
    objects = List.copyOf(objects);
    occupancies = sorted(occupancies);
    counts = sorted(counts);
  }

  /** Before the first frame. */
  public static RuleState initial() {
    return new RuleState(null, List.of(), Map.of(), Map.of());
  }

  /** As bytes for a store; {@link #parse} gives back an equal state. */
  public byte[] bytes() {
    return RuleStateFormat.write(this);
  }

  /** Throws {@link IllegalArgumentException} when the bytes are no such state. */
  public static RuleState parse(byte[] bytes) {
    return RuleStateFormat.read(bytes);
  }

  /**
   * What is known of one object.
   *
   * @param track the track's id
   * @param anchor where it was seen last
   * @param toldAt when its place was published last
   * @param standstill whether it stands
   * @param visits by zone
   * @param passages by line
   */
  public record Observed(
      long track,
      RelativePoint anchor,
      Instant toldAt,
      Standstill standstill,
      Map<String, Visit> visits,
      Map<String, Passage> passages) {
    public Observed {
      visits = sorted(visits);
      passages = sorted(passages);
    }
  }

  /**
   * An object and a zone.
   *
   * @param inside whether it counts as inside
   * @param since when it came in or went out
   * @param changing since when it seems to be on the other side; null when it does not
   * @param loitering whether loitering was published
   */
  public record Visit(
      boolean inside, Instant since, @Nullable Instant changing, boolean loitering) {}

  /**
   * An object and a line.
   *
   * @param side on which it was last, 0 when it was on the line ever since
   * @param pending crossings to the right less those to the left that are not published yet
   */
  public record Passage(int side, int pending) {}

  /**
   * Where an object has been since a time, within its reach.
   *
   * @param told whether its stop was published
   */
  public record Standstill(RelativePoint place, Instant since, boolean told) {}

  /**
   * A zone as a whole.
   *
   * @param crowdedSince when crowding was published; null while it is not crowded
   * @param emptySince null while something is inside
   * @param deserted whether absence was published
   */
  public record Occupancy(
      @Nullable Instant crowdedSince, @Nullable Instant emptySince, boolean deserted) {
    static final Occupancy UNKNOWN = new Occupancy(null, null, false);
  }

  /** In the order of names, so that equal states have equal bytes. */
  private static <V> SortedMap<String, V> sorted(Map<String, V> values) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }
}
