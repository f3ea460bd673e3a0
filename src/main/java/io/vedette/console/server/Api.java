package io.vedette.console.server;

import io.vedette.access.Access;
import io.vedette.access.Actor;
import io.vedette.access.Role;
import io.vedette.console.Answer;
import io.vedette.console.Audit;
import io.vedette.console.Call;
import io.vedette.console.Callers;
import io.vedette.console.ConsolePart;
import io.vedette.console.Handlers;
import io.vedette.console.contract.CameraRule;
import io.vedette.console.contract.Contract;
import io.vedette.console.contract.GivenRequest;
import io.vedette.console.contract.Operation;
import io.vedette.console.contract.Problem;
import io.vedette.http.Routes;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The processing of every call: find its operation, check the caller's right, compare the request
 * with the contract, then call the handler. Confined to the event loop.
 */
final class Api {
  private final Contract contract;
  private final Map<String, Object> handlers;
  private final Callers callers;
  private final WorkerExecutor workers;
  private final Audit audit;
  private final Answers answers = new Answers();
  private final Repeats repeats = new Repeats();

  /**
   * @param parts the parts, which together serve each operation of the contract once
   * @throws IllegalStateException when an operation has no handler, or a handler no operation
   */
  Api(Contract contract, List<ConsolePart> parts, Callers callers, WorkerExecutor workers) {
    this.contract = contract;
    this.callers = callers;
    this.workers = workers;
    Handlers all = new Handlers();
    parts.forEach(part -> part.mount(all));
    this.handlers = new LinkedHashMap<>(all.byOperation());
    this.audit = all.audit();
    requireWhole();
  }

  private void requireWhole() {
    List<String> operations = contract.operations().stream().map(Operation::id).toList();
    List<String> missing =
        operations.stream().filter(id -> !handlers.containsKey(id)).sorted().toList();
    List<String> unknown =
        handlers.keySet().stream().filter(id -> !operations.contains(id)).sorted().toList();
    if (!missing.isEmpty() || !unknown.isEmpty()) {
      throw new IllegalStateException(
          "operations without a handler: %s; handlers without an operation: %s"
              .formatted(missing, unknown));
    }
  }

  void handle(RoutingContext context) {
    try {
      Contract.Match match = match(context.request());
      if (match.operation().right().isSocket()) {
        context.request().pause(); // until it is known whose socket it would be
      }
      callers
          .of(context)
          .onComplete(
              actor -> admit(context, match, actor), failure -> answers.fail(context, failure));
    } catch (RuntimeException e) {
      answers.fail(context, e);
    }
  }

  /** Answers a request that the server itself refuses, in the form of the contract. */
  void refuse(RoutingContext context, int status, String reason) {
    answers.fail(context, new Problem(status, reason));
  }

  void fail(RoutingContext context, Throwable failure) {
    answers.fail(context, failure);
  }

  private Contract.Match match(HttpServerRequest request) {
    String path = request.path();
    if (path == null || !path.startsWith(Contract.BASE + "/")) {
      throw Problem.notFound();
    }
    String below = path.substring(Contract.BASE.length());
    String method = request.method().name();
    return contract
        .find(method.equals("HEAD") ? "GET" : method, below)
        .orElseThrow(() -> missing(below));
  }

  private Problem missing(String path) {
    List<String> methods = contract.methods(path);
    if (methods.isEmpty()) {
      return Problem.notFound();
    }
    String allowed = String.join(", ", methods);
    return new Problem(405, "this path takes " + allowed).with("Allow", allowed);
  }

  private void admit(RoutingContext context, Contract.Match match, Actor actor) {
    try {
      Operation operation = match.operation();
      require(Access.decide(actor, operation.right().role(), null), operation);
      if (!operation.isSafe() && !callers.isFromPage(context)) {
        throw new Problem(403, "the request does not come from a page of this console");
      }
      GivenRequest.Checked given = given(context, match).check(operation);
      for (String camera : cameras(operation, given)) {
        require(Access.decide(actor, operation.right().role(), camera), operation);
      }
      serve(new Call(context, operation, actor, given, callers));
    } catch (RuntimeException e) {
      answers.fail(context, e);
    }
  }

  private static void require(Access.Decision decision, Operation operation) {
    switch (decision) {
      case ALLOWED -> {}
      case UNKNOWN_CALLER -> throw new Problem(401, "log in first");
      case REFUSED ->
          throw new Problem(403, "this needs the role " + word(operation.right().role()));
      case NOT_FOUND -> throw Problem.notFound();
    }
  }

  private static String word(Role role) {
    return role.wireName();
  }

  private static List<String> cameras(Operation operation, GivenRequest.Checked given) {
    CameraRule rule = operation.right().camera();
    var value = given.values().get(rule.parameter());
    if (rule.kind() != CameraRule.Kind.NAMED || value == null) {
      return List.of();
    }
    return value.isArray()
        ? value.valueStream().map(text -> text.asText()).toList()
        : List.of(value.asText());
  }

  private static GivenRequest given(RoutingContext context, Contract.Match match) {
    Map<String, String> headers = new HashMap<>();
    context
        .request()
        .headers()
        .forEach(
            header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
    Map<String, List<String>> query = new LinkedHashMap<>();
    var given = context.queryParams(); // fails with 400 where it cannot be decoded
    given.names().forEach(name -> query.put(name, given.getAll(name)));
    var buffer = context.body() == null ? null : context.body().buffer();
    return new GivenRequest(
        match.path(),
        query,
        headers,
        buffer == null ? new byte[0] : buffer.getBytes(),
        mediaType(context.request().getHeader(HttpHeaders.CONTENT_TYPE)));
  }

  private static String mediaType(@Nullable String given) {
    return given == null ? "" : given.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private void serve(Call call) {
    Object handler = handlers.get(call.operation().id());
    if (handler instanceof Handlers.Direct direct) {
      direct.handle(call);
    } else if (handler instanceof Handlers.Socket socket) {
      open(call, socket);
    } else if (handler instanceof Handlers.Later later) {
      later
          .handle(call)
          .compose(answer -> workers.executeBlocking(() -> noted(call, answer), false))
          .onComplete(
              answer -> answers.send(call, answer),
              failure -> answers.fail(call.context(), failure));
    } else if (handler instanceof Handlers.Blocking blocking) {
      workers
          .executeBlocking(
              () -> repeats.once(call, () -> noted(call, blocking.handle(call))), false)
          .onComplete(
              answer -> answers.send(call, answer),
              failure -> answers.fail(call.context(), failure));
    }
  }

  /** The answer of a change, which is noted in the audit first. */
  private Answer noted(Call call, Answer answer) {
    if (call.operation().isAudited()) {
      audit.changed(call, answer);
    }
    return answer;
  }

  private void open(Call call, Handlers.Socket handler) {
    HttpServerRequest request = call.context().request();
    if (!"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))) {
      request.resume();
      throw new Problem(400, "a WebSocket is opened here").with("Upgrade", "websocket");
    }
    Routes.hold(call.context());
    request
        .toWebSocket()
        .onComplete(
            socket -> handler.opened(call, socket),
            failure -> answers.fail(call.context(), failure));
  }
}
