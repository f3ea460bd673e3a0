package io.vedette.text;

import org.jspecify.annotations.Nullable;

/** The version of this program. */
public final class Version {
  private Version() {}

  /** The text {@code vedette 1.0.0}, from the jar's manifest. */
  public static String words() {
    @Nullable String version = Version.class.getPackage().getImplementationVersion();
    return "vedette " + (version == null ? "(not packaged)" : version);
  }
}
