package io.vedette.broker;

import io.vedette.file.FileReason;
import io.vedette.file.PrivateFiles;
import io.vedette.runtime.Failure;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.security.scram.ScramLoginModule;

/**
 * The files by which clients on this machine reach an embedded broker: its address, and the login
 * that only the folder's owner can read; they exist while the broker runs. By SCRAM, so that
 * whoever listens on the broker's port once it has ended learns nothing of the secret. Immutable.
 */
public final class BrokerAccess {
  static final String MECHANISM = "SCRAM-SHA-256";
  static final String PROTOCOL = "SASL_PLAINTEXT";
  static final String USER = "vedette";
  static final String FILE = "client.properties";
  static final String KCAT_FILE = "kcat.properties";

  private final String servers;
  private final String secret;

  BrokerAccess(String servers, String secret) {
    this.servers = servers;
    this.secret = secret;
  }

  /** The properties of Java's clients, as kafka-console-consumer takes them, in a folder. */
  public static Path file(Path folder) {
    return folder.resolve(FILE);
  }

  /**
   * The access to the broker that runs on a folder; empty when none does.
   *
   * @throws Failure of action STOP when the file is another user's, or cannot be read
   */
  public static Map<String, String> read(Path folder) {
    Path file = file(folder);
    try {
      PrivateFiles.requireTrusted(file);
      Properties found = new Properties();
      found.load(new StringReader(Files.readString(file)));
      return found.stringPropertyNames().stream()
          .collect(Collectors.toMap(key -> key, found::getProperty));
    } catch (NoSuchFileException e) {
      return Map.of();
    } catch (IOException | IllegalArgumentException e) {
      String reason = e instanceof IOException io ? FileReason.of(io) : "it is damaged";
      throw Failure.stop(
          "%s cannot be read (%s); run this as the user who runs vedette up on that folder"
              .formatted(file, reason),
          e);
    }
  }

  /** The properties for Java's clients. */
  Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers);
    properties.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, PROTOCOL);
    properties.put(SaslConfigs.SASL_MECHANISM, MECHANISM);
    properties.put(SaslConfigs.SASL_JAAS_CONFIG, login());
    return properties;
  }

  /** The login of a client, or of the broker itself. */
  String login() {
    return "%s required username=\"%s\" password=\"%s\";"
        .formatted(ScramLoginModule.class.getName(), USER, secret);
  }

  /** Writes the files. */
  void write(Path folder) throws IOException {
    PrivateFiles.write(file(folder), text(properties()));
    Map<String, String> kcat = new LinkedHashMap<>(properties());
    kcat.remove(SaslConfigs.SASL_JAAS_CONFIG);
    kcat.put("sasl.username", USER);
    kcat.put("sasl.password", secret);
    PrivateFiles.write(folder.resolve(KCAT_FILE), text(kcat));
  }

  /** Removes the files: no broker runs here any more. */
  static void remove(Path folder) throws IOException {
    Files.deleteIfExists(file(folder));
    Files.deleteIfExists(folder.resolve(KCAT_FILE));
  }

  private static String text(Map<String, String> properties) {
    return properties.entrySet().stream()
        .map(property -> property.getKey() + "=" + property.getValue() + "\n")
        .collect(Collectors.joining());
  }
}
