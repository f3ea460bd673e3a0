package io.vedette.inference.spec;

import io.vedette.inference.family.Families;
import io.vedette.inference.reading.DetectorFormat;
import io.vedette.inference.reading.Family;
import io.vedette.inference.reading.Sample;
import io.vedette.inference.reading.Sample.Value;
import io.vedette.runtime.Failure;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The recognition of a model's family, or the refusal with what was found. */
public final class Recogniser {
  private static final int HEAD_RANK = 5;

  private Recogniser() {}

  /**
   * The format of a model.
   *
   * @param name the model's name
   * @param family the family in the settings; null for one to be recognised
   * @throws Failure of action STOP when no family recognises it
   */
  public static DetectorFormat read(String name, Sample sample, @Nullable String family) {
    @Nullable String own = sample.source().metadata().get("vedette.family");
    @Nullable String wanted = family == null ? own : family;
    if (wanted == null) {
      String why = "no supported family has these; accepted: " + Families.accepted();
      return Families.read(sample).orElseThrow(() -> refused(name, sample, why));
    }
    Family known = named(name, wanted, family == null);
    Optional<DetectorFormat> format = Families.read(known, sample);
    return family == null
        ? format.orElseThrow(() -> mismatched(name, sample, known, "its metadata say"))
        : format
            .map(read -> read.remarking("the settings name its family"))
            .orElseThrow(() -> mismatched(name, sample, known, "inference.family says"));
  }

  private static Failure mismatched(String model, Sample sample, Family family, String source) {
    return refused(
        model,
        sample,
        "that is not %s (%s), as %s".formatted(family.wireName(), family.title(), source));
  }

  private static Family named(String model, String family, boolean isOwn) {
    try {
      return Families.named(family);
    } catch (IllegalArgumentException e) {
      String where = isOwn ? "metadata vedette.family" : "inference.family";
      throw Failure.stop("model %s: %s: %s".formatted(model, where, e.getMessage()), e);
    }
  }

  private static Failure refused(String name, Sample sample, String why) {
    List<Value> outputs = sample.outputs();
    String found = outputs.stream().limit(8).map(Value::toString).collect(Collectors.joining(", "));
    return Failure.stop(
        "model %s cannot be used: for pictures of %s it gives %s%s; %s%s"
            .formatted(
                name,
                sample.size(),
                found,
                outputs.size() > 8 ? " and " + (outputs.size() - 8) + " more" : "",
                why,
                hint(outputs)));
  }

  private static String hint(List<Value> outputs) {
    boolean isHeads = outputs.stream().anyMatch(output -> output.rank() == HEAD_RANK);
    boolean isOne = outputs.size() == 1 && outputs.get(0).rank() == 2;
    if (isHeads) {
      return ". Its maps are not decoded: export it with --grid";
    }
    return isOne ? ". It seems to be a classifier" : "";
  }
}
