package io.vedette.config;

import java.util.List;
import java.util.stream.Collectors;

/** The failure to use settings, with all of their problems. */
public final class InvalidSettings extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<SettingProblem> problems;

  InvalidSettings(List<SettingProblem> problems) {
    super(problems.stream().map(SettingProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** A failure with one problem, for checks after binding. */
  public static InvalidSettings of(String key, String message) {
    return new InvalidSettings(List.of(new SettingProblem(key, message)));
  }

  public List<SettingProblem> problems() {
    return problems;
  }
}
