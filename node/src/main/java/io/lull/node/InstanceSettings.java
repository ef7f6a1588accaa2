package io.lull.node;

import com.typesafe.config.Config;
import io.lull.cluster.config.settings.Nearest;
import io.lull.cluster.config.settings.OwnSettings;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.WriterId;
import io.lull.writer.source.StreamSource;
import io.lull.writer.stream.StreamSourceRegistry;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a host is told of one instance.
 *
 * @param source its application, not yet touched
 * @param writer the writer of the same application, whose snapshots and streams keep out of each
 *     other's way
 */
public record InstanceSettings(String kind, StreamSource source, Optional<WriterId> writer) {
  private static final String KEY = "lull.instances.";
  private static final String KIND = "kind";
  private static final String WRITER = "writer";
  private static final String STATE = "state";

  /**
   * Reads what a host is told of its instances, and makes their sources.
   *
   * @param writers those of the host
   * @param state where sources may keep what they need for a while, unless they are told otherwise
   * @throws IllegalArgumentException if one of them cannot be made, with the reason
   */
  static SortedMap<InstanceId, InstanceSettings> of(
      HostId host,
      Config all,
      StreamSourceRegistry registry,
      Collection<WriterId> writers,
      Path state) {
    SortedMap<InstanceId, InstanceSettings> instances = new TreeMap<>();
    SortedMap<WriterId, InstanceId> spoken = new TreeMap<>();
    for (String name : all.root().keySet()) {
      InstanceId id = new InstanceId(name);
      Map<String, String> settings = OwnSettings.of(all, name);
      String kind = settings.remove(KIND);
      if (kind == null) {
        throw new IllegalArgumentException(KEY + name + ": expected a kind, but there is none");
      }
      settings.putIfAbsent(STATE, state.toString());
      Optional<WriterId> writer =
          Optional.ofNullable(settings.remove(WRITER)).map(said -> writer(host, id, said, writers));
      writer.ifPresent(
          same -> {
            InstanceId other = spoken.put(same, id);
            if (other != null) {
              throw new IllegalArgumentException(
                  KEY
                      + id
                      + ".writer: expected another than that of "
                      + other
                      + ", but both have "
                      + same.name());
            }
          });
      instances.put(
          id, new InstanceSettings(kind, registry.create(kind, host, id, settings), writer));
    }
    return instances;
  }

  private static WriterId writer(
      HostId host, InstanceId id, String name, Collection<WriterId> writers) {
    return writers.stream()
        .filter(writer -> writer.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    KEY
                        + id
                        + ".writer: expected a writer of "
                        + host
                        + ", but got "
                        + name
                        + Nearest.hint(name, writers.stream().map(WriterId::name).toList())));
  }
}
