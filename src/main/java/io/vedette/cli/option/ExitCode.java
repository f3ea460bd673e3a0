package io.vedette.cli.option;

/** The exit codes of the program. Constants only. */
public final class ExitCode {
  /** Done. */
  public static final int DONE = 0;

  /** Failed at run time. */
  public static final int FAILED = 1;

  /** Wrong usage or settings. */
  public static final int MISUSED = 2;

  private ExitCode() {}
}
