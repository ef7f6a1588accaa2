package io.lull.writer.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.writer.source.test.TestSource;
import io.lull.writer.source.test.TestSourceFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StreamSourceRegistryTest {
  private static final HostId HOST = new HostId("h");
  private static final InstanceId MAIL = new InstanceId("mail");

  @Test
  void the_kinds_on_the_class_path_are_known() {
    StreamSourceRegistry registry = StreamSourceRegistry.load();

    assertThat(registry.kinds()).contains("test");
    assertThat(registry.create("test", HOST, MAIL, Map.of())).isInstanceOf(TestSource.class);
  }

  @Test
  void a_kind_that_nobody_knows_is_refused_with_the_nearest() {
    assertThatThrownBy(() -> StreamSourceRegistry.load().create("tets", HOST, MAIL, Map.of()))
        .hasMessage("expected a known kind of instance for mail, but got tets; did you mean test?");
    assertThatThrownBy(
            () -> StreamSourceRegistry.of(List.of()).create("test", HOST, MAIL, Map.of()))
        .hasMessageContaining("known are none");
  }

  @Test
  void two_that_claim_one_kind_are_refused() {
    assertThatThrownBy(
            () ->
                StreamSourceRegistry.of(List.of(new TestSourceFactory(), new TestSourceFactory())))
        .hasMessageContaining("expected one kind of instance named test");
  }
}
