package io.vedette.alert;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A part of the day on some days of the week; one that ends before it begins goes on past midnight
 * and belongs to the day on which it began. Immutable.
 */
record Hours(LocalTime from, LocalTime until, Set<DayOfWeek> days) {
  private static final int SHORT = 3;

  /**
   * The hours of settings.
   *
   * @param hours as {@code 22:00-06:00}; null for the whole day
   * @param days as {@code mon}; empty for all
   * @throws IllegalArgumentException with "expected …, found …"
   */
  static Hours parse(@Nullable String hours, List<String> days) {
    Set<DayOfWeek> parsed = EnumSet.noneOf(DayOfWeek.class);
    days.forEach(day -> parsed.add(day(day)));
    Set<DayOfWeek> effective = parsed.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : parsed;
    if (hours == null) {
      return new Hours(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, effective);
    }
    String[] ends = hours.split("-", -1);
    try {
      if (ends.length == 2) {
        return new Hours(
            LocalTime.parse(ends[0].strip()), LocalTime.parse(ends[1].strip()), effective);
      }
    } catch (DateTimeParseException e) {
      // reported below
    }
    throw new IllegalArgumentException(
        "hours: expected a part of the day as 22:00-06:00, found \"" + hours + "\"");
  }

  boolean contains(ZonedDateTime time) {
    LocalTime clock = time.toLocalTime();
    boolean isPastMidnight = !from.isBefore(until);
    if (!isPastMidnight) {
      return days.contains(time.getDayOfWeek()) && !clock.isBefore(from) && clock.isBefore(until);
    }
    return clock.isBefore(until)
        ? days.contains(time.getDayOfWeek().minus(1))
        : days.contains(time.getDayOfWeek()) && !clock.isBefore(from);
  }

  private static DayOfWeek day(String word) {
    for (DayOfWeek day : DayOfWeek.values()) {
      String name = day.name().toLowerCase(Locale.ROOT);
      if (name.equals(word) || name.substring(0, SHORT).equals(word)) {
        return day;
      }
    }
    throw new IllegalArgumentException(
        "days: expected days as mon,tue,wed,thu,fri,sat,sun, found \"" + word + "\"");
  }
}
