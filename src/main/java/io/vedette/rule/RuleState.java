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
 * @param objects the state of each confirmed track, by id
 * @param occupancies the occupancies of zones, by name
 * @param counts the counts of lines, by name
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

  /** The state before the first frame. */
  public static RuleState initial() {
    return new RuleState(null, List.of(), Map.of(), Map.of());
  }

  /** The bytes for a store, from which {@link #parse} makes an equal state. */
  public byte[] bytes() {
    return RuleStateFormat.write(this);
  }

  /** The state of bytes; throws {@link IllegalArgumentException} when they are none. */
  public static RuleState parse(byte[] bytes) {
    return RuleStateFormat.read(bytes);
  }

  /**
   * The state of one object.
   *
   * @param track the track's id
   * @param anchor the place where it was seen last
   * @param publishedAt the time when its place was published last
   * @param standstill its standstill, if any
   * @param visits its visits, by zone
   * @param passages its passages, by line
   */
  public record Observed(
      long track,
      RelativePoint anchor,
      Instant publishedAt,
      Standstill standstill,
      Map<String, Visit> visits,
      Map<String, Passage> passages) {
    public Observed {
      visits = sorted(visits);
      passages = sorted(passages);
    }
  }

  /**
   * The state of an object at a zone.
   *
   * @param inside whether it counts as inside
   * @param since the time when it came in or went out
   * @param changing the time since when it seems to have changed; null when it does not
   * @param loitering whether loitering was published
   */
  public record Visit(
      boolean inside, Instant since, @Nullable Instant changing, boolean loitering) {}

  /**
   * The state of an object at a line.
   *
   * @param side the side on which it was last; 0 while it has been on the line only
   * @param pending crossings to the right less those to the left that are not published yet
   */
  public record Passage(int side, int pending) {}

  /**
   * The place within whose reach an object has been since a time.
   *
   * @param isPublished whether its stop was published
   */
  public record Standstill(RelativePoint place, Instant since, boolean isPublished) {}

  /**
   * The state of a zone as a whole.
   *
   * @param crowdedSince the time when crowding was published; null while it is not crowded
   * @param emptySince the time since when it is empty; null while something is inside
   * @param deserted whether absence was published
   */
  public record Occupancy(
      @Nullable Instant crowdedSince, @Nullable Instant emptySince, boolean deserted) {
    static final Occupancy UNKNOWN = new Occupancy(null, null, false);
  }

  /** The values in the order of names, so that equal states have equal bytes. */
  private static <V> SortedMap<String, V> sorted(Map<String, V> values) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }
}
