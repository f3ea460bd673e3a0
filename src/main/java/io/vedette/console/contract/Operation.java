package io.vedette.console.contract;

import com.networknt.schema.JsonSchema;
import io.vedette.access.Role;
import java.util.List;
import java.util.Map;

/**
 * One operation of the contract. Immutable.
 *
 * @param id the {@code operationId}, by which handlers are found
 * @param method in capitals
 * @param right the right that it needs
 * @param body the schemas of the body by media type; none when it takes no body
 * @param answers the schemas of JSON answers by status
 */
public record Operation(
    String id,
    String method,
    PathTemplate path,
    Right right,
    List<Parameter> parameters,
    Body body,
    Map<Integer, Answers> answers) {
  /**
   * The right to use an operation.
   *
   * @param isAudited whether its calls are noted in the audit, where it does more than read
   */
  public record Right(Role role, CameraRule camera, boolean isSocket, boolean isAudited) {}

  /** The body of a request. */
  public record Body(boolean isRequired, Map<String, JsonSchema> types) {}

  /** The media types of answers of one status, those of JSON with their schemas. */
  public record Answers(List<String> types, Map<String, JsonSchema> schemas) {}

  /** Whether it only reads. */
  public boolean isSafe() {
    return method.equals("GET") || method.equals("HEAD");
  }

  /** Whether its calls are noted in the audit. */
  public boolean isAudited() {
    return !isSafe() && right.isAudited();
  }

  /** Its path in the contract. */
  public String pathText() {
    return path.text();
  }
}
