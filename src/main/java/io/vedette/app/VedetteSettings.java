package io.vedette.app;

import io.vedette.config.Setting;
import io.vedette.ops.HttpSettings;
import java.nio.file.Path;
import java.util.Map;

/** All settings of the program, by stage. Immutable. */
public record VedetteSettings(
    @Setting(
            value = "./data",
            doc = "Folder of this node's state: the embedded broker and its lock.")
        Path data,
    HttpSettings http,
    @Setting(
            value = "",
            doc =
                "Any property of a Kafka client, as kafka.bootstrap.servers or kafka.security.protocol.")
        Map<String, String> kafka) {}
