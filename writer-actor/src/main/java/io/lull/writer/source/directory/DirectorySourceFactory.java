package io.lull.writer.source.directory;

import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.writer.database.WriterSettings;
import io.lull.writer.source.StreamSource;
import io.lull.writer.source.StreamSourceFactory;
import java.util.List;
import java.util.Map;

/**
 * Makes sources of directories by plain settings.
 *
 * <pre>
 *   path      the directory, from the root on; it must not be a link itself
 *   state     not used; every kind of source can be told it
 * </pre>
 */
public final class DirectorySourceFactory implements StreamSourceFactory {
  @Override
  public String kind() {
    return "directory";
  }

  @Override
  public StreamSource create(HostId host, InstanceId instance, Map<String, String> settings) {
    WriterSettings read =
        WriterSettings.ofSource(kind(), host, instance, settings, List.of("path", "state"));
    return new DirectorySource(
        instance,
        read.path("path")
            .orElseThrow(() -> read.bad("a directory as path, such as /srv/files", "nothing")));
  }
}
