package io.lull.cli.backup;

import io.lull.cli.command.Context;
import io.lull.cli.command.Interruptible;
import io.lull.cli.node.Api;
import io.lull.protocol.failure.ExitCode;
import io.lull.wire.api.HostViews;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A backup that goes only so far as to hear who would take part.
 *
 * <p>Which components a path brings along and who accepts a volume is only known to a session, so
 * it has one, which ends before anybody is told of a backup.
 */
record DryRun(
    Context context,
    Api api,
    Requester requester,
    Wish wish,
    Progress progress,
    Course course,
    Optional<Path> to) {
  ExitCode run() {
    return new Interruptible(
            context.surroundings(), () -> requester.stop(Running.interruption()), progress::done)
        .run(this::tell);
  }

  private ExitCode tell() {
    to.ifPresent(CopyOut::demandLikelyRoom);
    Course.Asked asked = course.orNothing(course::ask);
    DryBackup dry =
        DryBackup.of(
            requester.session(), wish, asked, api.get("/v1/hosts", HostViews.class).hosts());
    progress.done();
    context.screen().show(dry, dry::lines);
    dry.shortfall()
        .ifPresent(
            fault -> {
              throw course.trouble(fault);
            });
    return dry.best().atLeast(dry.wanted()) ? ExitCode.COMPLETED : ExitCode.BELOW_GRADE;
  }
}
