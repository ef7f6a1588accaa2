package io.lull.cli.frame;

import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.wire.WireException;
import io.lull.wire.api.Problem;
import io.lull.wire.text.TroubleView;
import java.util.Optional;

/**
 * Why a command ends without having done what was asked.
 *
 * <p>One line for a person and a number for a script. It is no mistake of ours, so it carries no
 * stack, and nobody ever sees one.
 */
public final class Trouble extends RuntimeException {
  private final ExitCode exit;
  private final String what;
  private final String hint;
  private final Optional<Failure> failure;

  private Trouble(ExitCode exit, String what, String hint, Optional<Failure> failure) {
    super(what, null, false, false);
    this.exit = exit;
    this.what = what;
    this.hint = hint;
    this.failure = failure;
  }

  /**
   * A trouble that no failure of the catalogue stands for.
   *
   * @param what the fact, without a full stop
   * @param hint a sentence that says what to do next, or nothing
   */
  public static Trouble of(ExitCode exit, String what, String hint) {
    return new Trouble(exit, what, hint, Optional.empty());
  }

  /** Whoever typed the command has to type another one. */
  public static Trouble usage(String what, String hint) {
    return of(ExitCode.USAGE, what, hint);
  }

  public static Trouble of(Fault fault) {
    return of(fault.failure().exitCode(), fault);
  }

  /** A fault that means something else here than in general. */
  public static Trouble of(ExitCode exit, Fault fault) {
    Failure failure = fault.failure();
    return new Trouble(exit, fault.detail(), failure.hint(), Optional.of(failure));
  }

  public static Trouble of(Problem problem) {
    Failure failure = problem.failure();
    return new Trouble(exit(problem), problem.detail(), problem.hint(), Optional.of(failure));
  }

  /** What somebody sent, or a file has, cannot be read. */
  public static Trouble of(ExitCode exit, String where, WireException unreadable) {
    Fault fault = unreadable.fault();
    return new Trouble(
        exit, where + ": " + fault.detail(), fault.failure().hint(), Optional.of(fault.failure()));
  }

  /** The same trouble, which has turned out to be worse, or not as bad. */
  public Trouble as(ExitCode other) {
    return new Trouble(other, what, hint, failure);
  }

  /** The same trouble with something else to do next. */
  public Trouble hinting(String other) {
    return new Trouble(exit, what, other, failure);
  }

  /** The same trouble, and where it was met. */
  public Trouble at(String where) {
    return new Trouble(exit, what + " (" + where + ")", hint, failure);
  }

  public ExitCode exit() {
    return exit;
  }

  public String what() {
    return what;
  }

  public String hint() {
    return hint;
  }

  public Optional<Failure> failure() {
    return failure;
  }

  /** For programs, and as one line for people. */
  public TroubleView view() {
    return TroubleView.of(exit, what, hint, failure);
  }

  // The status says it better than the failure where nothing can have begun.
  private static ExitCode exit(Problem problem) {
    ExitCode general = problem.failure().exitCode();
    if (general == ExitCode.THAW_UNCONFIRMED) {
      return general;
    }
    return switch (problem.status()) {
      case 401, 403 -> ExitCode.NOT_AUTHORISED;
      case 503 -> ExitCode.UNREACHABLE;
      default -> general;
    };
  }
}
