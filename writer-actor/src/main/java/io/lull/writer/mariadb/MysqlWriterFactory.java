package io.lull.writer.mariadb;

import io.lull.protocol.id.WriterId;
import io.lull.writer.spi.Writer;
import io.lull.writer.spi.WriterFactory;
import java.util.Map;

/** Makes writers of MySQL, by the settings of {@link MariadbWriterFactory}. */
public final class MysqlWriterFactory implements WriterFactory {
  @Override
  public String kind() {
    return "mysql";
  }

  @Override
  public Writer create(WriterId writer, Map<String, String> settings) {
    return new MariadbWriter(MariadbSettings.of(Dialect.MYSQL, writer, settings));
  }
}
