package io.vedette.projection;

import io.vedette.event.clip.ClipSpan;
import io.vedette.event.clip.KeptClip;
import io.vedette.store.Micros;
import io.vedette.store.Sql;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rows of clips that are kept, and of those that were released. Confined to one thread. */
final class ClipRows {
  private static final String KEEP =
      "insert into clip (id, camera, began, ended, name, kept, account)"
          + " values (?, ?, ?, ?, ?, ?, ?) on conflict (id) do update set name = excluded.name,"
          + " kept = excluded.kept, account = excluded.account";
  private static final String RELEASE = "delete from clip where id = ?";

  private final Map<String, KeptClip> kept = new LinkedHashMap<>();
  private final Set<String> released = new LinkedHashSet<>();

  void keep(KeptClip clip) {
    released.remove(clip.span().key());
    kept.put(clip.span().key(), clip);
  }

  void release(ClipSpan span) {
    kept.remove(span.key());
    released.add(span.key());
  }

  void write(Sql sql) {
    sql.batch(
        KEEP,
        kept.values().stream()
            .map(
                clip ->
                    List.<Object>of(
                        clip.span().key(),
                        clip.span().camera(),
                        clip.span().from(),
                        clip.span().to(),
                        clip.name(),
                        Micros.of(clip.at()),
                        clip.by()))
            .toList());
    sql.batch(RELEASE, released.stream().map(List::<Object>of).toList());
  }
}
