package io.lull.cli.backup;

import io.lull.cli.command.Context;
import io.lull.cli.command.PlansCommand;
import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Api;
import io.lull.cli.node.Api.Request;
import io.lull.cli.node.Deadline;
import io.lull.cli.node.Pause;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.failure.ExitCode;
import io.lull.wire.Wire;
import io.lull.wire.api.BackupOrder;
import io.lull.wire.api.Copies;
import io.lull.wire.api.Forecast;
import io.lull.wire.api.PlanView;
import io.lull.wire.api.Plans;
import io.lull.wire.api.RehearsalOrder;
import io.lull.wire.api.SessionView;
import io.lull.wire.api.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** A backup that the node runs by itself; this program orders it and waits. */
final class Planned {
  private static final Duration USUAL = Duration.ofHours(24);
  private static final Duration POLL = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Context context;
  private final Api api;
  private final Progress progress;

  Planned(Context context, Api api, Progress progress) {
    this.context = context;
    this.api = api;
    this.progress = progress;
  }

  ExitCode run(String plan) {
    BackupOrder order = BackupOrder.of(Optional.of(plan));
    return told(over("/v1/backups", order, "runs plan " + plan));
  }

  /** Says what a plan is of; who that is now, only its run or its rehearsal finds out. */
  ExitCode tell(String plan) {
    PlanView view = api.get("/v1/plans/" + plan, PlanView.class);
    context.screen().show(view, () -> told(view));
    return ExitCode.COMPLETED;
  }

  private static List<String> told(PlanView plan) {
    List<String> lines = new ArrayList<>(PlansCommand.lines(new Plans(List.of(plan))));
    lines.add(
        "Nothing was begun; 'lull rehearse "
            + plan.name()
            + "' goes through it without a copy, and measures how long whom it holds still.");
    return lines;
  }

  /** Has everything of a plan done but the copies, and says how long whom it held still. */
  ExitCode rehearse(String plan) {
    SessionView over = over("/v1/rehearsals", new RehearsalOrder(plan), "rehearses plan " + plan);
    Optional<Forecast> forecast =
        api.find("/v1/sessions/" + over.session() + "/forecast", Forecast.class);
    forecast.ifPresent(shown -> context.screen().show(shown, () -> Foreseen.lines(shown)));
    failed(over);
    if (forecast.isEmpty()) {
      throw Trouble.of(
          ExitCode.FAILED, "session " + over.session() + " ended without a forecast", "");
    }
    forecast
        .get()
        .shortfall()
        .ifPresent(
            fault -> {
              throw Trouble.of(fault);
            });
    return Foreseen.fits(forecast.get()) ? ExitCode.COMPLETED : ExitCode.ABORTED_BY_LIMIT;
  }

  /** The session of an order, once it is over. */
  private SessionView over(String path, Object order, String does) {
    Deadline deadline = Deadline.in(context.timeout(USUAL));
    SessionView view =
        api.good(
                Request.of("POST", path)
                    .header("Idempotency-Key", UUID.randomUUID().toString())
                    .with(Wire.json().write(order)))
            .as(SessionView.class);
    progress.step("session " + view.session() + " " + does);
    SessionView over = awaited(view, deadline);
    progress.done();
    return over;
  }

  private SessionView awaited(SessionView begun, Deadline deadline) {
    SessionView view = begun;
    while (!view.over()) {
      if (deadline.isOver()) {
        throw Trouble.of(
            ExitCode.STILL_RUNNING,
            "expected session "
                + view.session()
                + " to be over by now, but it is in "
                + view.phase(),
            "It goes on; wait with 'lull wait " + view.session() + "'");
      }
      Deadline pause = Deadline.in(PAUSE);
      long seconds = deadline.atMost(POLL).toSeconds();
      SessionView next =
          api.good(
                  Request.of(
                      "GET", "/v1/sessions/" + view.session() + "?await=over&for=" + seconds + "s"),
                  POLL.multipliedBy(2))
              .as(SessionView.class);
      if (next.phase() != view.phase()) {
        progress.step("session " + next.session() + " is in " + next.phase());
      }
      view = next;
      Pause.of(view.over() ? Duration.ZERO : deadline.atMost(pause.left()));
    }
    return view;
  }

  /** Ends the command if something went wrong; that nobody said that he runs outranks all else. */
  private static void failed(SessionView view) {
    if (!view.unconfirmed().isEmpty()) {
      throw Trouble.of(
          ExitCode.THAW_UNCONFIRMED,
          "nobody has said that these run again: " + view.unconfirmed(),
          "Look at their hosts now; their leases end every hold");
    }
    view.failure()
        .ifPresent(
            fault -> {
              throw Trouble.of(fault);
            });
  }

  private ExitCode told(SessionView view) {
    failed(view);
    Grade grade = view.grade().orElse(Grade.FUZZY);
    if (view.set().isEmpty() || view.grade().isEmpty()) {
      throw Trouble.of(ExitCode.FAILED, "session " + view.session() + " ended without a set", "");
    }
    Copies copies =
        api.find("/v1/sets/" + view.set().get() + "/copies", Copies.class)
            .orElse(new Copies(view.set().get(), List.of()));
    Backed backed =
        new Backed(
            view.session(),
            view.set().get(),
            grade,
            view.lowest(),
            Optional.empty(),
            api.find("/v1/sessions/" + view.session() + "/timeline", Timeline.class)
                .map(Timeline::frozen),
            copies.copies(),
            new TreeSet<>(),
            new TreeMap<>(),
            !copies.copies().isEmpty(),
            Optional.empty());
    context.screen().show(backed, backed::lines);
    return grade.atLeast(view.lowest()) ? ExitCode.COMPLETED : ExitCode.BELOW_GRADE;
  }
}
