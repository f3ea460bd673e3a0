package io.vedette.console.run;

import io.vedette.file.FileReason;
import io.vedette.inference.InferenceSettings;
import io.vedette.inference.OnnxModel;
import io.vedette.runtime.Failure;
import io.vedette.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The models that runs can be made with: those that ship with the program, that of the settings,
 * and the files of a folder. Each file is read once, and again when its size or time has changed.
 * Thread-safe.
 */
public final class ModelCatalog {
  private static final String ENDING = ".onnx";
  private static final String INT8 = "int8";
  private static final int MOST_FILES = 200;
  private static final long LARGEST = 1L << 30;
  private static final int LONGEST_REASON = 500;

  private final InferenceSettings settings;
  private final @Nullable Path folder;
  private final Map<String, Known> known = new HashMap<>();

  /** A file at the time when it was read, and its model. */
  private record Known(long bytes, FileTime changed, @Nullable ModelFile model, String reason) {}

  /** A file that no worker can use, and the reason. */
  public record Unusable(String file, String reason) {}

  /** The models, each once, and the files that are none. */
  public record Listing(List<ModelFile> models, List<Unusable> unusable) {
    public Listing {
      models = List.copyOf(models);
      unusable = List.copyOf(unusable);
    }
  }

  /**
   * @param settings the settings of inference, which name the usual model
   * @param folder of further models; null for none
   */
  public ModelCatalog(InferenceSettings settings, @Nullable Path folder) {
    this.settings = settings;
    this.folder = folder;
  }

  /** Reads files that have changed; the first call may take seconds. */
  public synchronized Listing read() {
    List<ModelFile> models = new ArrayList<>();
    List<Unusable> unusable = new ArrayList<>();
    add(shipped(OnnxModel.SHIPPED, null), OnnxModel.SHIPPED, models, unusable);
    add(shipped(OnnxModel.SHIPPED_INT8, INT8), OnnxModel.SHIPPED_INT8, models, unusable);
    String named = settings.model();
    if (named != null && !named.equals(INT8)) {
      Path file = Path.of(named);
      add(file(file, settings, ModelFile.Source.SETTINGS), name(file), models, unusable);
    }
    for (Path file : files()) {
      InferenceSettings inference = plain(file.toAbsolutePath().toString());
      add(file(file, inference, ModelFile.Source.FOLDER), name(file), models, unusable);
    }
    return new Listing(models, unusable);
  }

  /** The model of a digest. */
  public Optional<ModelFile> find(String digest) {
    return read().models().stream().filter(model -> model.digest().equals(digest)).findFirst();
  }

  private static void add(
      Known found, String file, List<ModelFile> models, List<Unusable> unusable) {
    ModelFile model = found.model;
    if (model == null) {
      unusable.add(new Unusable(Printable.line(file), found.reason));
    } else if (models.stream().noneMatch(other -> other.digest().equals(model.digest()))) {
      models.add(model);
    }
  }

  private List<Path> files() {
    if (folder == null) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> name(file).endsWith(ENDING) && Files.isRegularFile(file))
          .sorted()
          .limit(MOST_FILES)
          .toList();
    } catch (IOException e) {
      throw Failure.stop(
          "the folder of models %s cannot be read: %s; check console.runs.models"
              .formatted(folder, FileReason.of(e)),
          e);
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  /** The settings for another model, without those that describe the usual one. */
  private InferenceSettings plain(@Nullable String model) {
    return settings.withModel(model).understood(null, List.of()).withSize(null);
  }

  private Known shipped(String resource, @Nullable String model) {
    return known.computeIfAbsent(
        resource,
        name -> {
          boolean isUsual = Objects.equals(settings.model(), model);
          return read(
              isUsual ? settings : plain(model),
              length(name),
              FileTime.fromMillis(0),
              ModelFile.Source.SHIPPED);
        });
  }

  private static long length(String resource) {
    try (@Nullable InputStream in = OnnxModel.class.getResourceAsStream("/models/" + resource)) {
      return in == null ? 0 : in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      return 0; // loading it will say why
    }
  }

  private Known file(Path file, InferenceSettings inference, ModelFile.Source source) {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      Known before = known.get(file.toString());
      if (before != null
          && before.bytes == found.size()
          && before.changed.equals(found.lastModifiedTime())) {
        return before;
      }
      Known read = read(inference, found.size(), found.lastModifiedTime(), source);
      known.put(file.toString(), read);
      return read;
    } catch (IOException e) {
      return new Known(0, FileTime.fromMillis(0), null, FileReason.of(e));
    }
  }

  private static Known read(
      InferenceSettings inference, long bytes, FileTime changed, ModelFile.Source source) {
    if (bytes > LARGEST) {
      return new Known(bytes, changed, null, "larger than 1 GiB");
    }
    try {
      return new Known(bytes, changed, ModelFile.read(inference, bytes, source), "");
    } catch (Failure e) {
      String reason = Printable.line(String.valueOf(e.getMessage()), LONGEST_REASON);
      return new Known(bytes, changed, null, reason);
    }
  }
}
