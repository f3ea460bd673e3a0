package io.vedette.camera.address;

import io.vedette.config.Setting;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;

/**
 * The settings of the addresses at which this node may read cameras. Networks are compared with the
 * resolved address, not with the name. Immutable.
 *
 * @param schemes of cameras' addresses, and of those their redirects name
 * @param networks kinds of addresses, and networks
 * @param redirects kinds and networks of other hosts to which a camera may redirect
 */
public record AllowSettings(
    @Setting(value = "rtsp,rtsps,http,https,file", doc = "Allowed schemes of cameras' addresses.")
        List<String> schemes,
    @Setting(
            value = "loopback,private,public",
            doc =
                "Allowed addresses of cameras: loopback, private, public, link-local, or"
                    + " networks such as 10.1.0.0/16.")
        List<AddressRange> networks,
    @Setting(
            value = "",
            doc = "Networks of other hosts that a camera may redirect to; none when empty.")
        List<AddressRange> redirects) {
  private static final List<String> SCHEMES = List.of("rtsp", "rtsps", "http", "https", "file");

  /** The defaults. */
  public static final AllowSettings DEFAULTS =
      of(SCHEMES, List.of("loopback", "private", "public"), List.of());

  public AllowSettings {
    schemes = schemes.stream().map(scheme -> scheme.toLowerCase(Locale.ROOT)).toList();
    networks = List.copyOf(networks);
    redirects = List.copyOf(redirects);
    for (String scheme : schemes) {
      if (!SCHEMES.contains(scheme)) {
        throw new IllegalArgumentException(
            "schemes: expected some of %s, found \"%s\""
                .formatted(String.join(", ", SCHEMES), scheme));
      }
    }
  }

  /** The same from texts. */
  public static AllowSettings of(
      List<String> schemes, List<String> networks, List<String> redirects) {
    return new AllowSettings(schemes, ranges(networks), ranges(redirects));
  }

  public boolean permitsScheme(String scheme) {
    return schemes.contains(scheme);
  }

  public boolean permits(InetAddress address) {
    return AddressRange.hold(networks, address);
  }

  public boolean permitsRedirectTo(InetAddress address) {
    return permits(address) && AddressRange.hold(redirects, address);
  }

  private static List<AddressRange> ranges(List<String> texts) {
    return texts.stream().map(AddressRange::parse).toList();
  }
}
