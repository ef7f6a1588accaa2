package io.lull.acceptance.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.AbstractScheduler;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.ExecutorServiceConfigurator;
import org.apache.pekko.dispatch.ExecutorServiceFactory;
import org.apache.pekko.event.LoggingAdapter;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/** Actor systems whose every dispatcher and timer is the clockwork's. */
public final class Actors {
  private static final String PROCESS = "lull-simulation.process";
  private static final List<String> DISPATCHERS =
      List.of(
          "pekko.actor.default-dispatcher",
          "pekko.actor.internal-dispatcher",
          "pekko.actor.default-blocking-io-dispatcher",
          "pekko.persistence.dispatchers.default-plugin-dispatcher",
          "pekko.persistence.dispatchers.default-replay-dispatcher",
          "pekko.persistence.dispatchers.default-stream-dispatcher",
          "lull.window-dispatcher");
  private static final Config CONFIG = config();

  // Pekko makes schedulers, dispatchers and journals by their class names.
  private static volatile @Nullable ActorWorld playing;

  private Actors() {}

  private static Config config() {
    StringBuilder text =
        new StringBuilder(
            """
            pekko {
              loggers = ["org.apache.pekko.event.Logging$StandardOutLogger"]
              library-extensions = []
              loglevel = ERROR
              stdout-loglevel = OFF
              use-slf4j = off
              log-dead-letters = off
              log-dead-letters-during-shutdown = off
              jvm-shutdown-hooks = off
              actor.provider = local
              scheduler.implementation = "%1$s$Timers"
              coordinated-shutdown.run-by-jvm-shutdown-hook = off
              coordinated-shutdown.run-by-actor-system-terminate = off
              persistence.journal.plugin = lull-simulation.journal
            }
            lull-simulation.journal.class = "%2$s"
            """
                .formatted(Actors.class.getName(), SimJournal.class.getName()));
    for (String dispatcher : DISPATCHERS) {
      text.append(dispatcher)
          .append(" { type = Dispatcher, throughput = 1, executor = \"")
          .append(Actors.class.getName())
          .append("$Configurator\" }\n");
    }
    return ConfigFactory.parseString(text.toString()).withFallback(ConfigFactory.load()).resolve();
  }

  /** From now on this world is the one that is played; there is one at a time. */
  static void play(ActorWorld world, long seed) {
    for (String ours : List.of("org.apache.pekko", "io.lull")) {
      if (LoggerFactory.getLogger(ours) instanceof Logger log) {
        log.setLevel(Level.OFF);
      }
    }
    playing = world;
    seedThread(seed);
  }

  /** Pekko draws the numbers of actors from here, by which sets of them are ordered. */
  private static void seedThread(long seed) {
    ThreadLocalRandom.current();
    try {
      Field field = Thread.class.getDeclaredField("threadLocalRandomSeed");
      field.setAccessible(true);
      field.setLong(Thread.currentThread(), seed * 0x9E3779B97F4A7C15L + 1);
    } catch (ReflectiveOperationException changed) {
      throw new IllegalStateException("expected a JDK whose threads have a seed", changed);
    }
  }

  static <T> ActorSystem<T> start(SimProcess process, Behavior<T> guardian) {
    Config named = ConfigFactory.parseMap(Map.of(PROCESS, process.name)).withFallback(CONFIG);
    return ActorSystem.create(guardian, "lull", named);
  }

  /** The process that an actor system with this configuration is. */
  static SimProcess process(Config config) {
    ActorWorld world = playing;
    if (world == null) {
      throw new IllegalStateException("expected a world to be played, but there is none");
    }
    return world.process(config.getString(PROCESS));
  }

  /** Every timer of an actor system. */
  public static final class Timers extends AbstractScheduler {
    private final SimProcess process;

    public Timers(Config config, LoggingAdapter log, ThreadFactory threads) {
      this.process = process(config);
    }

    // The methods that are to be used instead are made of these two.
    @SuppressWarnings("deprecation")
    @Override
    public Cancellable schedule(
        FiniteDuration initial, FiniteDuration interval, Runnable action, ExecutionContext on) {
      return new Timer(process, initial.toNanos(), interval.toNanos(), action, on);
    }

    @Override
    public Cancellable scheduleOnce(FiniteDuration delay, Runnable action, ExecutionContext on) {
      return new Timer(process, delay.toNanos(), 0, action, on);
    }

    @Override
    public double maxFrequency() {
      return 1_000_000;
    }
  }

  private static final class Timer implements Cancellable {
    private final SimProcess process;
    private final long interval;
    private final Runnable action;
    private final ExecutionContext on;
    private boolean over;
    private boolean cancelled;

    Timer(SimProcess process, long delay, long interval, Runnable action, ExecutionContext on) {
      this.process = process;
      this.interval = interval;
      this.action = action;
      this.on = on;
      process.after(delay, this::fire);
    }

    private void fire() {
      if (cancelled) {
        return;
      }
      over = interval == 0;
      if (!over) {
        process.after(interval, this::fire);
      }
      on.execute(action);
    }

    @Override
    public boolean cancel() {
      boolean inTime = !over && !cancelled;
      cancelled |= inTime;
      return inTime;
    }

    @Override
    public boolean isCancelled() {
      return cancelled;
    }
  }

  /** Has a dispatcher give its work to the clockwork. */
  public static final class Configurator extends ExecutorServiceConfigurator {
    private final SimProcess process;

    public Configurator(Config config, DispatcherPrerequisites prerequisites) {
      super(config, prerequisites);
      this.process = process(prerequisites.settings().config());
    }

    @Override
    public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
      return () -> new Queue(process, process.life());
    }
  }

  private static final class Queue extends AbstractExecutorService {
    private final SimProcess process;
    private final int life;
    private boolean shut;

    Queue(SimProcess process, int life) {
      this.process = process;
      this.life = life;
    }

    @Override
    public void execute(Runnable action) {
      if (shut) {
        throw new RejectedExecutionException();
      }
      process.ready(life, action);
    }

    @Override
    public void shutdown() {
      shut = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
      shut = true;
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return shut;
    }

    @Override
    public boolean isTerminated() {
      return shut;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }
}
