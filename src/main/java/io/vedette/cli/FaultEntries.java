package io.vedette.cli;

import io.vedette.simulator.FaultChanges;
import io.vedette.simulator.rtsp.Faults;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The faults of simulated cameras that a command line defines from the start. */
final class FaultEntries {
  private static final Pattern FORM = Pattern.compile("(?:([^:=]+):)?([^:=]+)=(.*)");

  private FaultEntries() {}

  /**
   * Reads {@code KEY=VALUE}, for all cameras, and {@code CAMERA:KEY=VALUE}; later entries override
   * earlier ones.
   *
   * @return faults by camera, also of cameras that do not exist
   * @throws IllegalArgumentException in one line, for the first invalid entry
   */
  static Map<String, Faults> read(List<String> entries, List<String> cameras) {
    Map<String, Faults> faults = new HashMap<>();
    for (String entry : entries) {
      Matcher matcher = FORM.matcher(entry);
      if (!matcher.matches()) {
        throw new IllegalArgumentException(
            "--fault %s: expected KEY=VALUE or CAMERA:KEY=VALUE, as cam0:loss=0.05"
                .formatted(entry));
      }
      FaultChanges changes = changes(entry, matcher.group(2), matcher.group(3));
      @Nullable String camera = matcher.group(1);
      for (String id : camera == null ? cameras : List.of(camera)) {
        faults.put(id, changes.over(faults.getOrDefault(id, Faults.NONE)));
      }
    }
    return faults;
  }

  private static FaultChanges changes(String entry, String key, String value) {
    FaultChanges changes;
    try {
      changes = FaultChanges.of(key, value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--fault %s: %s".formatted(entry, e.getMessage()), e);
    }
    if (changes.actsOnce()) {
      throw new IllegalArgumentException(
          "--fault %s: %s acts once, on those who watch; switch it at run time, see --http-port"
              .formatted(entry, key));
    }
    return changes;
  }
}
