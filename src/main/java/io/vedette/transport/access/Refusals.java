package io.vedette.transport.access;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * The reason why Kafka refuses a role, in one line for people: the missing rights, or the fault of
 * the login, the certificate or the listener. Thread-safe.
 */
public final class Refusals {
  /** The page that lists all rights. */
  private static final String PAGE = "docs/kafka-rights.md";

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Map<String, Object> properties;
  private final Function<Map<String, Object>, Admin> admins;
  private final @Nullable Rights rights;
  private final ClientSecurity security;

  /**
   * @param properties the properties of an administrator's client
   * @param admins opens such a client
   * @param rights of the role; null when it is not known
   */
  public Refusals(
      Map<String, Object> properties,
      Function<Map<String, Object>, Admin> admins,
      @Nullable Rights rights) {
    this.properties = Map.copyOf(properties);
    this.admins = admins;
    this.rights = rights;
    this.security = new ClientSecurity(properties);
  }

  /** The reason for a failure; empty when it is no refusal. May ask Kafka, for some seconds. */
  public Optional<String> reason(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AuthorizationException refused) {
        return Optional.of(unauthorized(refused));
      }
      if (cause instanceof AuthenticationException refused) {
        return Optional.of(security.reason(refused));
      }
    }
    return Optional.empty();
  }

  /** The reason why no answer comes; empty when the listener does not show it. */
  public Optional<String> silence() {
    return security.silence();
  }

  /**
   * The reason why this client would misread the listener's first bytes; empty when it would not.
   */
  public Optional<String> mistaken() {
    return security.mistaken();
  }

  /** All rights that the role lacks, as far as Kafka says; empty when it lacks none. */
  public Optional<String> missing(Admin admin) {
    if (rights == null) {
      return Optional.empty();
    }
    List<Right> missing = RightsCheck.missing(admin, rights, TIMEOUT);
    return missing.isEmpty() ? Optional.empty() : Optional.of(lacks(missing));
  }

  /** The message for a missing topic that the role may not create. */
  public String missingTopic(String topic) {
    return "topic %s is missing; make it, or let the role make it: %s"
        .formatted(topic, lacks(List.of(Right.topic(topic, AclOperation.CREATE))));
  }

  private String unauthorized(AuthorizationException refused) {
    if (rights == null) {
      return refused.getMessage() + "; what each role needs is in " + PAGE;
    }
    return asked().orElseGet(() -> lacks(refusedRights(refused, rights)));
  }

  private Optional<String> asked() {
    Map<String, Object> own = new HashMap<>(properties);
    own.put("client.id", "vedette-rights");
    Admin admin = admins.apply(own);
    try {
      return missing(admin);
    } catch (KafkaException e) {
      return Optional.empty();
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  /** The rights that Kafka's refusal is about: its exceptions name the resource at best. */
  private static List<Right> refusedRights(AuthorizationException refused, Rights rights) {
    List<Right> found = List.of();
    if (refused instanceof TopicAuthorizationException topics) {
      found =
          topics.unauthorizedTopics().stream()
              .map(name -> right(rights, ResourceType.TOPIC, name))
              .toList();
    } else if (refused instanceof GroupAuthorizationException group) {
      found = List.of(right(rights, ResourceType.GROUP, group.groupId()));
    } else if (refused instanceof TransactionalIdAuthorizationException) {
      found = rights.of(ResourceType.TRANSACTIONAL_ID);
    } else if (refused instanceof ClusterAuthorizationException) {
      found = writing(rights);
    }
    return found.isEmpty() ? rights.rights() : found;
  }

  /** Producers without transactions need Write on any topic. */
  private static List<Right> writing(Rights rights) {
    return rights.of(ResourceType.TOPIC).stream()
        .filter(right -> right.operations().contains(AclOperation.WRITE))
        .toList();
  }

  private static Right right(Rights rights, ResourceType type, @Nullable String name) {
    String known = String.valueOf(name);
    return rights
        .of(type, known)
        .map(Rights::withoutCreate)
        .orElseGet(
            () ->
                type == ResourceType.GROUP
                    ? Right.group(known, AclOperation.READ)
                    : Right.topic(known, AclOperation.DESCRIBE));
  }

  private String lacks(List<Right> missing) {
    String role = rights == null ? "this role" : "role " + rights.role();
    String list = missing.stream().map(Right::toString).collect(Collectors.joining(", "));
    String grant =
        missing.size() == 1
            ? "kafka-acls --add --allow-principal User:%s %s"
                .formatted(security.user().orElse("<its user>"), missing.get(0).options())
            : "all that it needs is in " + PAGE;
    return "%s lacks %s; grant it: %s".formatted(role, list, grant);
  }
}
