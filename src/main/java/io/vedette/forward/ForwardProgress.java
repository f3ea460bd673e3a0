package io.vedette.forward;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.validation.Bounds;
import io.vedette.validation.CheckedJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The progress of one partition: everything before {@code next} has been sent, except for some
 * gaps. Immutable.
 *
 * @param next the offset of the next live record
 * @param gaps the offsets that were passed over to stay live, oldest first
 * @param lost number of offsets that were deleted before they could be sent
 */
record ForwardProgress(long next, List<Gap> gaps, long lost) {
  /** The most gaps, so that a progress stays small; with more, order wins over freshness. */
  static final int MOST_GAPS = 100;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** Offsets from {@code from} to before {@code to}. */
  record Gap(long from, long to) {}

  ForwardProgress {
    gaps = List.copyOf(gaps);
  }

  /**
   * The progress of a partition of which nothing was sent yet: all of it is still to be sent, the
   * newest first.
   */
  static ForwardProgress begin(long beginning, long end) {
    return new ForwardProgress(beginning, List.of(), 0).jump(end);
  }

  /** The progress after live records up to an offset were sent. */
  ForwardProgress sent(long newNext) {
    return new ForwardProgress(Math.max(next, newNext), gaps, lost);
  }

  /**
   * The progress that continues live at an offset and leaves a gap before it, unless there are too
   * many gaps.
   */
  ForwardProgress jump(long end) {
    if (end <= next) {
      return this;
    }
    List<Gap> more = new ArrayList<>(gaps);
    Gap last = more.isEmpty() ? null : more.get(more.size() - 1);
    if (last != null && last.to == next) {
      more.set(more.size() - 1, new Gap(last.from, end));
    } else if (canJump()) {
      more.add(new Gap(next, end));
    } else {
      return this;
    }
    return new ForwardProgress(end, more, lost);
  }

  /**
   * The progress in a topic that by now begins at a later offset, or was created again and ends
   * earlier.
   */
  ForwardProgress resumed(long beginning, long end) {
    if (end < next) {
      return begin(beginning, end);
    }
    ForwardProgress jumped = jump(end);
    return jumped.next < beginning
        ? new ForwardProgress(beginning, gaps, lost + beginning - next)
        : jumped;
  }

  /** Whether another gap can be remembered. */
  boolean canJump() {
    return gaps.size() < MOST_GAPS;
  }

  /** The number of offsets in the gaps. */
  long waiting() {
    return gaps.stream().mapToLong(gap -> gap.to - gap.from).sum();
  }

  /** The newest gap, which is filled next. */
  Optional<Gap> gap() {
    return gaps.isEmpty() ? Optional.empty() : Optional.of(gaps.get(gaps.size() - 1));
  }

  /** The progress after that gap was filled up to an offset. */
  ForwardProgress filled(long to) {
    return withLastGapFrom(to, lost);
  }

  /** The progress after the records of that gap before an offset were deleted. */
  ForwardProgress expired(long beginning) {
    Gap gap = gaps.get(gaps.size() - 1);
    return withLastGapFrom(beginning, lost + Math.min(beginning, gap.to) - gap.from);
  }

  private ForwardProgress withLastGapFrom(long from, long newLost) {
    List<Gap> rest = new ArrayList<>(gaps);
    Gap gap = rest.remove(rest.size() - 1);
    if (from < gap.to) {
      rest.add(new Gap(from, gap.to));
    }
    return new ForwardProgress(next, rest, newLost);
  }

  byte[] json() {
    ObjectNode json = MAPPER.createObjectNode().put("next", next).put("lost", lost);
    ArrayNode ranges = json.putArray("gaps");
    gaps.forEach(gap -> ranges.addArray().add(gap.from).add(gap.to));
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads the bytes of {@link #json}.
   *
   * @throws IllegalArgumentException when it is something else
   */
  static ForwardProgress read(byte @Nullable [] bytes) {
    CheckedJson json = CheckedJson.parse(bytes, "progress");
    long next = json.number("next", Bounds.COUNT);
    List<Gap> gaps = new ArrayList<>();
    long from = 0;
    for (double[] gap : json.tuples("gaps", 2)) {
      gaps.add(gap((long) gap[0], (long) gap[1], from, next));
      from = (long) gap[1];
    }
    if (gaps.size() > MOST_GAPS + 1) {
      throw new IllegalArgumentException(
          "gaps: expected up to %d, found %d".formatted(MOST_GAPS + 1, gaps.size()));
    }
    return new ForwardProgress(next, gaps, json.number("lost", Bounds.COUNT, 0));
  }

  /** A gap, checked to lie between the one before it and the next live record. */
  private static Gap gap(long from, long to, long least, long most) {
    if (from < least || from >= to || to > most) {
      throw new IllegalArgumentException(
          "gaps: expected growing offsets up to %d, found %d to %d".formatted(most, from, to));
    }
    return new Gap(from, to);
  }
}
