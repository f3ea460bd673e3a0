package io.vedette.ops;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.vedette.runtime.Printable;
import java.util.List;

/**
 * Values of metrics' labels as one line that can be shown: names of cameras, topics and nodes come
 * from elsewhere. Immutable.
 */
public final class PrintableTags implements MeterFilter {
  @Override
  public Meter.Id map(Meter.Id id) {
    if (id.getTags().stream().allMatch(tag -> Printable.isSafe(tag.getValue()))) {
      return id;
    }
    List<Tag> shown =
        id.getTags().stream()
            .map(tag -> Tag.of(tag.getKey(), Printable.line(tag.getValue())))
            .toList();
    return id.replaceTags(shown);
  }
}
