package io.lull.writer.test;

import io.lull.protocol.id.WriterId;
import io.lull.writer.spi.Writer;
import io.lull.writer.spi.WriterFactory;
import java.util.Map;

/**
 * Makes test writers by plain settings.
 *
 * <pre>
 *   components          data:/data, log:/log:/log2    what it has, and on which volumes
 *   level               front-end | back-end | system
 *   hold                60s                           how long it can stand still
 *   kind-of-hold        application | application-and-files | backup-mode | filesystem | none
 *   behind              host/name                     the front end before it
 *   diary               a file, in which it writes what happens to it
 *   freeze, thaw, …     retryable x2, delay 200ms, hang always
 * </pre>
 */
public final class TestWriterFactory implements WriterFactory {
  @Override
  public String kind() {
    return "test";
  }

  @Override
  public Writer create(WriterId writer, Map<String, String> settings) {
    TestSettings read = new TestSettings(writer, settings);
    return new TestWriter(read.metadata(), read.script(), read.diary());
  }
}
