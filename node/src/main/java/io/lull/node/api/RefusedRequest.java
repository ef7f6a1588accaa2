package io.lull.node.api;

import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;

/** A request that is not done, with the status that says so. */
final class RefusedRequest extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Fault fault;
  private final int status;

  RefusedRequest(Fault fault, int status) {
    super(fault.toString(), null, false, false);
    this.fault = fault;
    this.status = status;
  }

  RefusedRequest(Fault fault) {
    this(fault, statusOf(fault.failure()));
  }

  static RefusedRequest of(Failure failure, String expected, String but) {
    return new RefusedRequest(Fault.expected(failure, expected, but));
  }

  Fault fault() {
    return fault;
  }

  int status() {
    return status;
  }

  /** What a failure means over HTTP, wherever the request itself does not say it better. */
  static int statusOf(Failure failure) {
    return switch (failure) {
      case OBJECT_NOT_FOUND -> 404;
      case BAD_STATE -> 409;
      case CHANGED_MEANWHILE -> 412;
      case TOO_LARGE -> 413;
      case NO_COORDINATOR, JOURNAL_UNAVAILABLE, COORDINATOR_LOST, TOO_MANY_REQUESTS -> 503;
      case INTERNAL -> 500;
      default -> statusOf(failure.exitCode());
    };
  }

  private static int statusOf(ExitCode exit) {
    return switch (exit) {
      case NOT_AUTHORISED -> 403;
      case USAGE -> 400;
      case REFUSED -> 422;
      // Of an operation that was tried and came to nothing its own state is the reason.
      case BUSY,
          ABORTED,
          ABORTED_BY_LIMIT,
          BELOW_GRADE,
          THAW_UNCONFIRMED,
          VERIFY_FAILED,
          STILL_RUNNING,
          FAILED,
          COMPLETED ->
          409;
      case UNREACHABLE -> 503;
    };
  }
}
