package io.lull.cli.backup;

import io.lull.cli.command.Context;
import io.lull.cli.command.Interruptible;
import io.lull.cli.frame.Trouble;
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
final class DryRun {
  private final Context context;
  private final Api api;
  private final Requester requester;
  private final Wish wish;
  private final Progress progress;
  private final Course course;
  private final Optional<Path> to;

  DryRun(
      Context context,
      Api api,
      Requester requester,
      Wish wish,
      Progress progress,
      Optional<Path> to) {
    this.context = context;
    this.api = api;
    this.requester = requester;
    this.wish = wish;
    this.progress = progress;
    this.course = new Course(requester, wish, progress, "--allow-fuzzy");
    this.to = to.map(context.surroundings().directory()::resolve);
  }

  ExitCode run() {
    return new Interruptible(
            context.surroundings(), () -> requester.stop(Running.interruption()), progress::done)
        .run(this::tell);
  }

  private ExitCode tell() {
    to.ifPresent(CopyOut::demandLikelyRoom);
    Course.Asked asked = asked();
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

  /** Also where the mistake is ours the session ends. */
  private Course.Asked asked() {
    try {
      return course.ask();
    } catch (Trouble trouble) {
      throw course.undo(trouble, false);
    } catch (RuntimeException ours) {
      var _ = course.undo(Trouble.of(ExitCode.FAILED, "a mistake of this program", ""), false);
      throw ours;
    }
  }
}
