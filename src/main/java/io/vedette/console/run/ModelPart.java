package io.vedette.console.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.console.Answer;
import io.vedette.console.Call;
import io.vedette.console.ConsolePart;
import io.vedette.console.Handlers;
import io.vedette.console.contract.Problem;
import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.table.Promotions;
import java.util.List;
import java.util.Map;

/**
 * The operations on models: their list, and the promotion of one that a shadow runs. Thread-safe.
 */
public final class ModelPart implements ConsolePart {
  private final ModelCatalog models;
  private final RunDirectory runs;
  private final RunKafka kafka;

  public ModelPart(ModelCatalog models, RunDirectory runs, RunKafka kafka) {
    this.models = models;
    this.runs = runs;
    this.kafka = kafka;
  }

  @Override
  public void mount(Handlers handlers) {
    handlers
        .blocking("listModels", call -> RunPart.allowed(this::list))
        .blocking("promoteModel", call -> RunPart.allowed(() -> promote(call)));
  }

  private Answer list() {
    ModelCatalog.Listing found = models.read();
    Map<String, List<String>> shadows = runs.shadows();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    var list = json.putArray("models");
    found
        .models()
        .forEach(
            model -> list.add(RunJson.of(model, shadows.getOrDefault(model.digest(), List.of()))));
    var unusable = json.putArray("unusable");
    found
        .unusable()
        .forEach(
            file -> unusable.addObject().put("file", file.file()).put("reason", file.reason()));
    json.put("promoted", runs.promoted().orElse(null));
    return Answer.json(json);
  }

  private Answer promote(Call call) {
    String digest = call.text("id");
    if (!call.actor().cameras().isAll()) {
      throw new Problem(
          403, "a promotion changes the model of all cameras, and you see some of them");
    }
    if (!call.body().path("digest").asText().equals(digest)) {
      throw new Problem(422, "body/digest: expected %s, to confirm it".formatted(digest));
    }
    runs.forget(); // who works now counts
    String shadow = shadow(digest);
    KafkaAccess access = kafka.access().as(kafka.rights().promotion(shadow));
    kafka.topics().ensure(access);
    Promotions.promote(access, kafka.topics().promotions(), digest);
    runs.forget();
    return Answer.json(
        JsonNodeFactory.instance.objectNode().put("id", digest).put("shadow", shadow));
  }

  /**
   * The running shadow of a model, without which no workers could take the place of the live ones.
   */
  private String shadow(String digest) {
    List<String> shadows = runs.shadows().getOrDefault(digest, List.of());
    if (!shadows.isEmpty()) {
      return shadows.get(0);
    }
    if (runs.promoted().filter(digest::equals).isPresent()) {
      throw new Problem(409, "model %s is the promoted one already".formatted(digest));
    }
    throw new Problem(
        409,
        "no shadow of model %s is running; start one, compare it with live, then promote its model"
            .formatted(digest));
  }
}
