package io.vedette.model.comparison;

import io.vedette.model.Architecture;

/**
 * A network to be trained for the comparison. Immutable.
 *
 * @param title what sets it apart
 * @param architecture of the network
 * @param pictures it is shown
 */
public record Contestant(String title, Architecture architecture, long pictures) {
  /** Name of its folder. */
  public String wireName() {
    return architecture + "-" + pictures;
  }
}
