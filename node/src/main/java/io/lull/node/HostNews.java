package io.lull.node;

import io.lull.cluster.config.message.DirectoryMessage.Presence;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.value.Sorted;
import io.lull.provider.ProviderNews;
import io.lull.wire.api.HostView;
import io.lull.writer.WriterNews;
import io.lull.writer.stream.StreamNews;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How the writers and providers of a host are, as each of them leaves it here. */
final class HostNews {
  private final Map<WriterId, WriterNews> writers = new ConcurrentHashMap<>();
  private final Map<ProviderId, ProviderNews> providers = new ConcurrentHashMap<>();
  private final Map<InstanceId, StreamNews> instances = new ConcurrentHashMap<>();

  WriterNews writer(WriterId id) {
    return writers.computeIfAbsent(id, _ -> new WriterNews());
  }

  ProviderNews provider(ProviderId id) {
    return providers.computeIfAbsent(id, _ -> new ProviderNews());
  }

  StreamNews instance(InstanceId id) {
    return instances.computeIfAbsent(id, _ -> new StreamNews());
  }

  /** Whether any writer stands still, or may. */
  boolean stands() {
    return writers.values().stream().anyMatch(WriterNews::stands);
  }

  /** All of it at one moment; nobody is asked. */
  HostView view(Presence presence, HostSettings settings, Uptime now, Instant calendar) {
    return new HostView(
        presence.host(),
        presence.incarnation(),
        presence.writers().stream()
            .map(
                id ->
                    writer(id)
                        .view(id, presence.incarnation(), now, calendar)
                        .labelled(settings.labels().getOrDefault(id, Sorted.map(Map.of()))))
            .toList(),
        presence.providers().stream()
            .map(known -> provider(known.provider()).view(known, now, calendar))
            .toList(),
        settings.instances().entrySet().stream()
            .map(
                known ->
                    instance(known.getKey())
                        .view(
                            presence.host(),
                            known.getKey(),
                            known.getValue().kind(),
                            now,
                            calendar))
            .toList());
  }
}
