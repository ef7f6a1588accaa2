package io.lull.writer.source.test;

import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.writer.source.StreamSource;
import io.lull.writer.source.StreamSourceFactory;
import java.util.Map;

/**
 * Makes test sources by plain settings.
 *
 * <pre>
 *   databases           users:3m, orders:128k         what it has, and how many bytes of each
 *   log-size            64k                           how many bytes each of its logs has
 *   logging             kept | circular | …           what it does with them
 *   begin, open, read,… non-retryable x2, delay 200ms, hang always, lie
 * </pre>
 */
public final class TestSourceFactory implements StreamSourceFactory {
  @Override
  public String kind() {
    return "test";
  }

  @Override
  public StreamSource create(HostId host, InstanceId instance, Map<String, String> settings) {
    SourceSettings read = new SourceSettings(instance, settings);
    return new TestSource(read.databases(), read.logBytes(), read.logging(), read.script());
  }
}
