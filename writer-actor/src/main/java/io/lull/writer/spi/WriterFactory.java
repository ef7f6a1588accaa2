package io.lull.writer.spi;

import io.lull.protocol.id.WriterId;
import java.util.Map;

/** Makes the writers of one kind; found by {@link java.util.ServiceLoader}. */
public interface WriterFactory {
  /** The name by which configuration asks for this kind, such as {@code postgresql}. */
  String kind();

  /**
   * Makes a writer, without touching its application.
   *
   * @throws IllegalArgumentException if a setting is missing, unknown or wrong; the message says
   *     what was expected
   */
  Writer create(WriterId writer, Map<String, String> settings);
}
