package io.vedette.alert;

import io.vedette.state.StateReader;
import io.vedette.state.StateWriter;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The state of an alert engine between two frames. Immutable.
 *
 * @param heeded the facts that were handled and still hold, by rule
 * @param quiet the cool-downs, by rule and key of alerts
 * @param groups the facts that wait to become one alert, by key
 */
public record AlertState(Set<String> heeded, Map<String, Quiet> quiet, Map<String, Group> groups) {
  private static final int VERSION = 1;

  public AlertState {
    SortedSet<String> sortedHeeded = new TreeSet<>(heeded);
    SortedMap<String, Quiet> sortedQuiet = new TreeMap<>(quiet);
    SortedMap<String, Group> sortedGroups = new TreeMap<>(groups);
    heeded = Collections.unmodifiableSortedSet(sortedHeeded);
    quiet = Collections.unmodifiableSortedMap(sortedQuiet);
    groups = Collections.unmodifiableSortedMap(sortedGroups);
  }

  /**
   * A time of silence after an alert.
   *
   * @param suppressed the number of suppressed facts
   */
  record Quiet(Instant until, long suppressed) {}

  /** Facts of a rule that become one alert at a time. */
  record Group(String rule, Instant openedAt, List<Fact> facts) {
    Group {
      facts = List.copyOf(facts);
    }
  }

  /** The state before the first frame. */
  public static AlertState initial() {
    return new AlertState(Set.of(), Map.of(), Map.of());
  }

  /** The bytes for a store, from which {@link #parse} makes an equal state. */
  public byte[] bytes() {
    return new StateWriter(VERSION, 64)
        .list(heeded, StateWriter::text)
        .map(quiet, (out, value) -> out.time(value.until()).number(value.suppressed()))
        .map(groups, AlertState::write)
        .bytes();
  }

  /** The state of bytes; throws {@link IllegalArgumentException} when they are none. */
  public static AlertState parse(byte[] bytes) {
    return StateReader.read(
        "alert state",
        VERSION,
        bytes,
        in ->
            new AlertState(
                new TreeSet<>(in.list(StateReader::text)),
                in.map(reader -> new Quiet(reader.time(), reader.number())),
                in.map(
                    reader ->
                        new Group(
                            reader.text(), reader.time(), reader.list(AlertState::readFact)))));
  }

  private static void write(StateWriter out, Group group) {
    out.text(group.rule()).time(group.openedAt()).list(group.facts(), AlertState::write);
  }

  private static void write(StateWriter out, Fact fact) {
    out.text(fact.when().name())
        .maybe(fact.place(), StateWriter::text)
        .maybe(
            fact.subject(),
            (writer, subject) -> writer.number(subject.number()).text(subject.label()))
        .time(fact.since());
  }

  private static Fact readFact(StateReader in) {
    return new Fact(
        in.constant(When.class),
        in.maybe(StateReader::text),
        in.maybe(reader -> new Fact.Subject(reader.number(), reader.text())),
        in.time());
  }
}
