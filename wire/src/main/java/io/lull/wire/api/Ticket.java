package io.lull.wire.api;

/**
 * What the bytes of one open file can be fetched with.
 *
 * @param address where the host hands them out, as a client writes it, such as {@code
 *     https://db1:9180}
 * @param token names session, instance and handle, and is a secret
 */
public record Ticket(String address, String token) {
  /** Whoever reads a log must not be able to read the file. */
  @Override
  public String toString() {
    return "Ticket[" + address + "]";
  }
}
