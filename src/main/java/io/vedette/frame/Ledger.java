package io.vedette.frame;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The account of every captured frame, per camera: {@code captured = inferred + dropped(reason) +
 * on the way}. Thread-safe; counts never go back.
 */
public final class Ledger {
  /** A listener for dropped frames, called on the thread that drops them; must not block. */
  @FunctionalInterface
  public interface DropListener {
    /**
     * Notes dropped frames of successive numbers.
     *
     * @param first the frame of the lowest number
     * @param count number of frames, at least 1
     */
    void dropped(FrameId first, long count, DropReason reason);
  }

  private final Map<String, Account> accounts = new ConcurrentHashMap<>();
  private final @Nullable Ledger whole;
  private volatile DropListener listener = (first, count, reason) -> {};

  public Ledger() {
    this(null);
  }

  private Ledger(@Nullable Ledger whole) {
    this.whole = whole;
  }

  /** A ledger of one part of the work, whose counts are counted here, too. */
  public Ledger part() {
    return new Ledger(this);
  }

  /**
   * Calls a listener for everything that {@link #dropped(FrameId, DropReason)} counts from now on.
   */
  public void listen(DropListener listener) {
    this.listener = listener;
  }

  public void captured(String camera) {
    account(camera).captured.increment();
    if (whole != null) {
      whole.captured(camera);
    }
  }

  public void inferred(String camera) {
    account(camera).inferred.increment();
    if (whole != null) {
      whole.inferred(camera);
    }
  }

  /** Counts a frame whose picture was made smaller, so that it fits into a record. */
  public void shrunk(String camera) {
    account(camera).shrunk.increment();
    if (whole != null) {
      whole.shrunk(camera);
    }
  }

  /** Counts a frame whose drop no record will report, and calls the listener. */
  public void dropped(FrameId frame, DropReason reason) {
    dropped(frame.camera(), reason);
    listener.dropped(frame, 1, reason);
  }

  /**
   * Counts a frame whose record would also have reported the still frames before it; the listener
   * gets these too, which were counted already.
   */
  public void dropped(Frame frame, DropReason reason) {
    reportStill(frame.id(), frame.still());
    dropped(frame.id(), reason);
  }

  /** Reports to the listener the still frames right before a frame; they are counted already. */
  public void reportStill(FrameId next, long still) {
    if (still > 0) {
      listener.dropped(next.before(still), still, DropReason.STILL);
    }
  }

  public void dropped(String camera, DropReason reason) {
    dropped(camera, reason, 1);
  }

  public void dropped(String camera, DropReason reason, long frames) {
    account(camera).dropped.computeIfAbsent(reason, ignored -> new LongAdder()).add(frames);
    if (whole != null) {
      whole.dropped(camera, reason, frames);
    }
  }

  /**
   * The sums of cameras at one moment; a frame that is counted meanwhile may or may not be
   * included.
   */
  public Map<String, Balance> balances() {
    Map<String, Balance> balances = new TreeMap<>();
    accounts.forEach((camera, account) -> balances.put(camera, account.balance()));
    return balances;
  }

  /** The sums of one camera; null for one without counts. */
  public @Nullable Balance balance(String camera) {
    Account account = accounts.get(camera);
    return account == null ? null : account.balance();
  }

  /** The cameras with counts; a view that grows with them. */
  public Set<String> cameras() {
    return Collections.unmodifiableSet(accounts.keySet());
  }

  private Account account(String camera) {
    return accounts.computeIfAbsent(camera, ignored -> new Account());
  }

  /**
   * The sums of one camera.
   *
   * @param captured frames sampled and numbered
   * @param inferred frames with a committed detection record
   * @param shrunk frames among them whose pictures were made smaller to fit into a record
   * @param dropped frames lost, by reason; every reason is present
   */
  public record Balance(long captured, long inferred, long shrunk, Map<DropReason, Long> dropped) {
    public Balance {
      dropped = Map.copyOf(dropped);
    }

    public long droppedInAll() {
      return dropped.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  private static final class Account {
    private final LongAdder captured = new LongAdder();
    private final LongAdder inferred = new LongAdder();
    private final LongAdder shrunk = new LongAdder();
    private final Map<DropReason, LongAdder> dropped = new ConcurrentHashMap<>();

    private Balance balance() {
      Map<DropReason, Long> sums = new EnumMap<>(DropReason.class);
      for (DropReason reason : DropReason.values()) {
        LongAdder adder = dropped.get(reason);
        sums.put(reason, adder == null ? 0L : adder.sum());
      }
      return new Balance(captured.sum(), inferred.sum(), shrunk.sum(), sums);
    }
  }
}
