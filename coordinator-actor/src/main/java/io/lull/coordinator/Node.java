package io.lull.coordinator;

import io.lull.cluster.config.message.DirectoryMessage;
import io.lull.protocol.time.Uptime;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What the actors of one node share.
 *
 * @param hosts what the directory knows
 * @param sessions takes a message to the session it names, wherever that lives
 * @param slots takes a message to the slot it names, wherever that lives
 */
record Node(
    InstantSource calendar,
    Supplier<Uptime> uptime,
    AtomicReference<Hosts> hosts,
    ActorRef<DirectoryMessage> directory,
    ActorRef<WindowKeeper.Command> keeper,
    Windows windows,
    Consumer<SessionMessage.Addressed> sessions,
    Consumer<SlotMessage.Tell> slots,
    PersistenceSettings persistence) {}
