package io.vedette.tracking.accuracy;

import io.vedette.geometry.RelativeBox;
import io.vedette.geometry.Size;
import java.util.Arrays;

/**
 * One line of a file of the MOT Challenge. Immutable.
 *
 * @param line its number, from 1
 * @param confidence 1 when it does not say; in a truth 0 for what is not to be counted
 * @param kind class of the object; 0 when it does not say
 */
record MotRow(int line, TracedBox box, double confidence, int kind) {
  private static final int LEAST_FIELDS = 6;
  private static final int CONFIDENCE = 6;
  private static final int KIND = 7;

  /** With a class and a visibility; ten fields end with a place in the world instead. */
  private static final int FIELDS_WITH_KIND = 9;

  private static final int MOST_FRAMES = 10_000_000;

  /** Throws {@link IllegalArgumentException} with the number of the line when it is wrong. */
  static MotRow parse(String text, Size picture, int line) {
    Fields fields = Fields.of(text, line);
    if (fields.size() < LEAST_FIELDS) {
      throw fields.complaint(
          "expected at least " + LEAST_FIELDS + " fields, found " + fields.size());
    }
    RelativeBox box =
        new RelativeBox(
            fields.number(2) / picture.width(),
            fields.number(3) / picture.height(),
            fields.extent(4) / picture.width(),
            fields.extent(5) / picture.height());
    int frame = (int) fields.whole(0, 1, MOST_FRAMES, "a frame counted from 1");
    long id = fields.whole(1, Integer.MIN_VALUE, Long.MAX_VALUE, "an id");
    boolean hasKind = fields.size() > KIND && fields.size() <= FIELDS_WITH_KIND;
    return new MotRow(
        line,
        new TracedBox(frame, id, box),
        fields.size() > CONFIDENCE ? fields.number(CONFIDENCE) : 1,
        hasKind ? (int) Math.max(0, fields.number(KIND)) : 0);
  }

  IllegalArgumentException complaint(String what) {
    return complaint(line, what);
  }

  private static IllegalArgumentException complaint(int line, String what) {
    return new IllegalArgumentException("MOT file, line " + line + ": " + what);
  }

  /** The words of a line. */
  @SuppressWarnings("ArrayRecordComponent") // a view for one call, never compared
  private record Fields(String[] words, int line) {
    /** Parted by commas, or by space where there is none; a comma at the end parts nothing. */
    static Fields of(String text, int line) {
      String plain = text.strip();
      String[] words = plain.contains(",") ? plain.split("\\s*,\\s*", -1) : plain.split("\\s+");
      boolean isOpen = words[words.length - 1].isEmpty();
      return new Fields(isOpen ? Arrays.copyOf(words, words.length - 1) : words, line);
    }

    int size() {
      return words.length;
    }

    double number(int field) {
      double value;
      try {
        value = Double.parseDouble(words[field]);
      } catch (NumberFormatException e) {
        value = Double.NaN;
      }
      if (!Double.isFinite(value)) {
        throw unexpected(field, "a number");
      }
      return value;
    }

    double extent(int field) {
      double value = number(field);
      if (value < 0) {
        throw unexpected(field, "a width or height of 0 or more");
      }
      return value;
    }

    long whole(int field, long least, long most, String what) {
      double value = number(field);
      if (value != Math.rint(value) || value < least || value > most) {
        throw unexpected(field, what);
      }
      return (long) value;
    }

    private IllegalArgumentException unexpected(int field, String what) {
      return complaint(
          "expected " + what + " as field " + (field + 1) + ", found \"" + words[field] + "\"");
    }

    IllegalArgumentException complaint(String what) {
      return MotRow.complaint(line, what);
    }
  }
}
