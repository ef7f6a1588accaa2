package io.lull.writer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.cluster.config.serialization.RefusedMessage;
import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.id.SetId;
import io.lull.protocol.writer.WriterFixture;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterReply;
import io.lull.wire.Wire;
import java.nio.ByteBuffer;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class WriterSerializerTest {
  private static final ActorTestKit KIT = ActorTestKit.create();

  private final Serialization serialization = SerializationExtension.get(KIT.system());
  private final TestProbe<WriterReply> asker = KIT.createTestProbe();

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void a_question_comes_back_with_the_address_of_the_asker() throws Exception {
    WriterCommand.Asked asked =
        new WriterCommand.Asked(
            new WriterInput.Freeze(WriterFixture.X, WriterFixture.LEASE), asker.getRef());
    var serializer = serialization.findSerializerFor(asked);
    assertThat(serializer).isInstanceOf(WriterSerializer.class);
    assertThat(serializer.identifier()).isEqualTo(WriterSerializer.IDENTIFIER);
    Object back =
        serialization
            .deserialize(
                serializer.toBinary(asked),
                serializer.identifier(),
                Serializers.manifestFor(serializer, asked))
            .get();
    assertThat(back).isEqualTo(asked);
  }

  @Test
  void what_only_a_host_may_report_is_refused_when_it_comes_from_another_node() throws Exception {
    byte[] report =
        Wire.cbor().write(new WriterInput.HoldReleased(new SetId("x"), 1, HoldEnd.HELD));
    byte[] forged = ByteBuffer.allocate(4 + report.length).putInt(0).put(report).array();
    WriterSerializer serializer =
        (WriterSerializer) serialization.serializerFor(WriterCommand.Asked.class);
    assertThatThrownBy(() -> serializer.fromBinary(forged, "writer-asked"))
        .isInstanceOf(RefusedMessage.class);
    byte[] addressed = withAddress(report);
    assertThatThrownBy(() -> serializer.fromBinary(addressed, "writer-asked"))
        .isInstanceOf(RefusedMessage.class)
        .hasMessageContaining("expected a request or Identify, but got HoldReleased");
  }

  private byte[] withAddress(byte[] payload) {
    byte[] address =
        ActorRefResolver.get(KIT.system()).toSerializationFormat(asker.getRef()).getBytes(UTF_8);
    return ByteBuffer.allocate(4 + address.length + payload.length)
        .putInt(address.length)
        .put(address)
        .put(payload)
        .array();
  }
}
