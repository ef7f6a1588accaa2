package io.lull.cluster.config.serialization;

import io.lull.protocol.failure.Failure;
import io.lull.wire.WireException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the messages that a node refused to read or to write.
 *
 * <p>Each kind is logged once and then only counted: whoever can send one bad message can send a
 * million, and must not be able to fill a disk with them.
 */
public final class Refusals implements Extension {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
  private static final Id ID = new Id();

  /** Why a message was refused. */
  public enum Kind {
    /** Nobody here knows what its manifest stands for. */
    UNKNOWN_TYPE,
    /** The bytes are not what the manifest says, or not whole. */
    MALFORMED,
    /** There are more bytes, texts or elements than an honest message has. */
    TOO_LARGE
  }

  private final Map<Kind, AtomicLong> counts = new EnumMap<>(Kind.class);

  private Refusals() {
    for (Kind kind : Kind.values()) {
      counts.put(kind, new AtomicLong());
    }
  }

  public static Refusals get(ActorSystem<?> system) {
    return system.registerExtension(ID);
  }

  static Refusals get(ExtendedActorSystem system) {
    return get(Adapter.toTyped(system));
  }

  /** How many messages of each kind were refused since the start of the node. */
  public Map<Kind, Long> counts() {
    Map<Kind, Long> now = new EnumMap<>(Kind.class);
    counts.forEach((kind, count) -> now.put(kind, count.get()));
    return Collections.unmodifiableMap(now);
  }

  RefusedMessage refused(Kind kind, String detail) {
    count(kind, detail);
    return new RefusedMessage(kind, detail);
  }

  RefusedMessage unreadable(String manifest, WireException why) {
    Kind kind = kind(why);
    String detail = "expected to read a " + manifest + ", but " + why.fault();
    count(kind, detail);
    return new RefusedMessage(kind, detail, why);
  }

  WireException unwritable(WireException why) {
    count(kind(why), "expected to write a message, but " + why.fault());
    return why;
  }

  private void count(Kind kind, String detail) {
    AtomicLong count = counts.get(kind);
    if (count != null && count.getAndIncrement() == 0) {
      // Whoever reads messages must not wait for a log that stands still.
      Thread.startVirtualThread(
          () ->
              LOG.warn(
                  "Refused a message, and will only count further ones of this kind: {}", detail));
    }
  }

  private static Kind kind(WireException why) {
    return why.fault().failure() == Failure.TOO_LARGE ? Kind.TOO_LARGE : Kind.MALFORMED;
  }

  private static final class Id extends ExtensionId<Refusals> {
    @Override
    public Refusals createExtension(ActorSystem<?> system) {
      return new Refusals();
    }
  }
}
