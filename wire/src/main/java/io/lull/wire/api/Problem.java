package io.lull.wire.api;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;

/**
 * Why a request was not done, as RFC 9457 has it, with what the catalogue of failures adds.
 *
 * @param type a name of the failure that never changes, as a reference
 * @param title what went wrong, the same for every occurrence
 * @param status the status of the response
 * @param detail the fact that shows it
 * @param code the failure, as the catalogue numbers it
 * @param hint what to do next
 * @param retryable whether waiting alone may help
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String code,
    String hint,
    boolean retryable) {
  public static Problem of(Fault fault, int status) {
    return of(fault, status, fault.failure().hint());
  }

  /** One of which more is known about what to do next than the catalogue says. */
  public static Problem of(Fault fault, int status, String hint) {
    Failure failure = fault.failure();
    return new Problem(
        "urn:lull:failure:" + failure.code(),
        failure.name(),
        status,
        fault.detail(),
        failure.code(),
        hint,
        failure.retryable());
  }

  /** The failure that it is about; a version that does not know it takes it for one of ours. */
  public Failure failure() {
    return Failure.ofCode(code).orElse(Failure.INTERNAL);
  }
}
