package io.lull.writer.source;

import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import java.util.Map;

/** Makes the sources of one kind; found by {@link java.util.ServiceLoader}. */
public interface StreamSourceFactory {
  /** The name by which configuration asks for this kind, such as {@code postgres}. */
  String kind();

  /**
   * Makes a source, without touching its application.
   *
   * @throws IllegalArgumentException if a setting is missing, unknown or wrong; the message says
   *     what was expected
   */
  StreamSource create(HostId host, InstanceId instance, Map<String, String> settings);
}
