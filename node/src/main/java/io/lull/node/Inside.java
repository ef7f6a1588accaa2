package io.lull.node;

import io.lull.cluster.config.settings.PlanSettings;
import io.lull.cluster.config.settings.RetentionSettings;
import io.lull.coordinator.Chronicle;
import io.lull.coordinator.HostRounds;
import io.lull.coordinator.Sessions;
import io.lull.coordinator.client.Lull;
import io.lull.protocol.id.HostId;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Supplier;

/**
 * What a coordinator shows of itself to whoever speaks for it to the outside.
 *
 * @param client runs whole backups from here
 * @param sessions the way to single sessions, for whoever is a requester himself
 * @param chronicle what became of sessions, restores, streams and sets
 * @param rounds how the hosts are, and where copies lie
 * @param plans the backups that can be run by their names
 * @param retention which sets stay when somebody cleans up
 * @param notReady why the node cannot be given work now; nothing if it can
 */
public record Inside(
    HostId host,
    Lull client,
    Sessions sessions,
    Chronicle chronicle,
    HostRounds rounds,
    SortedMap<String, PlanSettings> plans,
    RetentionSettings retention,
    Supplier<List<String>> notReady) {}
