package io.vedette.event.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.validation.Bounds;
import io.vedette.validation.Names;
import io.vedette.validation.RecordJson;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A process's attempt to read a camera, with the outcome of earlier attempts: written before the
 * camera is opened, so that it survives a crash of the process. Immutable.
 *
 * <p>A hit is the end of a process that this camera may have caused. Pictures for {@value
 * #PROVEN_SECONDS} s since the last hit prove the camera and clear all hits.
 *
 * @param process the id of the process that reads it, a new one for each start
 * @param settings the offset of the camera's record by which it is read
 * @param deaths number of processes whose end is attributed to this camera since it was last proven
 * @param hits number of processes that this camera may have ended, as one of several
 * @param isAlone whether it was the only possible cause of the last hit
 * @param shownSeconds seconds of pictures since the last hit, in {@link #STEPS}
 * @param fatalSeconds seconds of pictures before the last hit
 * @param isParting whether the process has agreed that another one takes the camera over
 * @param retryAt the time until which it is held back; null when it is not
 */
public record Attempt(
    String process,
    long settings,
    int deaths,
    int hits,
    boolean isAlone,
    int shownSeconds,
    int fatalSeconds,
    boolean isParting,
    @Nullable Instant retryAt) {
  /** The seconds of pictures that prove a camera. */
  public static final int PROVEN_SECONDS = 120;

  private static final int[] STEPS = {
    0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, PROVEN_SECONDS
  };
  private static final int DEATHS_TO_QUARANTINE = 2;
  private static final int MOST = 1000;
  private static final int LONGEST_NAME = 64;
  private static final Duration FIRST_WAIT = Duration.ofMinutes(1);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  public Attempt {
    deaths = bounded(deaths, MOST);
    hits = bounded(hits, MOST);
    shownSeconds = bounded(shownSeconds, PROVEN_SECONDS);
    fatalSeconds = bounded(fatalSeconds, PROVEN_SECONDS);
  }

  private static int bounded(int number, int most) {
    return Math.max(0, Math.min(number, most));
  }

  /** The attempt at a camera that nobody has read by these settings. */
  public static Attempt first(String process, long settings) {
    return new Attempt(process, settings, 0, 0, false, 0, 0, false, null);
  }

  /** The attempt by another process. */
  public Attempt by(String reader) {
    return new Attempt(
        reader, settings, deaths, hits, isAlone, shownSeconds, fatalSeconds, false, retryAt);
  }

  /** The attempt while another process takes over, or once that is off. */
  public Attempt parting(boolean wanted) {
    return new Attempt(
        process, settings, deaths, hits, isAlone, shownSeconds, fatalSeconds, wanted, retryAt);
  }

  /** The attempt by a record that does not change how the camera is read. */
  public Attempt bySettings(long offset) {
    return new Attempt(
        process, offset, deaths, hits, isAlone, shownSeconds, fatalSeconds, isParting, retryAt);
  }

  /** The attempt after pictures for so long since the last hit. */
  public Attempt shown(double seconds) {
    int step = 0;
    for (int candidate : STEPS) {
      step = candidate <= seconds ? candidate : step;
    }
    return step < PROVEN_SECONDS
        ? new Attempt(
            process, settings, deaths, hits, isAlone, step, fatalSeconds, isParting, retryAt)
        : new Attempt(process, settings, 0, 0, false, PROVEN_SECONDS, 0, isParting, null);
  }

  /** The next larger one of the seconds that are written; {@value #PROVEN_SECONDS} at most. */
  public int nextStep() {
    for (int step : STEPS) {
      if (step > shownSeconds) {
        return step;
      }
    }
    return PROVEN_SECONDS;
  }

  /**
   * The process has ended, and no other camera can have been the cause.
   *
   * @param isUnseen whether it had not shown a picture in this attempt
   */
  public Attempt hitAlone(boolean isUnseen, Instant now) {
    int counted = deaths + 1;
    // Opened with care after an earlier end, it ended the process before its first picture.
    int total = hits > 0 && isUnseen ? Math.max(counted, DEATHS_TO_QUARANTINE) : counted;
    Instant until = total < DEATHS_TO_QUARANTINE ? null : now.plus(wait(total));
    return new Attempt(process, settings, total, hits + 1, true, 0, shownSeconds, false, until);
  }

  /** The process has ended, and one of several cameras that were not proven may be the cause. */
  public Attempt hitWithOthers() {
    return new Attempt(
        process, settings, Math.max(deaths, 1), hits + 1, false, 0, shownSeconds, false, retryAt);
  }

  /** The process has ended, for a reason that none of its cameras is known for. */
  public Attempt hitByChance() {
    return new Attempt(process, settings, deaths, hits + 1, false, 0, shownSeconds, false, retryAt);
  }

  /** Whether the camera is to be held back, or is on trial after that. */
  public boolean isQuarantined() {
    return deaths >= DEATHS_TO_QUARANTINE;
  }

  /** Whether it is proven that the camera harms nobody. */
  public boolean isProven() {
    return shownSeconds >= PROVEN_SECONDS;
  }

  /**
   * Whether a camera that is held back may be tried. A clock that was set holds none for longer.
   */
  public boolean isDue(Instant now) {
    Instant until = retryAt;
    return until == null || !until.isAfter(now) || until.isAfter(now.plus(wait(deaths)));
  }

  /**
   * The time for which a camera is held back after some deaths: a minute, doubled up to an hour.
   */
  public static Duration wait(int deaths) {
    int doublings = Math.min(Math.max(0, deaths - DEATHS_TO_QUARANTINE), 10);
    Duration wait = FIRST_WAIT.multipliedBy(1L << doublings);
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  /** The attempt as part of a record. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("process", process).put("settings", settings).put("shown_s", shownSeconds);
    if (hits > 0) {
      json.put("deaths", deaths).put("hits", hits);
      json.put("alone", isAlone).put("fatal_s", fatalSeconds);
    }
    if (isParting) {
      json.put("parting", true);
    }
    if (retryAt != null) {
      json.put("retry_at", RecordJson.time(retryAt));
    }
    return json;
  }

  /** Reads what {@link #json} wrote; null for anything else. */
  public static @Nullable Attempt read(JsonNode json) {
    String process = json.path("process").textValue();
    if (process == null || process.length() > LONGEST_NAME || !Names.isName(process)) {
      return null;
    }
    try {
      String until = json.path("retry_at").textValue();
      return new Attempt(
          process,
          json.path("settings").asLong(),
          json.path("deaths").asInt(),
          json.path("hits").asInt(),
          json.path("alone").asBoolean(),
          json.path("shown_s").asInt(),
          json.path("fatal_s").asInt(),
          json.path("parting").asBoolean(),
          until == null ? null : Bounds.time("retry_at", Instant.parse(until)));
    } catch (DateTimeException | IllegalArgumentException e) {
      return null;
    }
  }
}
