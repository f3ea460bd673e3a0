package io.vedette.transport;

import io.vedette.frame.CaptureClock;
import io.vedette.frame.Frame;
import io.vedette.frame.FrameId;
import io.vedette.frame.Stage;
import io.vedette.frame.StageTimes;
import io.vedette.geometry.Size;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Frames as records and back: the value is the plain JPEG, everything else is in headers,
 * CloudEvents' among them. Thread-safe.
 */
final class FrameRecords {
  static final String TYPE = "io.vedette.frame.v1";
  private static final String SESSION = "session";
  private static final String SEQUENCE = "sequence";
  private static final String CLOCK = "clock";
  private static final String WIDTH = "width";
  private static final String HEIGHT = "height";
  private static final String NOBODY = "unknown";
  private static final String PRIORITY = "priority";
  private static final String TIME_PREFIX = "us_";
  private static final int LONGEST_ID = 255;
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  private FrameRecords() {}

  /**
   * The record of a frame.
   *
   * @param partition null for Kafka's choice by the key
   */
  static ProducerRecord<String, byte[]> write(
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
    CloudEvents.put(headers, CLOCK, frame.clock().word());
    put(headers, WIDTH, frame.size().width());
    put(headers, HEIGHT, frame.size().height());
    for (Stage stage : Stage.values()) {
      frame.times().micros(stage).ifPresent(us -> put(headers, TIME_PREFIX + stage.word(), us));
    }
    return record;
  }

  /** Says how much a frame matters, where that is not 0. */
  static void setPriority(ProducerRecord<String, byte[]> record, int priority) {
    if (priority != 0) {
      put(record.headers(), PRIORITY, priority);
    }
  }

  static int priority(ConsumerRecord<String, byte[]> record) {
    @Nullable Header header = record.headers().lastHeader(PRIORITY);
    return header == null ? 0 : Integer.parseInt(text(header));
  }

  /**
   * The camera a record is said to be of; {@code unknown} where it is not said, cut to be an id.
   */
  static String camera(ConsumerRecord<String, byte[]> record) {
    @Nullable String key = record.key();
    return key == null || key.isEmpty()
        ? NOBODY
        : key.substring(0, Math.min(key.length(), LONGEST_ID));
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
      @Nullable Header header = headers.lastHeader(TIME_PREFIX + stage.word());
      if (header != null) {
        times = times.with(stage, Long.parseLong(text(header)));
      }
    }
    return new Frame(
        new FrameId(record.key(), number(headers, SESSION), number(headers, SEQUENCE)),
        time(required(headers, CloudEvents.TIME)),
        CaptureClock.parse(required(headers, CLOCK)),
        new Size((int) number(headers, WIDTH), (int) number(headers, HEIGHT)),
        record.value(),
        times);
  }

  /** A client of another make may leave out what this program's never does. */
  private static void requireWhole(ConsumerRecord<String, byte[]> record) {
    @Nullable String key = record.key();
    if (key == null || key.isEmpty() || key.length() > LONGEST_ID) {
      throw new IllegalArgumentException(
          "key: expected a camera's id, found "
              + (key == null ? "none" : key.length() + " characters"));
    }
    if (record.value() == null) {
      throw new IllegalArgumentException("value: expected a JPEG, found none");
    }
  }

  /** Within bounds that later reckoning in microseconds can bear. */
  private static Instant time(String text) {
    Instant time = Instant.parse(text);
    if (time.isBefore(Instant.EPOCH) || !time.isBefore(LATEST)) {
      throw new IllegalArgumentException(
          "header %s: expected a time from 1970 to 2200, found %s"
              .formatted(CloudEvents.TIME, text));
    }
    return time;
  }

  private static void put(Headers headers, String name, long value) {
    CloudEvents.put(headers, name, Long.toString(value));
  }

  private static long number(Headers headers, String name) {
    return Long.parseLong(required(headers, name));
  }

  private static String required(Headers headers, String name) {
    @Nullable Header header = headers.lastHeader(name);
    if (header == null) {
      throw new IllegalArgumentException("header " + name + " is missing");
    }
    return text(header);
  }

  private static String text(Header header) {
    return new String(header.value(), StandardCharsets.UTF_8);
  }
}
