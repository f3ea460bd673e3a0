package io.vedette.console.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.console.Answer;
import io.vedette.console.Audit;
import io.vedette.console.Call;
import io.vedette.console.ConsolePart;
import io.vedette.console.Handlers;
import io.vedette.console.contract.Problem;
import io.vedette.event.audit.AuditRecord;
import io.vedette.runtime.Failure;
import io.vedette.transport.event.AuditLog;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit of the console: it records every change, and shows the records to admins. Thread-safe.
 */
public final class AuditPart implements ConsolePart, Audit {
  private static final Logger LOG = LoggerFactory.getLogger(AuditPart.class);

  private final AuditLog log;
  private final InstantSource clock;

  public AuditPart(AuditLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  @Override
  public void mount(Handlers handlers) {
    handlers.audit(this);
    handlers.blocking("listAudit", this::list);
  }

  @Override
  public void changed(Call call, Answer answer) {
    AuditRecord record =
        new AuditRecord(
            UUID.randomUUID().toString(),
            clock.instant(),
            new AuditRecord.Who(call.actor().account(), call.actor().name()),
            call.operation().id(),
            subject(call, answer),
            change(call));
    try {
      log.add(record);
    } catch (Failure e) {
      LOG.error("{} by {} is not in the audit: {}", record.operation(), record.who(), e.toString());
      throw new Problem(503, "the change is made, but could not be written into the audit");
    }
  }

  /** The request of a change, with the clips that it was about. */
  private static ObjectNode change(Call call) {
    ObjectNode change = AuditedChange.of(call.body());
    List<String> clips = call.texts("clip");
    if (!clips.isEmpty()) {
      clips.forEach(change.putArray("clips")::add);
    } else {
      call.maybe("clip")
          .filter(clip -> !clip.isEmpty())
          .ifPresent(clip -> change.put("clip", clip));
    }
    return change;
  }

  private static @Nullable String subject(Call call, Answer answer) {
    JsonNode made = answer.json() == null ? call.body() : answer.json();
    return Stream.of(
            call.maybe("id").orElse(""),
            call.body().path("id").asText(),
            made.path("id").asText(),
            call.body().path("name").asText(),
            made.path("name").asText())
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse(null);
  }

  private Answer list(Call call) {
    int limit = (int) call.number("limit");
    List<AuditLog.Entry> entries = log.newest(limit, call.number("before"));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode records = json.putArray("records");
    entries.forEach(entry -> records.add(entry.record().tree().put("offset", entry.offset())));
    boolean isMore = !entries.isEmpty() && entries.get(entries.size() - 1).offset() > 0;
    if (isMore && entries.size() == limit) {
      json.put("before", entries.get(entries.size() - 1).offset());
    } else {
      json.putNull("before");
    }
    return Answer.json(json);
  }
}
