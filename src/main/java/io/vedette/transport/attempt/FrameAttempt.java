package io.vedette.transport.attempt;

import java.util.Arrays;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The note that a worker commits with a partition's offset: the records that may be the cause if
 * the worker dies. Immutable.
 *
 * @param worker name of the worker on the partition; empty after it was given up in order
 * @param until one past the last record that the worker may have under way
 * @param alone offset of the only record that is under way in the worker's process; -1 when none is
 *     tried alone
 * @param heldBack offsets of records that two workers have ended with, still to be committed
 */
public record FrameAttempt(String worker, long until, long alone, SortedSet<Long> heldBack) {
  /** The note of a partition that nobody works on and nobody has ended with. */
  public static final FrameAttempt NONE = new FrameAttempt("", -1, -1, new TreeSet<>());

  private static final int MOST_HELD_BACK = 100;
  private static final Pattern FORM =
      Pattern.compile(
          "vedette1 worker=(\\S*) until=(-?\\d{1,18}) alone=(-?\\d{1,18}) held=([\\d,]*)(?: .*)?");

  public FrameAttempt {
    heldBack = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(heldBack));
  }

  /** The attempt of a note; a text that this program has not written counts as none. */
  public static FrameAttempt parse(String note) {
    Matcher matcher = FORM.matcher(note);
    if (!matcher.matches()) {
      return NONE;
    }
    try {
      return new FrameAttempt(
          matcher.group(1),
          Long.parseLong(matcher.group(2)),
          Long.parseLong(matcher.group(3)),
          offsets(matcher.group(4)));
    } catch (NumberFormatException e) {
      return NONE;
    }
  }

  /** The note's text; far shorter than the 4 KB that Kafka accepts. */
  public String note() {
    return "vedette1 worker=%s until=%d alone=%d held=%s"
        .formatted(worker, until, alone, text(heldBack));
  }

  private static SortedSet<Long> offsets(String text) {
    return Arrays.stream(text.split(",", -1))
        .filter(offset -> !offset.isEmpty())
        .map(Long::valueOf)
        .limit(MOST_HELD_BACK)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String text(Collection<Long> offsets) {
    return offsets.stream()
        .limit(MOST_HELD_BACK)
        .map(String::valueOf)
        .collect(Collectors.joining(","));
  }
}
