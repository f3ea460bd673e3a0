package io.vedette.detect;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** The names of workers in their consumer group, which contain the digest of their model. */
final class Workers {
  private static final int UNIQUE = 8;
  private static final int DIGEST = 12;

  private Workers() {}

  /** A worker's name: {@code vedette-detect-9f2c41d07a3e-1b2c3d4e}. */
  static String name(String group, String digest, String unique) {
    return group + "-" + digest + "-" + unique.substring(0, UNIQUE);
  }

  /** The digests of the models in the names of a group's workers. */
  static Set<String> digests(String group, Collection<String> names) {
    int length = group.length() + 1 + DIGEST + 1 + UNIQUE;
    return names.stream()
        .filter(name -> name.startsWith(group + "-") && name.length() == length)
        .map(name -> name.substring(group.length() + 1, group.length() + 1 + DIGEST))
        .collect(Collectors.toSet());
  }
}
