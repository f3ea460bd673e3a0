package io.vedette.console.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The console's contract, read from {@code /console/openapi.yaml} of the class path. Immutable. */
public final class Contract {
  /** The prefix of the contract's paths. */
  public static final String BASE = "/api/v1";

  private static final String RESOURCE = "/console/openapi.yaml";

  private final String text;
  private final List<Operation> operations;

  /** The operation of a request, and the parameters of its path, still encoded. */
  public record Match(Operation operation, Map<String, String> path) {}

  private Contract(String text, List<Operation> operations) {
    this.text = text;
    List<Operation> sorted = new ArrayList<>(operations);
    sorted.sort(Comparator.comparingInt(operation -> operation.path().generality()));
    this.operations = List.copyOf(sorted);
  }

  /**
   * Loads the contract of this program.
   *
   * @throws IllegalStateException when it is not whole
   */
  public static Contract load() {
    try (InputStream file = Contract.class.getResourceAsStream(RESOURCE)) {
      if (file == null) {
        throw new IllegalStateException("the program lacks " + RESOURCE);
      }
      return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Contract parse(String yaml) {
    try {
      JsonNode root = new ObjectMapper(new YAMLFactory()).readTree(yaml);
      return new Contract(yaml, new ContractReader(root).operations());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The contract's text, in YAML. */
  public String text() {
    return text;
  }

  /** All operations, those with the most specific paths first. */
  public List<Operation> operations() {
    return operations;
  }

  /** The operation of a method and a path below {@link #BASE}. */
  public Optional<Match> find(String method, String path) {
    List<String> segments = PathTemplate.split(path);
    for (Operation operation : operations) {
      if (operation.method().equals(method)) {
        Optional<Map<String, String>> matched = operation.path().match(segments);
        if (matched.isPresent()) {
          return Optional.of(new Match(operation, matched.get()));
        }
      }
    }
    return Optional.empty();
  }

  /** The methods of a path; none when there is no such path. */
  public List<String> methods(String path) {
    List<String> segments = PathTemplate.split(path);
    TreeSet<String> methods = new TreeSet<>();
    for (Operation operation : operations) {
      if (operation.path().match(segments).isPresent()) {
        methods.add(operation.method());
      }
    }
    return List.copyOf(methods);
  }
}
