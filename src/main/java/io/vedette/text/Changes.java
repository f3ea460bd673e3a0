package io.vedette.text;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cameras or partitions of a worker, with one log line when some are added or removed. Confined
 * to one thread.
 */
public final class Changes {
  private static final Logger LOG = LoggerFactory.getLogger(Changes.class);
  private static final int MOST = 20;

  private final String what;
  private Set<String> known = new TreeSet<>();

  /**
   * @param what the name of the items, as {@code cameras of this node}
   */
  public Changes(String what) {
    this.what = what;
  }

  /** Logs the changes, if there are any. */
  public void log(Collection<String> present) {
    Set<String> now = new TreeSet<>(present);
    if (!now.equals(known)) {
      LOG.info("{}", words(now));
      known = now;
    }
  }

  /** {@code cameras of this node: gate, yard came, 2 now}. */
  private String words(Set<String> now) {
    Set<String> added = new TreeSet<>(now);
    added.removeAll(known);
    Set<String> removed = new TreeSet<>(known);
    removed.removeAll(now);
    String both = added.isEmpty() || removed.isEmpty() ? "" : ", ";
    return Printable.line(
        "%s: %s%s%s; %d now"
            .formatted(what, list(added, "came"), both, list(removed, "went"), now.size()));
  }

  private static String list(Set<String> some, String what) {
    if (some.isEmpty()) {
      return "";
    }
    int more = some.size() - MOST;
    return String.join(", ", some.stream().limit(MOST).toList())
        + (more > 0 ? " and %d more".formatted(more) : "")
        + " "
        + what;
  }
}
