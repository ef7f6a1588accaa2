package io.lull.acceptance.cluster.child;

import io.lull.protocol.id.WriterId;
import io.lull.writer.spi.Writer;
import io.lull.writer.spi.WriterFactory;
import io.lull.writer.test.TestWriter;
import io.lull.writer.test.TestWriterFactory;
import java.util.Map;

/** Makes test writers that take orders while they run. */
public final class ScriptedWriterFactory implements WriterFactory {
  @Override
  public String kind() {
    return "scripted";
  }

  @Override
  public Writer create(WriterId writer, Map<String, String> settings) {
    Writer made = new TestWriterFactory().create(writer, settings);
    Orders.to(writer.host().name() + "/" + writer.name(), (TestWriter) made);
    return made;
  }
}
