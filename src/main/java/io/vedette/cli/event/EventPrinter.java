package io.vedette.cli.event;

import io.vedette.runtime.Supervisor;
import io.vedette.runtime.Worker;
import io.vedette.runtime.WorkerService;
import io.vedette.transport.event.EventReader;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The reader of new events, which hands them to the output, on a thread of its own. Thread-safe.
 */
public final class EventPrinter extends WorkerService {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(500);

  /** The output of events for a person. Confined to the printer's thread. */
  public interface Screen extends Consumer<EventReader.Event> {
    /** Ends a round; false when the output was closed. */
    boolean isOpen();
  }

  private final Supplier<EventReader> readers;
  private final Screen screen;
  private final AtomicReference<@Nullable EventReader> first;

  /**
   * A printer that opens its first reader at once, so that failures are known at once.
   *
   * @param name the thread's name
   */
  public EventPrinter(
      String name, Supplier<EventReader> readers, Screen screen, Supervisor supervisor) {
    super(name, CLOSE_TIMEOUT, supervisor);
    this.readers = readers;
    this.screen = screen;
    this.first = new AtomicReference<>(readers.get());
  }

  @Override
  protected Worker.Duty duty() {
    return new Printing();
  }

  private final class Printing implements Worker.Duty {
    private final EventReader reader;

    private Printing() {
      EventReader opened = first.getAndSet(null);
      this.reader = opened == null ? readers.get() : opened;
    }

    @Override
    public void run() {
      reader.poll(POLL).forEach(screen);
      if (!screen.isOpen()) {
        worker().stop();
      }
    }

    @Override
    public void onClose() {
      reader.close();
    }
  }
}
