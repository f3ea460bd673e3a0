package io.vedette.camera.address;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A range of addresses, written as a kind ({@code loopback, private, public, link-local}) or a
 * network ({@code 10.1.0.0/16}). The kinds exclude the addresses of clouds' metadata services,
 * which give secrets to their machines; only a network can include these. Immutable.
 */
public final class AddressRange {
  /** Kinds of addresses. */
  private enum Kind {
    LOOPBACK,
    PRIVATE,
    PUBLIC,
    LINK_LOCAL;

    private boolean holds(InetAddress address) {
      return switch (this) {
        case LOOPBACK -> address.isLoopbackAddress();
        case PRIVATE -> any(PRIVATE_NETWORKS, address);
        case PUBLIC -> isPublic(address);
        case LINK_LOCAL -> address.isLinkLocalAddress();
      };
    }

    private static Optional<Kind> of(String text) {
      String name = text.toUpperCase(Locale.ROOT).replace('-', '_');
      return Arrays.stream(values()).filter(kind -> kind.name().equals(name)).findFirst();
    }
  }

  private static final String EXPECTED =
      "expected loopback, private, public, link-local or a network such as 10.1.0.0/16";
  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private static final List<Network> PRIVATE_NETWORKS =
      networks("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7");

  // This network, protocol assignments, documentation, benchmarks, multicast, reserved.
  private static final List<Network> SPECIAL =
      networks(
          "0.0.0.0/8",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/3",
          "::/128",
          "100::/64",
          "2001:db8::/32",
          "fec0::/10",
          "ff00::/8");

  // Amazon, Azure, Google and others; Alibaba; Azure's agent; Oracle; Amazon by IPv6.
  private static final List<Network> METADATA =
      networks(
          "169.254.169.254/32",
          "169.254.170.2/32",
          "100.100.100.200/32",
          "168.63.129.16/32",
          "192.0.0.192/32",
          "fd00:ec2::/32",
          "fd20:ce::254/128");

  private final String text;
  private final Predicate<InetAddress> held;

  private AddressRange(String text, Predicate<InetAddress> held) {
    this.text = text;
    this.held = held;
  }

  /**
   * Reads a kind or a network.
   *
   * @throws IllegalArgumentException when it is neither
   */
  public static AddressRange parse(String text) {
    Predicate<InetAddress> held =
        Kind.of(text)
            .<Predicate<InetAddress>>map(
                kind -> address -> kind.holds(address) && !any(METADATA, address))
            .orElseGet(() -> Network.parse(text)::holds);
    return new AddressRange(text, held);
  }

  /** Whether ranges contain an address, and the IPv4 address embedded in it if there is one. */
  public static boolean hold(List<AddressRange> ranges, InetAddress address) {
    return isHeld(ranges, address)
        && Embedded.of(address).map(inner -> isHeld(ranges, inner)).orElse(true);
  }

  private static boolean isHeld(List<AddressRange> ranges, InetAddress address) {
    return ranges.stream().anyMatch(range -> range.held.test(address));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AddressRange range && range.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }

  private static boolean isPublic(InetAddress address) {
    return !address.isLoopbackAddress()
        && !address.isLinkLocalAddress()
        && !any(PRIVATE_NETWORKS, address)
        && !any(SPECIAL, address);
  }

  private static boolean any(List<Network> networks, InetAddress address) {
    return networks.stream().anyMatch(network -> network.holds(address));
  }

  private static List<Network> networks(String... texts) {
    return Stream.of(texts).map(Network::parse).toList();
  }

  /** An IPv4 address inside an IPv6 one that is routed to it: NAT64, 6to4, IPv4-compatible. */
  private static final class Embedded {
    private static final Network NAT64 = Network.parse("64:ff9b::/96");
    private static final Network SIX_TO_FOUR = Network.parse("2002::/16");
    private static final Network COMPATIBLE = Network.parse("::/96");
    private static final int LAST = 12;
    private static final int AFTER_PREFIX = 2;

    private static Optional<InetAddress> of(InetAddress address) {
      if (address instanceof Inet4Address || address.isLoopbackAddress()) {
        return Optional.empty();
      }
      if (NAT64.holds(address) || COMPATIBLE.holds(address)) {
        return Optional.of(part(address, LAST));
      }
      return SIX_TO_FOUR.holds(address)
          ? Optional.of(part(address, AFTER_PREFIX))
          : Optional.empty();
    }

    private static InetAddress part(InetAddress address, int from) {
      try {
        return InetAddress.getByAddress(Arrays.copyOfRange(address.getAddress(), from, from + 4));
      } catch (UnknownHostException e) {
        throw new IllegalStateException("four bytes are an address", e);
      }
    }
  }

  /** A network: addresses that share their first bits. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Network(byte[] address, int bits) {
    private static Network parse(String text) {
      String[] parts = text.split("/", -1);
      if (parts.length > 2 || !LITERAL.matcher(parts[0]).matches()) {
        throw new IllegalArgumentException(EXPECTED);
      }
      try {
        byte[] address = InetAddress.getByName(parts[0]).getAddress();
        int most = address.length * Byte.SIZE;
        int bits = parts.length == 1 ? most : Integer.parseInt(parts[1]);
        if (bits < 0 || bits > most) {
          throw new IllegalArgumentException(EXPECTED);
        }
        return new Network(address, bits);
      } catch (UnknownHostException | NumberFormatException e) {
        throw new IllegalArgumentException(EXPECTED, e);
      }
    }

    private boolean holds(InetAddress other) {
      byte[] bytes = other.getAddress();
      if (bytes.length != address.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> bit % Byte.SIZE;
        if (((bytes[bit / Byte.SIZE] ^ address[bit / Byte.SIZE]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }
}
