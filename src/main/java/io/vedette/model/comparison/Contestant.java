package io.vedette.model.comparison;

import io.vedette.model.Architecture;

/**
 * A network to be trained for the comparison. Immutable.
 *
 * @param title the title that distinguishes it
 * @param architecture the architecture of the network
 * @param pictures it is shown
 */
public record Contestant(String title, Architecture architecture, long pictures) {
  /** Name of its folder. */
  public String wireName() {
    return architecture + "-" + pictures;
  }
}
