package io.lull.node.plan;

import io.lull.cluster.config.settings.PlanSettings;
import io.lull.coordinator.client.Created;
import io.lull.coordinator.client.RefusedException;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.writer.BackupType;
import io.lull.wire.api.Copies;
import io.lull.wire.api.CopyView;
import io.lull.wire.api.PlanOutcome;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done around one backup: the programs before and after it, and who is told. */
final class PlanRun {
  private static final Logger LOG = LoggerFactory.getLogger(PlanRun.class);

  private final HostId node;
  private final PlanSettings plan;
  private final SessionId session;
  private final Programs programs;
  private final Notices notices;
  private final InstantSource calendar;
  private final Instant began;
  private final AtomicBoolean afterRan = new AtomicBoolean();
  private volatile Optional<Created> created = Optional.empty();
  private volatile Optional<Fault> failure = Optional.empty();

  PlanRun(
      HostId node,
      PlanSettings plan,
      SessionId session,
      Programs programs,
      Notices notices,
      InstantSource calendar) {
    this.node = node;
    this.plan = plan;
    this.session = session;
    this.programs = programs;
    this.notices = notices;
    this.calendar = calendar;
    this.began = calendar.instant();
  }

  /** The program before everything else, if there is one. */
  CompletionStage<Void> before() {
    return run(plan.before(), named());
  }

  boolean needsCopies() {
    return !plan.after().command().isEmpty();
  }

  /** Runs the program after it on the set, and says which components are stored then. */
  CompletionStage<Set<ComponentId>> created(Created set, Copies copies) {
    created = Optional.of(set);
    afterRan.set(true);
    Map<String, String> told = outcome();
    told.put("LULL_COPIES", Integer.toString(copies.copies().size()));
    for (int i = 0; i < copies.copies().size(); i++) {
      CopyView copy = copies.copies().get(i);
      String number = Integer.toString(i);
      told.put("LULL_VOLUME_" + number, copy.snapshot().volume().toString());
      copy.place().ifPresent(place -> told.put("LULL_COPY_" + number, place));
    }
    return run(plan.after(), told).thenApply(_ -> stored(set));
  }

  /** A copy beside the backups that there are lets no writer throw away a log. */
  private Set<ComponentId> stored(Created set) {
    Set<ComponentId> stored = new TreeSet<>();
    if (plan.type() != BackupType.COPY) {
      stored.addAll(set.chosen());
      stored.removeIf(
          id -> set.unusable().stream().anyMatch(lost -> lost.equals(id) || id.isAbove(lost)));
    }
    return stored;
  }

  /**
   * Notes why it failed, and runs the program after it, unless that has run already.
   *
   * @return always ends well, with the failure that came first
   */
  CompletionStage<Throwable> failed(Throwable thrown) {
    failure = Optional.of(fault(thrown));
    if (!afterRan.compareAndSet(false, true)) {
      return CompletableFuture.completedStage(thrown);
    }
    return run(plan.after(), outcome())
        .handle(
            (_, second) -> {
              if (second != null) {
                LOG.warn("Plan {} in session {}: {}", plan.name(), session, fault(second));
              }
              return thrown;
            });
  }

  /** Tells whoever wants to know; nobody waits for that. */
  void tell() {
    PlanOutcome outcome =
        new PlanOutcome(
            plan.name(),
            node,
            session,
            failure.isEmpty(),
            created.map(set -> set.certificate().set()),
            created.map(Created::grade),
            failure,
            began,
            calendar.instant());
    notices.send(plan.notices(), outcome, outcome());
  }

  private CompletionStage<Void> run(PlanSettings.Step step, Map<String, String> told) {
    return step.command().isEmpty()
        ? CompletableFuture.completedStage(null)
        : programs.run(step.command(), step.limit(), told);
  }

  private Map<String, String> named() {
    Map<String, String> told = new TreeMap<>();
    told.put("LULL_PLAN", plan.name());
    told.put("LULL_SESSION", session.name());
    return told;
  }

  private Map<String, String> outcome() {
    Map<String, String> told = named();
    created.ifPresent(
        set -> {
          told.put("LULL_SET", set.certificate().set().name());
          told.put("LULL_GRADE", set.grade().name());
        });
    told.put("LULL_OUTCOME", failure.isEmpty() ? "created" : "failed");
    told.put(
        "LULL_EXIT",
        Integer.toString(
            failure
                .map(Fault::failure)
                .map(Failure::exitCode)
                .orElse(ExitCode.COMPLETED)
                .number()));
    failure.ifPresent(
        fault -> {
          told.put("LULL_FAILURE", fault.failure().code());
          told.put("LULL_DETAIL", fault.detail());
        });
    return told;
  }

  private static Fault fault(@Nullable Throwable thrown) {
    return switch (thrown) {
      case CompletionException wrapped when wrapped.getCause() != null -> fault(wrapped.getCause());
      case RefusedException refused -> refused.fault();
      case null, default -> Fault.of(Failure.INTERNAL, String.valueOf(thrown));
    };
  }
}
