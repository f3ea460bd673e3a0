package io.vedette.console.run;

import io.vedette.transport.client.KafkaAccess;
import io.vedette.transport.topic.RoleRights;
import io.vedette.transport.topic.Topics;

/**
 * The access to Kafka for work on runs. Immutable.
 *
 * @param rights the rights for each kind of work, which are checked when it is done
 */
public record RunKafka(KafkaAccess access, Topics topics, RoleRights rights) {}
