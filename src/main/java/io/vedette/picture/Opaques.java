package io.vedette.picture;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Java objects behind the opaque pointers that FFmpeg hands back to a callback. JavaCPP has room
 * for ten callbacks of one class, and quietly gives null for more, so all objects share one.
 * Thread-safe.
 */
public final class Opaques<T> {
  private final Map<Long, T> objects = new ConcurrentHashMap<>();
  private final AtomicLong last = new AtomicLong();

  /** A number in the place of an address; FFmpeg never looks behind it. */
  private static final class Handle extends Pointer {
    private Handle(long number) {
      address = number;
    }
  }

  /** The pointer to give to FFmpeg for an object, which is kept until it is removed. */
  public Pointer add(T object) {
    long number = last.incrementAndGet();
    objects.put(number, object);
    return new Handle(number);
  }

  /** The object of a pointer that came back; null when it was removed. */
  public @Nullable T of(Pointer opaque) {
    return objects.get(opaque.address());
  }

  public void remove(Pointer opaque) {
    objects.remove(opaque.address());
  }
}
