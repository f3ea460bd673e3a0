package io.vedette.camera.link;

import io.vedette.camera.address.AllowSettings;
import io.vedette.camera.link.LinkFailure.Kind;
import io.vedette.config.TlsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one attempt to read a camera: each name is resolved once, its addresses are
 * compared with the allowed ones, and one of those is connected to. Confined to one thread.
 */
public final class Connector {
  private static final int MOST_REDIRECTS = 3;
  private static final int MOST_ADDRESSES = 4;
  private static final int MOST_LOOKUPS = 64;
  private static final long LOOKUP_IDLE_SECONDS = 10;

  // A lookup cannot be ended: whoever waits for it goes on when its time is up.
  private static final ThreadPoolExecutor LOOKUPS =
      new ThreadPoolExecutor(
          0,
          MOST_LOOKUPS,
          LOOKUP_IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> {
            Thread thread = new Thread(task, "name-lookup");
            thread.setDaemon(true);
            return thread;
          });

  private final AllowSettings allow;
  private final TlsSettings tls;
  private final Deadline deadline;
  private final Traffic traffic;
  private int redirects;

  public Connector(AllowSettings allow, TlsSettings tls, Deadline deadline, Traffic traffic) {
    this.allow = allow;
    this.tls = tls;
    this.deadline = deadline;
    this.traffic = traffic;
  }

  /**
   * Connects to the address in a camera's settings; caller closes.
   *
   * @throws LinkFailure when that is not allowed, or fails
   */
  public Connection connect(Address address) {
    requireScheme(address);
    List<InetAddress> all = lookup(address.host());
    List<InetAddress> permitted = all.stream().filter(allow::permits).toList();
    if (permitted.isEmpty()) {
      throw new LinkFailure(
          Kind.FORBIDDEN,
          "is at %s, which ingest.allow.networks does not allow".formatted(text(all)));
    }
    return connect(address, permitted);
  }

  /**
   * Connects to the target of a camera's redirect; caller closes.
   *
   * <p>For the same host name, the same IP address is used, whatever the name resolves to now. The
   * login is sent only to the same host and port, or to the same host over TLS.
   *
   * @param from the connection on which the redirect came; closed by this
   * @param location the header that names the target; null where it is missing
   * @throws LinkFailure when that is not allowed, is one redirect too many, or fails
   */
  public Connection redirect(Connection from, @Nullable String location) {
    from.close();
    redirects++;
    if (location == null || redirects > MOST_REDIRECTS) {
      throw new LinkFailure(
          Kind.FORBIDDEN,
          location == null
              ? "redirects, but does not say where to"
              : "redirects more than " + MOST_REDIRECTS + " times");
    }
    Address origin = from.address();
    Address target = target(origin, location);
    requireScheme(target);
    if (isDowngrade(origin, target)) {
      throw new LinkFailure(
          Kind.FORBIDDEN, "redirects from %s to %s".formatted(origin.scheme(), target.scheme()));
    }
    return target.host().equalsIgnoreCase(origin.host())
        ? connect(keepingLogin(origin, target), List.of(from.remote()))
        : connectElsewhere(target);
  }

  private Connection connectElsewhere(Address target) {
    List<InetAddress> all = lookup(target.host());
    List<InetAddress> permitted = all.stream().filter(allow::permitsRedirectTo).toList();
    if (permitted.isEmpty()) {
      throw new LinkFailure(
          Kind.FORBIDDEN,
          "redirects to %s at %s, which ingest.allow.redirects does not allow"
              .formatted(target.authority(), text(all)));
    }
    return connect(target, permitted);
  }

  private static Address keepingLogin(Address origin, Address target) {
    boolean isTrusted = target.connectPort() == origin.connectPort() || isUpgrade(origin, target);
    return target.login().isEmpty() && isTrusted ? target.withLogin(origin.login()) : target;
  }

  /** Whether a redirect leads to another protocol, or from TLS to none. */
  private static boolean isDowngrade(Address origin, Address target) {
    boolean isAlike = origin.scheme().charAt(0) == target.scheme().charAt(0);
    return !isAlike || (origin.isSecure() && !target.isSecure());
  }

  private static Address target(Address origin, String location) {
    try {
      return origin.resolve(location);
    } catch (LinkFailure e) {
      throw new LinkFailure(Kind.FORBIDDEN, "redirects to what " + e.getMessage(), e);
    }
  }

  /**
   * Connects to the same IP address again; closes the former connection, caller closes the new one.
   */
  public Connection again(Connection former) {
    former.close();
    return connect(former.address(), List.of(former.remote()));
  }

  private static boolean isUpgrade(Address origin, Address target) {
    return target.isSecure() && !origin.isSecure() && origin.port() == 0 && target.port() == 0;
  }

  private void requireScheme(Address address) {
    if (!allow.permitsScheme(address.scheme())) {
      throw new LinkFailure(
          Kind.FORBIDDEN,
          "has scheme %s, which ingest.allow.schemes does not allow".formatted(address.scheme()));
    }
  }

  private Connection connect(Address address, List<InetAddress> candidates) {
    List<InetAddress> tried = candidates.stream().limit(MOST_ADDRESSES).toList();
    @Nullable IOException last = null;
    for (int i = 0; i < tried.size(); i++) {
      try {
        return open(address, tried.get(i), deadline.left().dividedBy(tried.size() - i));
      } catch (IOException e) {
        last = e;
        if (deadline.isOver()) {
          break;
        }
      }
    }
    String why = last == null ? "no time left" : String.valueOf(last.getMessage());
    throw new LinkFailure(
        Kind.UNREACHABLE, "no connection to %s: %s".formatted(address.authority(), why), last);
  }

  private Connection open(Address address, InetAddress to, Duration patience) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      deadline.guard(channel);
      int millis = (int) Math.min(Integer.MAX_VALUE, Math.max(1, patience.toMillis()));
      channel.socket().setTcpNoDelay(true);
      channel.socket().connect(new InetSocketAddress(to, address.connectPort()), millis);
      return new Connection(
          address,
          channel,
          address.isSecure()
              ? new TlsTrust(tls).over(channel.socket(), address.host(), address.connectPort())
              : null,
          traffic);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private List<InetAddress> lookup(String host) {
    try {
      CompletableFuture<InetAddress[]> found =
          CompletableFuture.supplyAsync(() -> resolve(host), LOOKUPS);
      long nanos = Math.min(deadline.left().toNanos(), TimeUnit.DAYS.toNanos(1));
      return Arrays.asList(found.get(nanos, TimeUnit.NANOSECONDS));
    } catch (ExecutionException | RejectedExecutionException e) {
      throw new LinkFailure(Kind.UNREACHABLE, "no host of this name can be found", e);
    } catch (TimeoutException e) {
      throw new LinkFailure(Kind.UNREACHABLE, "its name was not found in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LinkFailure(Kind.UNREACHABLE, "interrupted while its name was looked up", e);
    }
  }

  private static InetAddress[] resolve(String host) {
    try {
      return InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String text(List<InetAddress> addresses) {
    return addresses.stream()
        .map(InetAddress::getHostAddress)
        .limit(MOST_ADDRESSES)
        .reduce((one, other) -> one + ", " + other)
        .orElse("no address");
  }
}
