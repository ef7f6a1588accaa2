package io.lull.cluster.config.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.ConfigFactory;
import io.lull.cluster.config.serialization.Refusals.Kind;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.slot.SlotInput;
import io.lull.protocol.slot.SlotReply;
import io.lull.wire.WireException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class EnvelopeSerializerTest {
  private static final SlotInput TAKE =
      new SlotInput.TakeSlot(new SessionId("s1"), new SetId("set1"));
  private static final SlotReply RELEASED =
      new SlotReply.SlotReleased(new HostId("a"), new SessionId("s1"), new SetId("set1"));

  private static final ActorTestKit KIT =
      ActorTestKit.create(
          ConfigFactory.parseString(EnvelopeSerializer.MESSAGE_SIZE + " = 400 B")
              .withFallback(ConfigFactory.load()));
  private final TestProbe<SlotReply> asker = KIT.createTestProbe();
  private final EnvelopeSerializer serializer =
      new Question.Serializer((ExtendedActorSystem) Adapter.toClassic(KIT.system()));

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void a_question_comes_back_with_the_address_of_the_asker() throws Exception {
    Question.Ask question = new Question.Ask(TAKE, asker.getRef());
    Question.Ask read =
        (Question.Ask)
            serializer.fromBinary(serializer.toBinary(question), serializer.manifest(question));
    read.replyTo().tell(RELEASED);

    assertThat(read).isEqualTo(question);
    asker.expectMessage(RELEASED);
  }

  @Test
  void what_needs_no_answer_carries_no_address() throws Exception {
    Question.Tell told = new Question.Tell(TAKE);

    assertThat(serializer.fromBinary(serializer.toBinary(told), "slot-tell")).isEqualTo(told);
  }

  private Kind refused(byte[] bytes, String manifest) {
    return catchThrowableOfType(RefusedMessage.class, () -> serializer.fromBinary(bytes, manifest))
        .kind();
  }

  @Test
  void an_envelope_that_is_cut_anywhere_is_refused() {
    byte[] whole = serializer.toBinary(new Question.Ask(TAKE, asker.getRef()));

    for (int length = 0; length < whole.length; length++) {
      assertThat(refused(Arrays.copyOf(whole, length), "slot-ask")).isEqualTo(Kind.MALFORMED);
    }
  }

  @Test
  void lengths_that_lie_are_refused() {
    for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 97, 5000}) {
      byte[] bytes = ByteBuffer.allocate(100).putInt(length).array();
      assertThat(refused(bytes, "slot-ask")).isEqualTo(Kind.MALFORMED);
    }
  }

  @Test
  void a_question_without_an_asker_is_refused() {
    assertThat(refused(serializer.toBinary(new Question.Tell(TAKE)), "slot-ask"))
        .isEqualTo(Kind.MALFORMED);
  }

  @Test
  void a_manifest_that_is_not_known_is_refused() {
    assertThat(refused(new byte[4], "slot-shout")).isEqualTo(Kind.UNKNOWN_TYPE);
  }

  @Test
  void what_is_over_the_limit_is_neither_read_nor_written() {
    SlotInput fits = TAKE;
    String long64 = "s".repeat(64);
    SlotReply reply =
        new SlotReply.SlotReleased(new HostId(long64), new SessionId(long64), new SetId(long64));

    assertThat(serializer.toBinary(new Question.Tell(fits))).hasSizeLessThan(400);
    assertThat(refused(new byte[401], "slot-tell")).isEqualTo(Kind.TOO_LARGE);
    assertThatThrownBy(() -> new Large(reply).write())
        .isInstanceOf(WireException.class)
        .hasMessageContaining(EnvelopeSerializer.MESSAGE_SIZE);
  }

  /** Three answers at once, which are more than the limit of this test. */
  private record Large(SlotReply one) {
    byte[] write() {
      return new Serializer().toBinary(this);
    }

    private static final class Serializer extends EnvelopeSerializer {
      Serializer() {
        super(
            (ExtendedActorSystem) Adapter.toClassic(KIT.system()),
            1 << 20,
            java.util.List.of(
                EnvelopeForm.telling(
                    "large",
                    Large.class,
                    Three.class,
                    large -> new Three(large.one(), large.one(), large.one()),
                    three -> new Large(three.one()))));
      }
    }
  }

  record Three(SlotReply one, SlotReply two, SlotReply three) {}
}
