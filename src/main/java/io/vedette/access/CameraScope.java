package io.vedette.access;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The cameras that a caller may see: all of them, or those of a list of ids. Immutable.
 *
 * @param ids the ids, sorted; without meaning where it is all
 */
public record CameraScope(boolean isAll, List<String> ids) implements Predicate<String> {
  /** All cameras, future ones included. */
  public static final CameraScope ALL = new CameraScope(true, List.of());

  /** No camera. */
  public static final CameraScope NONE = new CameraScope(false, List.of());

  public CameraScope {
    ids = List.copyOf(new TreeSet<>(ids));
  }

  /** The cameras of a list. */
  public static CameraScope of(Collection<String> ids) {
    return new CameraScope(false, List.copyOf(ids));
  }

  @Override
  public boolean test(String camera) {
    return isAll || ids.contains(camera);
  }

  /** The cameras that are in both. */
  public CameraScope and(CameraScope other) {
    if (isAll) {
      return other;
    }
    return other.isAll ? this : of(ids.stream().filter(other).toList());
  }
}
