package io.lull.node.service;

import io.lull.kernel.NotifySocket;
import io.lull.kernel.SystemCallException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What has started this process and wants to be told how it is, as systemd does.
 *
 * @param sink takes a message and returns at once
 * @param watchdog how long it may hear nothing until it starts the process anew
 */
public record ServiceManager(Consumer<String> sink, Optional<Duration> watchdog) {
  private static final String SOCKET = "NOTIFY_SOCKET";
  private static final String WATCHDOG = "WATCHDOG_USEC";
  private static final String WATCHED = "WATCHDOG_PID";

  /**
   * The manager that this environment tells of, if there is one.
   *
   * @param pid of this process: the watchdog may be meant for another one
   * @throws IllegalArgumentException if it cannot be told anything by what the environment says
   */
  public static Optional<ServiceManager> of(Map<String, String> environment, long pid) {
    String name = environment.getOrDefault(SOCKET, "");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    try {
      NotifySocket socket = NotifySocket.to(name);
      return Optional.of(
          new ServiceManager(message -> tell(socket, message), watchdog(environment, pid)));
    } catch (SystemCallException failed) {
      throw new IllegalArgumentException(
          "expected to tell the service manager how the node is, but " + failed.getMessage(),
          failed);
    }
  }

  static Optional<Duration> watchdog(Map<String, String> environment, long pid) {
    String text = environment.getOrDefault(WATCHDOG, "");
    String watched = environment.getOrDefault(WATCHED, "");
    if (text.isEmpty() || !(watched.isEmpty() || watched.equals(Long.toString(pid)))) {
      return Optional.empty();
    }
    try {
      Duration limit = Duration.of(Long.parseLong(text), ChronoUnit.MICROS);
      if (limit.isPositive()) {
        return Optional.of(limit);
      }
    } catch (NumberFormatException | ArithmeticException noNumber) {
      // As one that is not positive.
    }
    throw new IllegalArgumentException(
        "expected a positive number of microseconds in " + WATCHDOG + ", but got " + text);
  }

  private static void tell(NotifySocket socket, String message) {
    try {
      socket.tell(message);
    } catch (SystemCallException notNow) {
      // It is busy or gone. A manager that is there hears it the next time; a log would not help.
    }
  }
}
