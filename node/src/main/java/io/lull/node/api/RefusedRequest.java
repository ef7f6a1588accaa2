package io.lull.node.api;

import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SessionId;

/** A request that is not done, with the status that says so. */
final class RefusedRequest extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Fault fault;
  private final int status;
  private final String hint;

  RefusedRequest(Fault fault, int status) {
    this(fault, status, fault.failure().hint());
  }

  private RefusedRequest(Fault fault, int status, String hint) {
    super(fault.toString(), null, false, false);
    this.fault = fault;
    this.status = status;
    this.hint = hint;
  }

  RefusedRequest(Fault fault) {
    this(fault, statusOf(fault.failure()));
  }

  static RefusedRequest of(Failure failure, String expected, String but) {
    return new RefusedRequest(Fault.expected(failure, expected, but));
  }

  /**
   * Something was asked for that is not there.
   *
   * @param hint where one sees what is, which nothing but the request tells
   */
  static RefusedRequest notFound(String expected, String but, String hint) {
    return of(Fault.expected(Failure.OBJECT_NOT_FOUND, expected, but), hint);
  }

  /**
   * Something else has to be asked for.
   *
   * @param hint what that is, which only whoever refuses it knows
   */
  static RefusedRequest of(Fault fault, String hint) {
    return new RefusedRequest(fault, statusOf(fault.failure()), hint);
  }

  /** The operation of this id, whatever kind it was thought to be. */
  static RefusedRequest unknown(String expected, SessionId id) {
    return notFound(
        expected,
        "nobody has begun " + id,
        "Compare the id with what `lull sessions`, `lull restores` and `lull streams` show.");
  }

  Fault fault() {
    return fault;
  }

  int status() {
    return status;
  }

  String hint() {
    return hint;
  }

  /** What a failure means over HTTP, wherever the request itself does not say it better. */
  static int statusOf(Failure failure) {
    return switch (failure) {
      case OBJECT_NOT_FOUND -> 404;
      case BAD_STATE, SET_PINNED -> 409;
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
