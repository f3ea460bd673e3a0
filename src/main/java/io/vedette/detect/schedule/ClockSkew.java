package io.vedette.detect.schedule;

import io.vedette.frame.Frame;
import io.vedette.text.DurationWords;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The difference between each camera's capture times and this machine's clock. A frame that is the
 * last of its partition has just come; when such frames seem equally old for a while, it is a clock
 * that is wrong, which would else make every frame stale. Confined to the polling thread.
 */
final class ClockSkew {
  private static final Logger LOG = LoggerFactory.getLogger(ClockSkew.class);

  /** The least difference of a wrong clock; a smaller one is latency. */
  private static final Duration LEAST = Duration.ofSeconds(2);

  /**
   * The most by which a wrong clock's difference changes; frames that were held up grow younger one
   * after the other.
   */
  private static final Duration STEADY = Duration.ofSeconds(1);

  private static final Duration PROOF = Duration.ofSeconds(3);

  private final Map<String, Suspicion> suspicions = new HashMap<>();
  private final Map<String, Duration> skews = new HashMap<>();

  /** An age that a camera's frames have had since a time. */
  private record Suspicion(Duration age, Instant since) {}

  /** Notes a frame that has just come. */
  void note(Frame frame, Instant now) {
    String camera = frame.id().camera();
    Duration age = Duration.between(frame.capturedAt(), now);
    Suspicion suspicion = suspicions.get(camera);
    if (age.abs().compareTo(LEAST) < 0) {
      suspicions.remove(camera);
      skews.remove(camera);
    } else if (suspicion == null || age.minus(suspicion.age).abs().compareTo(STEADY) > 0) {
      suspicions.put(camera, new Suspicion(age, now));
    } else if (Duration.between(suspicion.since, now).compareTo(PROOF) >= 0) {
      correct(camera, age);
    }
  }

  private void correct(String camera, Duration age) {
    if (skews.put(camera, age) == null) {
      LOG.warn(
          "{}: each frame is {} old when it arrives: a clock is wrong (set those of the camera and"
              + " of these machines), or its node takes that long to decode and send it",
          camera,
          DurationWords.of(age));
    }
  }

  /** The age of a frame, by a clock that agrees with its camera's. */
  Duration age(Frame frame, Instant now) {
    Duration skew = skews.getOrDefault(frame.id().camera(), Duration.ZERO);
    return Duration.between(frame.capturedAt(), now).minus(skew);
  }
}
