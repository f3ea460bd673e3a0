package io.vedette.clip;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A set of times as separate spans, their ends exclusive. Confined to one thread. */
final class TimeSet {
  private final TreeMap<Long, Long> spans = new TreeMap<>();

  /** The times from one until before another. */
  record Span(long from, long to) {}

  /** Adds a span; nothing where it is empty. */
  void add(long from, long to) {
    if (from >= to) {
      return;
    }
    long begin = from;
    long end = to;
    for (Span touched : touching(from, to)) {
      begin = Math.min(begin, touched.from);
      end = Math.max(end, touched.to);
      spans.remove(touched.from);
    }
    spans.put(begin, end);
  }

  /** Removes a span; nothing where it is empty. */
  void remove(long from, long to) {
    if (from >= to) {
      return;
    }
    for (Span touched : touching(from, to)) {
      spans.remove(touched.from);
      if (touched.from < from) {
        spans.put(touched.from, Math.min(touched.to, from));
      }
      if (touched.to > to) {
        spans.put(Math.max(touched.from, to), touched.to);
      }
    }
  }

  private List<Span> touching(long from, long to) {
    List<Span> touching = new ArrayList<>();
    Map.Entry<Long, Long> before = spans.floorEntry(from);
    long first = before == null ? from : before.getKey();
    for (Map.Entry<Long, Long> span : spans.subMap(first, true, to, true).entrySet()) {
      if (span.getValue() >= from) {
        touching.add(new Span(span.getKey(), span.getValue()));
      }
    }
    return touching;
  }

  boolean contains(long time) {
    Map.Entry<Long, Long> span = spans.floorEntry(time);
    return span != null && time < span.getValue();
  }

  boolean isEmpty() {
    return spans.isEmpty();
  }

  /** The spans, the earliest first. */
  List<Span> spans() {
    return spans.entrySet().stream().map(span -> new Span(span.getKey(), span.getValue())).toList();
  }
}
