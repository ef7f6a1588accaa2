package io.lull.cluster.config.membership;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/** Finds the addresses that a name has at the moment. */
@FunctionalInterface
public interface Resolver {
  /**
   * The numeric addresses in any order; it may take its time, and is never called on an actor's
   * thread.
   */
  List<String> addresses(String name) throws UnknownHostException;

  /** What the machine itself asks: its hosts file, then DNS. */
  static Resolver ofTheMachine() {
    return name ->
        Arrays.stream(InetAddress.getAllByName(name)).map(InetAddress::getHostAddress).toList();
  }
}
