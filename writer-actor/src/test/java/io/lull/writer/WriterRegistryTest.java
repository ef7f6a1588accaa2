package io.lull.writer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.protocol.writer.WriterFixture;
import io.lull.writer.spi.WriterFactory;
import io.lull.writer.test.TestWriter;
import io.lull.writer.test.TestWriterFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WriterRegistryTest {
  private final WriterRegistry registry = WriterRegistry.load();

  @Test
  void kinds_on_the_class_path_are_known_by_name() throws Exception {
    assertThat(registry.kinds()).contains("test");
    assertThat(registry.create("test", WriterFixture.WRITER, Map.of()).describe().writer())
        .isEqualTo(WriterFixture.WRITER);
    assertThat(registry.create("test", WriterFixture.WRITER, Map.of()))
        .isInstanceOf(TestWriter.class);
  }

  @Test
  void an_unknown_kind_is_refused_with_the_nearest_known_one() {
    assertThatThrownBy(() -> registry.create("tset", WriterFixture.WRITER, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a known kind of writer for h1/db, but got tset; did you mean test?");
  }

  @Test
  void an_unknown_kind_like_no_other_is_refused_with_all_that_are_known() {
    WriterRegistry only = WriterRegistry.of(List.of(new TestWriterFactory()));
    assertThatThrownBy(() -> only.create("postgresql", WriterFixture.WRITER, Map.of()))
        .hasMessage(
            "expected a known kind of writer for h1/db, but got postgresql; known are test");
    assertThatThrownBy(
            () -> WriterRegistry.of(List.of()).create("x", WriterFixture.WRITER, Map.of()))
        .hasMessageEndingWith("but got x; known are none");
  }

  @Test
  void two_factories_of_one_kind_are_refused() {
    List<WriterFactory> both = List.of(new TestWriterFactory(), new TestWriterFactory());
    assertThatThrownBy(() -> WriterRegistry.of(both))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected one kind of writer named test");
  }
}
