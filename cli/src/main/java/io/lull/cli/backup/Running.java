package io.lull.cli.backup;

import io.lull.cli.command.Context;
import io.lull.cli.command.Interruptible;
import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Api;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import io.lull.wire.api.Copies;
import io.lull.wire.api.Timeline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * A backup of which this program is the requester, from the first verb to Release.
 *
 * <p>Whatever ends it, also Ctrl-C, nothing is left behind that was not asked for.
 */
record Running(
    Context context,
    Api api,
    Requester requester,
    Wish wish,
    Progress progress,
    Course course,
    Optional<Path> to,
    Optional<Exec> exec) {
  ExitCode run() {
    return new Interruptible(context.surroundings(), this::stop, progress::done)
        .run(() -> course.orNothing(this::backup));
  }

  static Trouble interruption() {
    return Trouble.of(ExitCode.ABORTED, "the backup was interrupted and is undone", "");
  }

  /** Ends the backup from another thread; whoever runs it undoes it and is told why. */
  void stop() {
    requester.stop(interruption());
    exec.ifPresent(Exec::stop);
  }

  private ExitCode backup() {
    // Nobody is to stand still for a copy that has nowhere to go.
    to.ifPresent(CopyOut::demandRoom);
    Course.Made made = course.create();
    SetId set = made.set();
    Copies copies = new Copies(set, List.of());
    Optional<Path> copied = Optional.empty();
    Optional<Trouble> unused = Optional.empty();
    try {
      requester.check();
      copies = api.get("/v1/sets/" + set + "/copies", Copies.class);
      copied = use(copies);
    } catch (Trouble trouble) {
      unused = Optional.of(trouble);
    }
    boolean interrupted = unused.filter(t -> t.exit() != ExitCode.FAILED).isPresent();
    if (interrupted) {
      throw unused.get();
    }
    Optional<Duration> frozen = frozen();
    SortedMap<WriterId, Fault> failed;
    try {
      failed = course.finish(unused.isEmpty());
    } catch (Trouble trouble) {
      throw course.undo(unused.orElse(trouble), wish.stays());
    }
    progress.done();
    unused.ifPresent(
        trouble -> {
          throw wish.stays() ? trouble.at("set " + set + " stays") : trouble;
        });
    return told(made, copies, copied, frozen, failed);
  }

  private Optional<Path> use(Copies copies) {
    exec.ifPresent(
        command -> {
          progress.step("running the command");
          progress.done();
          command.run(
              requester.session(), copies, context.surroundings().directory(), requester::check);
        });
    return to.map(
        directory -> new CopyOut(directory, copies.set(), requester::check, progress).run(copies));
  }

  /** How long somebody stood still, unless nobody did or the node cannot say. */
  private Optional<Duration> frozen() {
    try {
      return api.find("/v1/sessions/" + requester.session() + "/timeline", Timeline.class)
          .map(Timeline::frozen);
    } catch (Trouble unknown) {
      return Optional.empty();
    }
  }

  private ExitCode told(
      Course.Made made,
      Copies copies,
      Optional<Path> copied,
      Optional<Duration> frozen,
      SortedMap<WriterId, Fault> failed) {
    Backed backed =
        new Backed(
            requester.session(),
            made.set(),
            made.created().grade(),
            made.wanted(),
            Optional.of(made.created().certificate().instant()),
            frozen,
            copies.copies(),
            new TreeSet<>(made.created().unusable()),
            failed,
            wish.stays(),
            copied.map(Path::toString));
    context.screen().show(backed, backed::lines);
    return backed.grade().atLeast(backed.wanted()) ? ExitCode.COMPLETED : ExitCode.BELOW_GRADE;
  }
}
