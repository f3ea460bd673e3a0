package io.vedette.cli.screen;

import io.vedette.cli.event.EventLine;
import io.vedette.cli.event.SceneWords;
import io.vedette.event.scene.SceneEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The joining of lines: equal events of several objects of a camera within a second become one
 * line. Confined to one thread.
 */
final class SameScenes {
  private static final Duration SPAN = Duration.ofSeconds(1);

  private final EventLine words;
  private final List<String> lines = new ArrayList<>();
  private final List<Group> open = new ArrayList<>();

  /** Events that can be shown together, and the place of their line. */
  private record Group(int place, List<SceneEvent> events) {}

  SameScenes(EventLine words) {
    this.words = words;
  }

  /** Adds a line; lines come in order of time. */
  void add(String text, @Nullable SceneEvent scene) {
    if (scene != null && SceneWords.isCombinable(scene)) {
      for (Group group : open) {
        if (isSame(group.events.get(0), scene)) {
          group.events.add(scene);
          lines.set(group.place, words.of(group.events));
          return;
        }
      }
      open.add(new Group(lines.size(), new ArrayList<>(List.of(scene))));
    }
    lines.add(text);
  }

  List<String> lines() {
    return lines;
  }

  private static boolean isSame(SceneEvent first, SceneEvent other) {
    return first.camera().equals(other.camera())
        && SceneWords.isSame(first, other)
        && other.at().isBefore(first.at().plus(SPAN));
  }
}
