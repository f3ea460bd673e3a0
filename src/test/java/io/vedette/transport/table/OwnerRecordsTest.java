package io.vedette.transport.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.GoldenFile;
import io.vedette.event.operation.Attempt;
import io.vedette.event.operation.CameraState;
import io.vedette.event.operation.CameraStateEvent;
import io.vedette.transport.client.RecordDefects;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/**
 * Nodes claim cameras, strangers write whatever they like, and the topic is compacted meanwhile.
 */
class OwnerRecordsTest {
  private static final String TOPIC = "vedette.owners";
  private static final long CLOCK = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
  private static final long LATEST = Instant.parse("2200-01-01T00:00:00Z").toEpochMilli();
  private static final Attempt ATTEMPT = Attempt.first("process", 1);
  private static final long GOLDEN = 1795473616000L;
  private static final List<String> CAMERAS = List.of("gate", "yard");

  private final List<ConsumerRecord<String, byte[]>> log = new ArrayList<>();
  private final Map<String, Long> claimed = new HashMap<>();
  private long end;

  @Test
  void shouldGiveEachClaimAHigherSessionWhateverElseIsWrittenOrCompacted() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int history = 0; history < 500; history++) {
      log.clear();
      claimed.clear();
      end = 0;
      List<OwnerRecords> nodes = new ArrayList<>(List.of(reader(), reader()));
      for (int step = 0; step < 60; step++) {
        int chosen = random.nextInt(nodes.size());
        switch (random.nextInt(6)) {
          case 0, 1 -> claim(nodes, chosen, camera(random), seed);
          case 2 -> state(nodes, camera(random));
          case 3 -> compact();
          case 4 -> nodes.set(chosen, reader());
          default -> {
            String camera = forge(nodes, random);
            answer(nodes, chosen, camera, seed);
          }
        }
      }
    }
  }

  @Test
  void shouldRefuseASessionThatNobodyCanHaveOnceAllIsRead() {
    OwnerRecords node = reader();
    append(List.of(node), OwnerRecords.BASE_KEY, OwnerRecords.base(CLOCK));

    append(List.of(node), "gate", stated("gate", CLOCK + 500));

    assertThat(node.owners()).isEmpty();
  }

  @Test
  void shouldWriteTheSameBytesAsAnEarlierVersion() {
    Attempt later = ATTEMPT.shown(40).by("other").parting(true);

    GoldenFile.assertSame(
        "owners.jsonl",
        Stream.of(
                OwnerRecords.base(GOLDEN),
                OwnerRecords.claim("node-1", ATTEMPT, GOLDEN),
                OwnerRecords.claim("node-2", later, GOLDEN),
                SessionTable.value(GOLDEN + 17))
            .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
            .toList());
  }

  private static String camera(Random random) {
    return CAMERAS.get(random.nextInt(CAMERAS.size()));
  }

  private void claim(List<OwnerRecords> nodes, int chosen, String camera, long seed) {
    if (nodes.get(chosen).base().isEmpty()) {
      append(nodes, OwnerRecords.BASE_KEY, OwnerRecords.base(CLOCK));
    }
    long base = nodes.get(chosen).base().orElseThrow();
    long offset = append(nodes, camera, OwnerRecords.claim("node", ATTEMPT, base));
    long session = base + offset;
    assertThat(session)
        .as("seed %d, session of %s", seed, camera)
        .isGreaterThan(claimed.getOrDefault(camera, 0L));
    assertThat(nodes.get(chosen).sessions())
        .as("seed %d, what the node knows", seed)
        .containsEntry(camera, session);
    claimed.put(camera, session);
  }

  private void state(List<OwnerRecords> nodes, String camera) {
    Long session = claimed.get(camera);
    if (session != null) {
      append(nodes, camera, stated(camera, session));
    }
  }

  private static byte[] stated(String camera, long session) {
    Instant at = Instant.ofEpochMilli(CLOCK);
    return new CameraStateEvent(
            camera, CameraState.LIVE, session, 1, "node", at, null, null, null, ATTEMPT)
        .json();
  }

  /** As a node does whose camera another one seems to have claimed, or spoken of. */
  private void answer(List<OwnerRecords> nodes, int chosen, String camera, long seed) {
    Long mine = claimed.get(camera);
    if (mine != null && nodes.get(chosen).sessions().get(camera) > mine) {
      claim(nodes, chosen, camera, seed);
    } else {
      state(nodes, camera);
    }
  }

  private String forge(List<OwnerRecords> nodes, Random random) {
    long wild = random.nextBoolean() ? random.nextInt(100) : random.nextLong(LATEST);
    String camera = camera(random);
    switch (random.nextInt(4)) {
      case 0 -> append(nodes, OwnerRecords.BASE_KEY, OwnerRecords.base(wild));
      case 1 -> append(nodes, OwnerRecords.BASE_KEY, null);
      case 2 -> append(nodes, camera, stated(camera, wild));
      default -> append(nodes, camera, OwnerRecords.claim("stranger", ATTEMPT, wild));
    }
    return camera;
  }

  /** Only the last record of each key is left. */
  private void compact() {
    Map<String, ConsumerRecord<String, byte[]>> last = new LinkedHashMap<>();
    for (ConsumerRecord<String, byte[]> record : log) {
      last.remove(record.key());
      last.put(record.key(), record);
    }
    log.clear();
    log.addAll(last.values());
  }

  private OwnerRecords reader() {
    OwnerRecords records = new OwnerRecords(new RecordDefects(), event -> {});
    log.forEach(records::apply);
    records.read();
    return records;
  }

  private long append(List<OwnerRecords> nodes, String key, byte[] value) {
    ConsumerRecord<String, byte[]> record = new ConsumerRecord<>(TOPIC, 0, end++, key, value);
    log.add(record);
    nodes.forEach(node -> node.apply(record));
    return record.offset();
  }
}
