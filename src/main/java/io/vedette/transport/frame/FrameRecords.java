package io.vedette.transport.frame;

import io.vedette.frame.CaptureClock;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameId;
import io.vedette.frame.Stage;
import io.vedette.frame.StageTimes;
import io.vedette.geometry.Size;
import io.vedette.text.Printable;
import io.vedette.transport.record.CloudEvents;
import io.vedette.transport.record.Records;
import io.vedette.validation.Bounds;
import io.vedette.validation.Names;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The conversion of frames to records and back: the value is the plain JPEG, everything else is in
 * headers, CloudEvents' among them. Thread-safe.
 */
public final class FrameRecords {
  static final String TYPE = "io.vedette.frame.v1";
  private static final String SESSION = "session";
  private static final String SEQUENCE = "sequence";
  private static final String CLOCK = "clock";
  private static final String WIDTH = "width";
  private static final String HEIGHT = "height";
  private static final String NOBODY = "unknown";
  private static final String PRIORITY = "priority";
  private static final String TIME_PREFIX = "us_";
  private static final Pattern DIGITS = Pattern.compile("-?[0-9]{1,18}");
  private static final int SHOWN = 40;

  private FrameRecords() {}

  /**
   * The record of a frame.
   *
   * @param partition null for Kafka's choice by the key
   */
  public static ProducerRecord<String, byte[]> write(
      String topic, @Nullable Integer partition, Frame frame) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(topic, partition, frame.id().camera(), frame.jpeg());
    Headers headers = record.headers();
    CloudEvents.put(
        headers,
        frame.id(),
        new CloudEvents.Attributes(
            frame.id().toString(), TYPE, frame.id().camera(), frame.capturedAt(), "image/jpeg"));
    put(headers, SESSION, frame.id().session());
    put(headers, SEQUENCE, frame.id().sequence());
    CloudEvents.put(headers, CLOCK, frame.clock().wireName());
    put(headers, WIDTH, frame.size().width());
    put(headers, HEIGHT, frame.size().height());
    for (Stage stage : Stage.values()) {
      frame.times().micros(stage).ifPresent(us -> put(headers, TIME_PREFIX + stage.wireName(), us));
    }
    MotionHeaders.write(headers, frame.motion());
    CloudEvents.put(headers, frame.trace());
    return record;
  }

  /** Sets the header for a frame's priority, where that is not 0. */
  static void setPriority(ProducerRecord<String, byte[]> record, int priority) {
    if (priority != 0) {
      put(record.headers(), PRIORITY, priority);
    }
  }

  static int priority(ConsumerRecord<String, byte[]> record) {
    String text = Records.header(record.headers(), PRIORITY);
    return text.matches("-?[0-9]{1,9}") ? Integer.parseInt(text) : 0;
  }

  /** The camera in a record's key; {@code unknown} where the key is no camera's id. */
  static String camera(ConsumerRecord<String, byte[]> record) {
    @Nullable String key = record.key();
    return key == null || !Names.isCamera(key) ? NOBODY : key;
  }

  /**
   * The frame of a record.
   *
   * @throws IllegalArgumentException when key, value or headers are missing, are no numbers, or are
   *     out of bounds
   */
  static Frame read(ConsumerRecord<String, byte[]> record) {
    Headers headers = record.headers();
    requireWhole(record);
    StageTimes times = StageTimes.NONE;
    for (Stage stage : Stage.values()) {
      String name = TIME_PREFIX + stage.wireName();
      if (headers.lastHeader(name) != null) {
        times = times.with(stage, number(headers, name, -Bounds.DURATION, Bounds.DURATION));
      }
    }
    return new Frame(
        new FrameId(
            record.key(),
            number(headers, SESSION, 0, Bounds.SESSION),
            number(headers, SEQUENCE, 0, Bounds.COUNT)),
        time(required(headers, CloudEvents.TIME)),
        CaptureClock.parse(required(headers, CLOCK)),
        new Size(
            (int) number(headers, WIDTH, 1, Bounds.PIXELS),
            (int) number(headers, HEIGHT, 1, Bounds.PIXELS)),
        record.value(),
        times,
        MotionHeaders.read(headers),
        CloudEvents.trace(headers));
  }

  /** Checks for headers that a foreign producer may leave out. */
  private static void requireWhole(ConsumerRecord<String, byte[]> record) {
    @Nullable String key = record.key();
    if (key == null) {
      throw new IllegalArgumentException("key: expected a camera's id, found none");
    }
    Names.camera("key", key);
    if (record.value() == null) {
      throw new IllegalArgumentException("value: expected a JPEG, found none");
    }
  }

  /** The time of a text, within the bounds of a count of microseconds. */
  private static Instant time(String text) {
    try {
      return Bounds.time("header " + CloudEvents.TIME, Instant.parse(text));
    } catch (DateTimeParseException e) {
      throw wrong(CloudEvents.TIME, "a time as 2026-11-23T22:40:16.123456Z", text);
    }
  }

  private static IllegalArgumentException wrong(String name, String expected, String found) {
    return new IllegalArgumentException(
        "header %s: expected %s, found \"%s\""
            .formatted(name, expected, Printable.line(found, SHOWN)));
  }

  private static void put(Headers headers, String name, long value) {
    CloudEvents.put(headers, name, Long.toString(value));
  }

  private static long number(Headers headers, String name, long least, long most) {
    String text = required(headers, name);
    if (!DIGITS.matcher(text).matches()) {
      throw wrong(name, "a number", text);
    }
    return Bounds.number("header " + name, Long.parseLong(text), least, most);
  }

  private static String required(Headers headers, String name) {
    String text = Records.header(headers, name);
    if (text.isEmpty()) {
      throw new IllegalArgumentException("header " + name + " is missing");
    }
    return text;
  }
}
