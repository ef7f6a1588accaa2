package io.lull.provider;

import static io.lull.protocol.provider.ProviderFixture.A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.protocol.provider.ProviderFixture;
import io.lull.protocol.provider.ProviderInput.FateTold;
import io.lull.protocol.provider.ProviderInput.StepOverdue;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.provider.ProviderStep;
import io.lull.provider.ProviderCommand.Asked;
import io.lull.wire.Wire;
import java.nio.ByteBuffer;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProviderSerializerTest {
  private static final ActorTestKit KIT = ActorTestKit.create();
  private final Serialization serialization = SerializationExtension.get(KIT.system());
  private final TestProbe<ProviderReply> asker = KIT.createTestProbe();

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  private void comesBack(Object command) throws Exception {
    SerializerWithStringManifest serializer =
        (SerializerWithStringManifest) serialization.findSerializerFor(command);
    assertThat(serializer).isInstanceOf(ProviderSerializer.class);
    assertThat(serializer.fromBinary(serializer.toBinary(command), serializer.manifest(command)))
        .isEqualTo(command);
  }

  @ParameterizedTest
  @EnumSource(ProviderStep.class)
  void a_request_comes_back_with_the_address_of_the_asker(ProviderStep step) throws Exception {
    comesBack(new Asked(ProviderFixture.request(A, step), asker.getRef()));
  }

  @Test
  void a_fate_comes_back() throws Exception {
    comesBack(new ProviderCommand.Told(new FateTold(A.set(), true)));
  }

  /** Who could report the end of work from outside could make a set out of nothing. */
  @Test
  void what_a_host_reports_of_itself_cannot_come_from_outside() {
    SerializerWithStringManifest serializer =
        (SerializerWithStringManifest)
            serialization.serializerByIdentity().apply(ProviderSerializer.IDENTIFIER);
    byte[] payload = Wire.cbor().write(new StepOverdue(A.set(), 1));
    byte[] bytes = ByteBuffer.allocate(4 + payload.length).putInt(0).put(payload).array();
    assertThatThrownBy(() -> serializer.fromBinary(bytes, "provider-told"))
        .hasMessageContaining("expected to read a provider-told");
    assertThatThrownBy(() -> serializer.manifest(new ProviderCommand.Reconnected()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
