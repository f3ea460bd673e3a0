package io.vedette.transport.frame;

import io.vedette.frame.Motion;
import io.vedette.geometry.RelativeBox;
import io.vedette.text.Printable;
import io.vedette.transport.record.CloudEvents;
import io.vedette.transport.record.Records;
import io.vedette.validation.Bounds;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The verdict of a motion gate as headers of a frame: {@code motion} holds the boxes as {@code
 * x,y,w,h x,y,w,h …} in parts of 4096, {@code motion_whole} is 1 where the frame is to be looked at
 * as a whole alone, {@code still} counts the still frames before it and {@code motion_cfg} stands
 * for the gate's settings, and for a gate at all. Thread-safe.
 */
final class MotionHeaders {
  private static final String MOTION = "motion";
  private static final String WHOLE = "motion_whole";
  private static final String STILL = "still";
  private static final String GATE = "motion_cfg";
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,15}");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{1,64}");
  private static final Pattern BOX =
      Pattern.compile("([0-9]{1,4}),([0-9]{1,4}),([0-9]{1,4}),([0-9]{1,4})");
  private static final int SHOWN = 40;

  private MotionHeaders() {}

  static void write(Headers headers, @Nullable Motion motion) {
    if (motion == null) {
      return;
    }
    CloudEvents.put(headers, MOTION, text(motion.moving()));
    CloudEvents.put(headers, STILL, Long.toString(motion.still()));
    CloudEvents.put(headers, GATE, motion.gate());
    if (motion.isWhole()) {
      CloudEvents.put(headers, WHOLE, "1");
    }
  }

  /**
   * The motion that the headers describe; null where there was no gate.
   *
   * @throws IllegalArgumentException when they are no such headers
   */
  static @Nullable Motion read(Headers headers) {
    List<RelativeBox> moving = boxes(Records.header(headers, MOTION));
    String whole = Records.header(headers, WHOLE);
    require(whole.isEmpty() || whole.equals("1"), WHOLE, "1 or no such header", whole);
    long still = still(Records.header(headers, STILL));
    String gate = Records.header(headers, GATE);
    require(gate.isEmpty() || DIGEST.matcher(gate).matches(), GATE, "hexadecimal digits", gate);
    return gate.isEmpty() ? null : new Motion(moving, !whole.isEmpty(), still, gate);
  }

  private static long still(String text) {
    require(text.isEmpty() || DIGITS.matcher(text).matches(), STILL, "a number", text);
    return text.isEmpty()
        ? 0
        : Bounds.number("header " + STILL, Long.parseLong(text), 0, Bounds.COUNT);
  }

  private static String text(List<RelativeBox> moving) {
    return moving.stream()
        .map(
            box ->
                "%d,%d,%d,%d"
                    .formatted(grains(box.x()), grains(box.y()), grains(box.w()), grains(box.h())))
        .collect(Collectors.joining(" "));
  }

  private static long grains(double part) {
    return Math.round(part * Motion.GRAIN);
  }

  private static List<RelativeBox> boxes(String text) {
    List<RelativeBox> boxes = new ArrayList<>();
    if (!text.isEmpty()) {
      for (String box : text.split(" ", Motion.MOST + 1)) {
        boxes.add(box(box, text));
      }
    }
    require(boxes.size() <= Motion.MOST, MOTION, "at most " + Motion.MOST + " boxes", text);
    return boxes;
  }

  private static RelativeBox box(String box, String all) {
    var numbers = BOX.matcher(box);
    require(numbers.matches(), MOTION, "boxes as 0,512,64,128", all);
    double[] parts = new double[4];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = Double.parseDouble(numbers.group(i + 1)) / Motion.GRAIN;
    }
    return RelativeBox.ofCorners(parts[0], parts[1], parts[0] + parts[2], parts[1] + parts[3]);
  }

  private static void require(boolean isRight, String header, String expected, String found) {
    if (!isRight) {
      throw new IllegalArgumentException(
          "header %s: expected %s, found \"%s\""
              .formatted(header, expected, Printable.line(found, SHOWN)));
    }
  }
}
