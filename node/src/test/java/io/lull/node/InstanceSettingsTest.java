package io.lull.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.WriterId;
import io.lull.writer.source.test.TestSource;
import io.lull.writer.stream.StreamSourceRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstanceSettingsTest {
  private static final HostId HOST = new HostId("h");
  private static final WriterId DB = new WriterId(HOST, "db");

  private static SortedMap<InstanceId, InstanceSettings> of(String own) {
    return InstanceSettings.of(
        HOST,
        ConfigFactory.parseString(own),
        StreamSourceRegistry.load(),
        List.of(DB),
        Path.of("/state"));
  }

  @Test
  void an_instance_has_a_kind_and_maybe_a_writer_and_the_rest_is_for_its_source() {
    InstanceSettings mail =
        of("mail { kind = test, writer = db, databases = \"users:3m\" }")
            .get(new InstanceId("mail"));

    assertThat(mail.kind()).isEqualTo("test");
    assertThat(mail.source()).isInstanceOf(TestSource.class);
    assertThat(mail.writer()).contains(DB);
    assertThat(of("shop { kind = test }").get(new InstanceId("shop")).writer()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "instances.m { kind = postgres, checkpoint = 9m } | lull.streams.begin: expected more than"
            + " the 550 s that the settings of lull.instances.m give its application, but got",
        "instances.m { kind = postgres, archiver = 12m } | lull.streams.roll: expected more than",
        "instances.m { kind = sqlite, databases = /a, copy = 12m } | lull.streams.open: expected",
        "streams.begin = 10m, instances.m { kind = directory, path = /a } | lull.streams.begin:"
            + " expected less than lull.limits.prepare-for-backup, 10 min",
      })
  void who_waits_for_somebody_waits_longer_than_that_one(String own, String problem) {
    assertThatThrownBy(() -> host(own))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void what_is_not_said_fits_together() {
    assertThat(
            host("""
            instances.m { kind = postgres }
            instances.n { kind = sqlite, databases = /a }
            instances.o { kind = directory, path = /a }
            """)
                .instances())
        .hasSize(3);
    // Where nothing is streamed, nothing has to fit.
    assertThat(host("streams.begin = 10m").instances()).isEmpty();
  }

  private static HostSettings host(String own) {
    return HostSettings.of(
        HOST,
        ConfigFactory.parseString("lull {\n" + own + "\n}")
            .withFallback(ConfigFactory.defaultReference())
            .resolve(),
        List.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "m {} | lull.instances.m: expected a kind, but there is none",
        "m { kind = tset } | expected a known kind of instance for m, but got tset; did you mean"
            + " test?",
        "m { kind = test, databasse = x } | but got databasse; did you mean databases?",
        "m { kind = test, open = freeze } | expected a deed",
        "m { kind = test, open = half } | expected one of",
        "m { kind = test, databases = x } | a name and a size",
        "m { kind = test, logging = yes } | expected one of kept",
        "m { kind = test, writer = dbb } | lull.instances.m.writer: expected a writer of h, but got"
            + " dbb; did you mean db?",
        "a { kind = test, writer = db }, b { kind = test, writer = db } | lull.instances.b.writer:"
            + " expected another",
        "\"a b\" { kind = test } | expected an instance name",
      })
  void what_is_wrong_is_said(String own, String problem) {
    assertThatThrownBy(() -> of(own))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem);
  }
}
