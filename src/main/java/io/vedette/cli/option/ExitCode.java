package io.vedette.cli.option;

/** The exit codes of the program. Constants only. */
public final class ExitCode {
  /** The command is done. */
  public static final int DONE = 0;

  /** The command failed at run time. */
  public static final int FAILED = 1;

  /** The arguments or the settings are wrong. */
  public static final int MISUSED = 2;

  private ExitCode() {}
}
