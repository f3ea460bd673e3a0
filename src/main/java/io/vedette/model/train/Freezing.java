package io.vedette.model.train;

import io.vedette.runtime.Failure;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The check of the parameters that a training leaves unchanged. */
final class Freezing {
  private Freezing() {}

  /**
   * Does nothing when each beginning is one of a parameter's name, and some are left to learn.
   *
   * @throws Failure of action STOP when it is not so
   */
  static void check(List<String> prefixes, Collection<String> names) {
    for (String prefix : prefixes) {
      if (names.stream().noneMatch(name -> name.startsWith(prefix))) {
        throw Failure.stop(
            "--freeze %s: expected the beginning of a parameter's name, as one of %s"
                .formatted(prefix, beginnings(names)));
      }
    }
    if (names.stream().allMatch(name -> prefixes.stream().anyMatch(name::startsWith))) {
      throw Failure.stop(
          "--freeze %s leaves nothing to learn; leave out some of %s"
              .formatted(String.join(",", prefixes), beginnings(names)));
    }
  }

  private static String beginnings(Collection<String> names) {
    return names.stream()
        .map(name -> name.substring(0, name.indexOf('.')))
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
