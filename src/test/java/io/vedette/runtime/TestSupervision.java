package io.vedette.runtime;

/** Supervision of parts that tests start by themselves. */
public final class TestSupervision {
  private TestSupervision() {}

  public static Supervision make() {
    return new Supervision(new Completion());
  }

  /** Of parts whose failures the test does not look at. */
  public static Supervisor essential() {
    return make().essential();
  }
}
