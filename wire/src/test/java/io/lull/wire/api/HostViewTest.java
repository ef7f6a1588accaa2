package io.lull.wire.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.Database;
import io.lull.protocol.stream.FullMark;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.StreamPhase;
import io.lull.wire.Wire;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostViewTest {
  private static final HostId HOST = new HostId("a");

  @Test
  void what_a_host_said_before_hosts_could_be_streamed_is_read() {
    byte[] old =
        "{\"host\":\"a\",\"incarnation\":1,\"writers\":[],\"providers\":[]}".getBytes(UTF_8);

    assertThat(Wire.json().read(old, HostView.class))
        .isEqualTo(new HostView(HOST, Incarnation.FIRST, List.of(), List.of(), List.of()));
  }

  @Test
  void what_a_host_says_of_its_instances_is_read_as_it_was() {
    InstanceView mail =
        new InstanceView(
            HOST,
            new InstanceId("mail"),
            "postgres",
            StreamPhase.LOGS,
            Optional.of(
                new InstanceView.Open(
                    new SessionId("s"),
                    StreamKind.FULL,
                    Optional.of(new InstanceView.Reading(new StreamFile.LogFile(3), 5, 9)))),
            List.of(
                new Database(
                    new DatabaseId("users"),
                    true,
                    Optional.of(FullMark.by(FullMark.Means.STREAM, 4)))),
            Optional.of(Fault.of(Failure.SOURCE_FAILED, "x")),
            Optional.of(Instant.EPOCH));
    HostView view = new HostView(HOST, Incarnation.FIRST, List.of(), List.of(), List.of(mail));

    for (Wire wire : List.of(Wire.json(), Wire.cbor())) {
      assertThat(wire.read(wire.write(view), HostView.class)).isEqualTo(view);
    }
  }
}
