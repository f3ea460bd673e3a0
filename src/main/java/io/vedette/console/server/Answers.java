package io.vedette.console.server;

import com.networknt.schema.JsonSchema;
import io.vedette.console.Answer;
import io.vedette.console.Call;
import io.vedette.console.contract.Operation;
import io.vedette.console.contract.Problem;
import io.vedette.http.Routes;
import io.vedette.runtime.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The answers to calls: as the contract defines them, or a problem. Confined to the event loop. */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  /** Sends an answer that follows the contract; one that does not is a fault of this program. */
  void send(Call call, Answer answer) {
    try {
      require(call.operation(), answer);
      write(call.context(), answer);
    } catch (RuntimeException e) {
      fail(call.context(), e);
    }
  }

  /** Answers with a problem; the log has the details of an unexpected failure. */
  void fail(RoutingContext context, Throwable failure) {
    HttpServerResponse response = context.response();
    if (failure instanceof HttpClosedException || response.ended() || response.closed()) {
      return;
    }
    Problem problem = problem(context, failure);
    if (response.headWritten()) {
      context.request().connection().close();
      return;
    }
    context.request().resume();
    problem.headers().forEach(response::putHeader);
    response
        .setStatusCode(problem.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.TYPE)
        .end(problem.json());
  }

  private static Problem problem(RoutingContext context, Throwable failure) {
    if (failure instanceof Problem known) {
      return known;
    }
    if (failure instanceof HttpException http && http.getStatusCode() < 500) {
      return new Problem(http.getStatusCode(), "the request cannot be read");
    }
    if (failure instanceof Failure known && known.action() == Failure.Action.RETRY) {
      LOG.warn("{}: {}", context.normalizedPath(), known.getMessage());
      return new Problem(503, "what this needs cannot be reached now; try again")
          .with("Retry-After", "2");
    }
    LOG.error("{} failed", context.normalizedPath(), failure);
    return new Problem(500, "the call failed; the log of the server says why");
  }

  private static void require(Operation operation, Answer answer) {
    Operation.Answers expected = operation.answers().get(answer.status());
    if (expected == null) {
      throw new IllegalStateException(
          "%s does not answer %d by the contract".formatted(operation.id(), answer.status()));
    }
    String type = answer.type().split(";", 2)[0];
    if (!(expected.types().isEmpty() ? type.isEmpty() : expected.types().contains(type))) {
      throw new IllegalStateException(
          "%s does not answer with %s by the contract".formatted(operation.id(), type));
    }
    JsonSchema schema = expected.schemas().get(type);
    var json = answer.json();
    if (schema != null && json != null) {
      var faults = schema.validate(json);
      if (!faults.isEmpty()) {
        throw new IllegalStateException(
            "the answer of %s is not as the contract says: %s".formatted(operation.id(), faults));
      }
    }
  }

  /** Sends a file, for as long as its reader needs. */
  private static void write(RoutingContext context, Answer.Body file) {
    Routes.hold(context);
    context
        .response()
        .sendFile(file.path().toString())
        .onFailure(failure -> context.request().connection().close())
        .onComplete(
            ignored -> {
              if (file.isTemporary()) {
                var unused = context.vertx().fileSystem().delete(file.path().toString());
              }
            });
  }

  private static void write(RoutingContext context, Answer answer) {
    HttpServerResponse response = context.response().setStatusCode(answer.status());
    for (Map.Entry<String, String> header : answer.headers().entrySet()) {
      response.putHeader(header.getKey(), header.getValue());
    }
    if (!answer.type().isEmpty()) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, answer.type());
    }
    Answer.Body file = answer.file();
    if (file != null) {
      write(context, file);
      return;
    }
    byte[] body = answer.body();
    boolean isHead = context.request().method().equals(HttpMethod.HEAD);
    if (isHead) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length)).end();
    } else {
      response.end(Buffer.buffer(body));
    }
  }
}
