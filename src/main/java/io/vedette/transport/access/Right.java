package io.vedette.transport.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * The operations that a role needs on one resource of Kafka, or on all whose names have the same
 * prefix. Immutable.
 *
 * <p>Read and Write include Describe. Create of a topic is needed only where it is missing.
 */
public record Right(ResourcePattern resource, List<AclOperation> operations) {
  public Right {
    boolean isDescribed =
        operations.contains(AclOperation.READ) || operations.contains(AclOperation.WRITE);
    operations =
        operations.stream()
            .filter(operation -> !isDescribed || operation != AclOperation.DESCRIBE)
            .sorted()
            .distinct()
            .toList();
  }

  /** The right to operations on a topic. */
  public static Right topic(String name, AclOperation... operations) {
    return of(ResourceType.TOPIC, name, PatternType.LITERAL, operations);
  }

  /** The right to operations on a consumer group. */
  public static Right group(String name, AclOperation... operations) {
    return of(ResourceType.GROUP, name, PatternType.LITERAL, operations);
  }

  /** Membership of all consumer groups whose names begin so. */
  public static Right groups(String prefix) {
    return of(ResourceType.GROUP, prefix, PatternType.PREFIXED, AclOperation.READ);
  }

  /** Transactions of one transactional id. */
  public static Right transaction(String id) {
    return of(ResourceType.TRANSACTIONAL_ID, id, PatternType.LITERAL, AclOperation.WRITE);
  }

  /** Transactions of all transactional ids that begin so. */
  public static Right transactions(String prefix) {
    return of(ResourceType.TRANSACTIONAL_ID, prefix, PatternType.PREFIXED, AclOperation.WRITE);
  }

  private static Right of(
      ResourceType type, String name, PatternType pattern, AclOperation... operations) {
    return new Right(new ResourcePattern(type, name, pattern), List.of(operations));
  }

  /** The same right for a role that also creates the topic where it is missing. */
  public Right withCreate() {
    return and(with(List.of(AclOperation.CREATE)));
  }

  /** The right to other operations on the same resource. */
  Right with(List<AclOperation> others) {
    return new Right(resource, others);
  }

  /** The right to the operations of both; the other right is to the same resource. */
  Right and(Right other) {
    List<AclOperation> all = new ArrayList<>(operations);
    all.addAll(other.operations);
    return with(all);
  }

  /** The same right without one operation. */
  public Right without(AclOperation left) {
    return with(operations.stream().filter(operation -> operation != left).toList());
  }

  public ResourceType type() {
    return resource.resourceType();
  }

  /** The resource's name, or what its name begins with. */
  public String name() {
    return resource.name();
  }

  public boolean isPrefix() {
    return resource.patternType() == PatternType.PREFIXED;
  }

  /** Whether it is a right to a resource. */
  boolean isOf(ResourceType type, String name) {
    return type() == type && (isPrefix() ? name.startsWith(name()) : name.equals(name()));
  }

  /** Whether the role creates the topic where it is missing. */
  public boolean isToCreate() {
    return type() == ResourceType.TOPIC && operations.contains(AclOperation.CREATE);
  }

  /** The resource in words: {@code topic vedette.frames}, {@code transactional id vedette-*}. */
  public String resourceWords() {
    String type = type().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return type + " " + name() + (isPrefix() ? "*" : "");
  }

  /** The operations in words: {@code Read and Create}. */
  public String operationWords() {
    List<String> words = operations.stream().map(Right::word).toList();
    String first = String.join(", ", words.subList(0, words.size() - 1));
    return (first.isEmpty() ? "" : first + " and ") + words.get(words.size() - 1);
  }

  /** The options of {@code kafka-acls} for the right, without the principal. */
  public String options() {
    String operation =
        operations.stream()
            .map(granted -> "--operation " + word(granted))
            .collect(Collectors.joining(" "));
    String type = type().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return "%s --%s %s%s"
        .formatted(operation, type, name(), isPrefix() ? " --resource-pattern-type prefixed" : "");
  }

  /** An operation as {@code kafka-acls} and Kafka's documents write it. */
  public static String word(AclOperation operation) {
    return Pattern.compile("_")
        .splitAsStream(operation.name())
        .map(part -> part.charAt(0) + part.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }

  @Override
  public String toString() {
    return operationWords() + " on " + resourceWords();
  }
}
