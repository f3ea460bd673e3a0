package io.vedette.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Cameras whose pictures crash native code, on nodes that read healthy ones. */
class CrashingCameraIT extends FaultTest {
  @Test
  void shouldEndANodeByAMarkedStream() {
    fleet.crashBy(CrashLibrary.build(folder));
    street.simulator.userData("cam1", CrashLibrary.markAfter(2));

    Program node = fleet.ingest("one", Fleet.seeds(street));
    node.waitFor(PATIENCE);

    assertThat(node.hasCrashed()).isTrue();
  }
}
