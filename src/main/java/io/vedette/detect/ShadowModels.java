package io.vedette.detect;

import io.vedette.runtime.Failure;
import io.vedette.text.Count;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.group.GroupView;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The models of running shadows, one of which may be promoted. */
public final class ShadowModels {
  private ShadowModels() {}

  /**
   * The digests of the models that the workers of groups run at present, without groups that Kafka
   * does not describe.
   */
  public static Map<String, Set<String>> of(KafkaAccess kafka, Collection<String> groups) {
    Map<String, Set<String>> models = new HashMap<>();
    GroupView.names(kafka, groups)
        .forEach((group, names) -> models.put(group, Workers.digests(group, names)));
    return models;
  }

  /**
   * The model of a running shadow.
   *
   * @param frames the topic that its workers read
   * @param group the group of its workers
   * @throws Failure of action STOP when no such shadow is running, or one with several models
   */
  public static String only(KafkaAccess kafka, String frames, String group, String shadow) {
    Set<String> digests = ModelSwitch.models(kafka, frames, group);
    if (digests.size() != 1) {
      throw Failure.stop(
          "shadow %s: expected workers of one model, found %s; start it with: vedette detect --shadow %s --model X"
              .formatted(shadow, Count.of(digests.size(), "model"), shadow));
    }
    return digests.iterator().next();
  }
}
