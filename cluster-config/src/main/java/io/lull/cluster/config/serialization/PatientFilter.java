package io.lull.cluster.config.serialization;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.event.EventStream;
import org.apache.pekko.event.slf4j.Slf4jLoggingFilter;

/**
 * Lets Pekko complain about messages that it cannot read once a minute, and not for each of them.
 *
 * <p>What {@link Refusals} has counted it would log once more with its whole stack.
 */
public final class PatientFilter extends Slf4jLoggingFilter {
  private static final String DESERIALIZER = "org.apache.pekko.remote.artery.Deserializer";
  private static final long PAUSE = TimeUnit.MINUTES.toNanos(1);

  private final AtomicLong next = new AtomicLong(System.nanoTime());

  public PatientFilter(ActorSystem.Settings settings, EventStream eventStream) {
    super(settings, eventStream);
  }

  @Override
  public boolean isErrorEnabled(Class<?> logClass, String logSource) {
    return super.isErrorEnabled(logClass, logSource)
        && (!logClass.getName().equals(DESERIALIZER) || due());
  }

  private boolean due() {
    long now = System.nanoTime();
    long then = next.get();
    return now - then >= 0 && next.compareAndSet(then, now + PAUSE);
  }
}
