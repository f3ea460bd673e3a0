package io.vedette.transport.access;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * All rights that one role needs in a Kafka, each resource once. Immutable.
 *
 * @param role the role's name, as {@code ingest}
 */
public record Rights(String role, List<Right> rights) {
  public Rights {
    Map<ResourcePattern, Right> merged = new LinkedHashMap<>();
    rights.forEach(right -> merged.merge(right.resource(), right, Right::and));
    rights = merged.values().stream().sorted(Comparator.comparing(Right::type)).toList();
  }

  /** The rights of a role that needs both these and others. */
  public Rights and(Rights other) {
    return new Rights(role, Stream.concat(rights.stream(), other.rights.stream()).toList());
  }

  /** The same rights of a role of another name. */
  public Rights named(String name) {
    return new Rights(name, rights);
  }

  /** The topics that the role creates where they are missing. */
  public List<String> topicsToCreate() {
    return rights.stream().filter(Right::isToCreate).map(Right::name).toList();
  }

  List<Right> of(ResourceType type) {
    return rights.stream().filter(right -> right.type() == type).toList();
  }

  /** The role's right to a resource. */
  Optional<Right> of(ResourceType type, String name) {
    return rights.stream().filter(right -> right.isOf(type, name)).findFirst();
  }

  /** The right as far as it concerns a resource that exists. */
  static Right withoutCreate(Right right) {
    return right.operations().size() == 1 ? right : right.without(AclOperation.CREATE);
  }
}
