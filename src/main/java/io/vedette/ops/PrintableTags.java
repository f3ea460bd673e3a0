package io.vedette.ops;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.vedette.text.Printable;
import java.util.List;

/**
 * The filter that makes values of meters' labels printable in one line, since names of cameras,
 * topics and nodes come from outside. Immutable.
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
