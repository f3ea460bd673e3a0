package io.vedette.fleet;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The files of {@code deploy/connect}. */
final class ConnectRecipes {
  static final Path FOLDER = Path.of("deploy/connect");
  static final String SECRETS = "/run/secrets/connect.properties";

  private ConnectRecipes() {}

  /** A file of properties, as Kafka Connect reads it. */
  static Map<String, String> read(String name) {
    Properties found = new Properties();
    try (Reader file = Files.newBufferedReader(FOLDER.resolve(name + ".properties"))) {
      found.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> properties = new TreeMap<>();
    found.stringPropertyNames().forEach(key -> properties.put(key, found.getProperty(key)));
    return properties;
  }
}
