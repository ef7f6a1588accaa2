package io.lull.node.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Tells the service manager how the node is, now and then.
 *
 * <p>It is an actor among the others, on their threads: a node whose actors do not run any more
 * says nothing, and is started anew. It depends on nothing else, above all on no disk.
 */
public final class Reporter {
  /** As often as somebody who looks at the status wants to see something new. */
  private static final Duration OFTEN = Duration.ofSeconds(5);

  /** A node may wait for others before it is ready, and is not to be killed for it. */
  private static final Duration PATIENCE = OFTEN.multipliedBy(6);

  private final ServiceManager manager;
  private final Reported node;
  private boolean ready;
  private boolean leaving;
  private String status = "";

  /** What the reporter is told. */
  public sealed interface Command {}

  /** Look how the node is, and say so. */
  public record Look() implements Command {}

  /** The node has begun to leave its cluster, and will end. */
  public record Leave() implements Command {}

  private Reporter(ServiceManager manager, Reported node) {
    this.manager = manager;
    this.node = node;
  }

  /** Starts one that goes on for as long as the node has actors. */
  public static ActorRef<Command> start(
      ActorSystem<?> system, ServiceManager manager, Reported node) {
    ActorRef<Command> reporter =
        system.systemActorOf(
            create(manager, node), "reporter", DispatcherSelector.defaultDispatcher());
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseBeforeServiceUnbind(),
            "tell-service-manager",
            () -> {
              reporter.tell(new Leave());
              return CompletableFuture.completedStage(Done.done());
            });
    return reporter;
  }

  /** A reporter that looks by itself at least twice before the watchdog would bite. */
  public static Behavior<Command> create(ServiceManager manager, Reported node) {
    Duration half = manager.watchdog().map(limit -> limit.dividedBy(2)).orElse(OFTEN);
    Duration every = half.compareTo(OFTEN) < 0 ? half : OFTEN;
    return Behaviors.withTimers(
        timers -> {
          timers.startTimerAtFixedRate(new Look(), Duration.ZERO, every);
          Reporter reporter = new Reporter(manager, node);
          return Behaviors.receiveMessage(
              command -> {
                reporter.say(command);
                return Behaviors.same();
              });
        });
  }

  private void say(Command command) {
    if (command instanceof Look && !node.alive()) {
      // Whoever finds a dead node starts it anew, so nothing may speak for it.
      return;
    }
    List<String> lines = new ArrayList<>();
    switch (command) {
      case Look _ -> look(lines);
      case Leave _ -> {
        leaving = true;
        lines.add("STOPPING=1");
      }
    }
    String now = status();
    if (!now.equals(status)) {
      status = now;
      lines.add("STATUS=" + now);
    }
    if (!lines.isEmpty()) {
      manager.sink().accept(String.join("\n", lines));
    }
  }

  private void look(List<String> lines) {
    if (!ready && node.ready()) {
      ready = true;
      lines.add("READY=1");
    }
    if (manager.watchdog().isPresent()) {
      lines.add("WATCHDOG=1");
    }
    if (!ready && !leaving) {
      lines.add("EXTEND_TIMEOUT_USEC=" + PATIENCE.toNanos() / 1_000);
    }
  }

  private String status() {
    int held = node.held();
    String writers = held == 0 ? "no writer is held" : "writers held: " + held;
    if (leaving) {
      return "leaving the cluster; " + writers;
    }
    return (node.ready() ? "ready; " : "not ready; ") + writers;
  }
}
