package io.lull.protocol.writer;

import static io.lull.protocol.writer.WriterFixture.X;
import static io.lull.protocol.writer.WriterFixture.Y;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.writer.WriterEffect.CallHandler;
import io.lull.protocol.writer.WriterEffect.ReleaseHold;
import io.lull.protocol.writer.WriterInput.WriterRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Everything that may happen next on a {@link Host}: to the machine, or behind its back. */
final class HostMoves {
  /**
   * One thing that may happen.
   *
   * @param change what it does to the host before anything reaches the machine
   * @param input what reaches the machine, if anything does
   */
  record Move(String name, UnaryOperator<Host> change, Optional<WriterInput> input) {}

  private final List<Stamp> sets;
  private final List<Move> moves = new ArrayList<>();

  private HostMoves(List<Stamp> sets) {
    this.sets = sets;
  }

  static List<Move> of(Host host, int setCount, long ticks) {
    HostMoves all = new HostMoves(List.of(X, Y).subList(0, setCount));
    all.requests(host);
    all.application(host);
    all.owner(host);
    all.time(host, ticks);
    for (int i = 0; i < host.reports().size(); i++) {
      int report = i;
      WriterInput input = host.reports().get(i);
      all.moves.add(new Move("report " + input, at -> at.delivered(report), Optional.of(input)));
    }
    return all.moves;
  }

  /** What happens next when nothing goes wrong; empty once all is over. */
  static Optional<Move> onward(Host host) {
    HostMoves next = new HostMoves(List.of());
    next.reports(host);
    host.owed().values().forEach(next::release);
    for (CallHandler call : host.running().values()) {
      if (host.frozen().contains(call.call())) {
        next.succeeds(call);
      } else {
        next.ends(
            call, call.step() == WriterStep.FREEZE ? WriterFixture.FAILED : WriterFixture.DONE);
      }
    }
    return next.moves.stream().findFirst();
  }

  private void requests(Host host) {
    for (Stamp set : sets) {
      ask(new WriterInput.Freeze(set, WriterFixture.LEASE));
      ask(new WriterInput.Abort(set, Failure.ABORTED_BY_REQUESTER));
      for (long freeze : host.freezes().keySet()) {
        ask(new WriterInput.Thaw(set, WriterFixture.token(freeze), WriterFixture.RECEIPTS));
      }
    }
    ask(new WriterInput.Thaw(X, WriterFixture.token(999), WriterFixture.RECEIPTS));
    ask(new WriterInput.BackupShutdown(X));
    ask(new WriterInput.GatherStatus(WriterFixture.later(X)));
  }

  private void ask(WriterRequest request) {
    moves.add(new Move("ask " + request, host -> host, Optional.of(request)));
  }

  private void application(Host host) {
    for (CallHandler call : host.running().values()) {
      if (call.step() != WriterStep.FREEZE) {
        ends(call, WriterFixture.DONE);
        continue;
      }
      if (host.frozen().contains(call.call())) {
        succeeds(call);
      } else {
        add("freezes " + call.call(), at -> at.freezes(call));
      }
      ends(call, WriterFixture.FAILED);
      WriterInput overdue = new WriterInput.HandlerOverdue(call.set(), call.call());
      moves.add(new Move("overdue " + call.call(), at -> at, Optional.of(overdue)));
    }
    host.frozen().forEach(hold -> add("loses " + hold, at -> at.loses(hold)));
  }

  private void succeeds(CallHandler call) {
    WriterInput report =
        new WriterInput.FreezeHandled(call.set(), call.call(), WriterFixture.token(call.call()));
    add("succeeds " + call.call(), host -> host.ends(call, report));
  }

  private void ends(CallHandler call, HandlerResult result) {
    WriterInput report = new WriterInput.HandlerEnded(call.set(), call.call(), result);
    add(call.step() + " " + call.call() + " ends", host -> host.ends(call, report));
  }

  private void owner(Host host) {
    for (ReleaseHold release : host.owed().values()) {
      release(release);
      add("cannot release " + release.hold(), at -> at.cannotCarryOut(release));
    }
  }

  private void release(ReleaseHold release) {
    add("releases " + release.hold(), at -> at.carriesOut(release));
  }

  private void reports(Host host) {
    for (int i = 0; i < host.reports().size(); i++) {
      int report = i;
      WriterInput input = host.reports().get(i);
      moves.add(new Move("report " + input, at -> at.delivered(report), Optional.of(input)));
    }
  }

  private void time(Host host, long ticks) {
    if (host.now().nanos() < ticks) {
      add("half a lease passes", at -> at.at(at.now().plus(WriterFixture.LEASE.dividedBy(2))));
    }
    for (long lease : host.armed().keySet()) {
      CallHandler freeze = Optional.ofNullable(host.freezes().get(lease)).orElseThrow();
      WriterInput due = new WriterInput.LeaseDue(freeze.set(), lease);
      moves.add(new Move("timer " + lease, at -> at, Optional.of(due)));
    }
  }

  private void add(String name, UnaryOperator<Host> change) {
    moves.add(new Move(name, change, Optional.empty()));
  }
}
