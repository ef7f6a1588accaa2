package io.lull.node;

import io.lull.cluster.config.message.DirectoryMessage.Presence;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.value.Sorted;
import io.lull.provider.ProviderNews;
import io.lull.wire.api.HostView;
import io.lull.writer.WriterNews;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;

/** How the writers and providers of a host are, as each of them leaves it here. */
final class HostNews {
  private final Map<WriterId, WriterNews> writers = new ConcurrentHashMap<>();
  private final Map<ProviderId, ProviderNews> providers = new ConcurrentHashMap<>();

  WriterNews writer(WriterId id) {
    return writers.computeIfAbsent(id, _ -> new WriterNews());
  }

  ProviderNews provider(ProviderId id) {
    return providers.computeIfAbsent(id, _ -> new ProviderNews());
  }

  /** All of it at one moment; nobody is asked. */
  HostView view(
      Presence presence,
      Map<WriterId, SortedMap<String, String>> labels,
      Uptime now,
      Instant calendar) {
    return new HostView(
        presence.host(),
        presence.incarnation(),
        presence.writers().stream()
            .map(
                id ->
                    writer(id)
                        .view(id, presence.incarnation(), now, calendar)
                        .labelled(labels.getOrDefault(id, Sorted.map(Map.of()))))
            .toList(),
        presence.providers().stream()
            .map(known -> provider(known.provider()).view(known, now, calendar))
            .toList());
  }
}
