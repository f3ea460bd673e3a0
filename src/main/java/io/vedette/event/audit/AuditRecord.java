package io.vedette.event.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vedette.validation.CheckedJson;
import io.vedette.validation.Reading;
import io.vedette.validation.RecordJson;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The record of a change that somebody made. Immutable.
 *
 * @param id the id, which no other record has
 * @param operation the operation of the console's contract
 * @param subject the changed camera or account; null when it is not a single one
 * @param change the request, without secrets
 */
public record AuditRecord(
    String id, Instant at, Who who, String operation, @Nullable String subject, ObjectNode change) {
  /** The type's word. */
  public static final String TYPE = "audit";

  /** CloudEvents' type. */
  public static final String CLOUD_EVENTS_TYPE = "io.vedette.audit.v1";

  /**
   * The author of a change.
   *
   * @param account the account's id; null without a login
   * @param name the name at the time of the change
   */
  public record Who(@Nullable String account, String name) {}

  /** The record's JSON. */
  public ObjectNode tree() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", id).put("type", TYPE).put("at", RecordJson.time(at));
    if (who.account() != null) {
      json.put("account", who.account());
    }
    json.put("name", who.name()).put("operation", operation);
    if (subject != null) {
      json.put("subject", subject);
    }
    json.set("change", change);
    return json;
  }

  /** The record's JSON as bytes. */
  public byte[] json() {
    return RecordJson.bytes(tree());
  }

  /** Reads the bytes of {@link #json}, of this or a later version; a defect when they are none. */
  public static Reading<AuditRecord> read(byte @Nullable [] bytes) {
    return Reading.of(() -> read(CheckedJson.parse(bytes, "a record of the audit")));
  }

  private static AuditRecord read(CheckedJson root) {
    String account = root.maybeName("account");
    JsonNode change = root.raw("change");
    return new AuditRecord(
        root.name("id"),
        root.time("at"),
        new Who(account.isEmpty() ? null : account, root.text("name")),
        root.name("operation"),
        root.maybeText("subject"),
        change instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode());
  }
}
