package io.lull.wire.api;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.window.FailedWriter;
import io.lull.protocol.window.WindowPlan;
import io.lull.protocol.window.WindowReport;
import io.lull.protocol.window.WindowWriter;
import io.lull.protocol.window.WriterMoments;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long everybody would stand still for a set, as a rehearsal of it has shown.
 *
 * @param frozen from the first Freeze sent to the last Thaw answered, with no copy made in between
 * @param copies how long the copies of a set may take beyond that
 * @param failure why the rehearsal failed, if it did
 * @param shortfall why a set would be refused although everybody can stand still, if it would
 * @param writers in the order in which they are frozen
 */
public record Forecast(
    SessionId session,
    Duration frozen,
    Duration copies,
    Optional<Fault> failure,
    Optional<Fault> shortfall,
    List<Stand> writers) {
  public Forecast {
    writers = List.copyOf(writers);
  }

  /**
   * How long one writer would stand still.
   *
   * @param lease for how long it may; what stands longer goes on by itself, and the set fails
   * @param freezing from its Freeze sent until it stood still; empty if it never did
   * @param measured from its Freeze sent until it ran again; empty if it never said that
   * @param most the same with copies that take as long as they may; empty if nothing was measured
   * @param fits whether that is within the lease, and the writer did not fail
   * @param fault what it failed of, if it did
   */
  public record Stand(
      WriterId writer,
      Duration lease,
      Optional<Duration> freezing,
      Optional<Duration> measured,
      Optional<Duration> most,
      boolean fits,
      Optional<Fault> fault) {}

  /** What a window that was planned like this has shown, and what was known before. */
  public static Forecast of(
      SessionId session, WindowPlan plan, WindowReport report, Optional<Fault> shortfall) {
    Duration copies = plan.limits().commit();
    return new Forecast(
        session,
        report.frozen(),
        copies,
        report.failure(),
        shortfall,
        plan.writers().stream().map(writer -> stand(writer, copies, report)).toList());
  }

  private static Stand stand(WindowWriter writer, Duration copies, WindowReport report) {
    Optional<WriterMoments> moments =
        report.moments().stream()
            .flatMap(all -> all.writers().stream())
            .filter(one -> one.writer().equals(writer.id()))
            .findFirst();
    Optional<Fault> fault =
        report.failed().stream()
            .filter(failed -> failed.writer().equals(writer.id()))
            .map(FailedWriter::fault)
            .findFirst();
    // Of a writer that never stood still nothing was measured, however soon it ran again.
    Optional<Duration> measured =
        moments
            .filter(one -> one.held().isPresent())
            .flatMap(one -> one.running().map(ran -> ran.minus(one.freeze())));
    Optional<Duration> most = measured.map(copies::plus);
    return new Stand(
        writer.id(),
        writer.lease(),
        moments.flatMap(one -> one.held().map(held -> held.minus(one.freeze()))),
        measured,
        most,
        fault.isEmpty() && most.filter(time -> time.compareTo(writer.lease()) <= 0).isPresent(),
        fault);
  }
}
