package io.vedette.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.vedette.access.Actor;
import io.vedette.console.contract.GivenRequest;
import io.vedette.console.contract.Operation;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A call that may be served: its request fits the contract, and its actor has the right to it.
 * Immutable but for the context, which is confined to the event loop.
 *
 * @param operation the operation of the contract
 * @param actor the caller, with the rights at the time of the call
 */
public record Call(
    RoutingContext context,
    Operation operation,
    Actor actor,
    GivenRequest.Checked given,
    Callers callers) {

  /** The value of a parameter that is required or has a default. */
  public String text(String parameter) {
    return value(parameter).asText();
  }

  /** The value of a parameter that may be left out. */
  public Optional<String> maybe(String parameter) {
    JsonNode value = value(parameter);
    return value.isMissingNode() ? Optional.empty() : Optional.of(value.asText());
  }

  /** The values of a parameter that may be given several times; none when it is left out. */
  public List<String> texts(String parameter) {
    List<String> texts = new ArrayList<>();
    value(parameter).forEach(text -> texts.add(text.asText()));
    return texts;
  }

  /** The whole number of a parameter that is required or has a default. */
  public long number(String parameter) {
    return value(parameter).asLong();
  }

  /** The number of a parameter, maybe with a fraction; empty when it is left out. */
  public Optional<Double> maybeNumber(String parameter) {
    JsonNode value = value(parameter);
    return value.isMissingNode() ? Optional.empty() : Optional.of(value.asDouble());
  }

  /** Whether a parameter is given as true. */
  public boolean isSet(String parameter) {
    return value(parameter).asBoolean();
  }

  /** The JSON of the request; a missing node when there is none. */
  public JsonNode body() {
    JsonNode body = given.body();
    return body == null ? MissingNode.getInstance() : body;
  }

  /**
   * The caller with the present rights: streams and WebSockets ask again every second, and end when
   * this fails or the rights are no longer sufficient. To be called on the event loop.
   */
  public Future<Actor> actorNow() {
    return callers.of(context);
  }

  private JsonNode value(String parameter) {
    return given.values().getOrDefault(parameter, MissingNode.getInstance());
  }
}
