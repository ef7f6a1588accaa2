package io.lull.cluster.config.settings;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a node is reached: a name or number, and a port. */
public record NodeAddress(String host, int port) {
  private static final Pattern FORM =
      Pattern.compile("(?<host>[A-Za-z0-9][A-Za-z0-9.-]*|\\[[0-9a-fA-F:.]+]):(?<port>\\d{1,5})");
  static final int PORT_MAX = 65_535;

  static NodeAddress parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("expected an address such as a:7355, but got " + text);
    }
    int port = Integer.parseInt(form.group("port"));
    if (port < 1 || port > PORT_MAX) {
      throw new IllegalArgumentException("expected a port of 1 to 65535, but got " + text);
    }
    return new NodeAddress(form.group("host"), port);
  }

  /** True for the addresses that never leave the machine. */
  public boolean loopback() {
    return host.equals("localhost")
        || host.equals("[::1]")
        || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }

  boolean numeric() {
    return host.matches("\\d{1,3}(\\.\\d{1,3}){3}") || host.contains(":");
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
