package io.lull.cluster.config.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.lull.cluster.config.serialization.Refusals.Kind;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.slot.SlotInput;
import io.lull.wire.Arbitrary;
import io.lull.wire.ProtocolTypes;
import io.lull.wire.TypeNames;
import io.lull.wire.WireException;
import io.lull.wire.WireLimits;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

class WireSerializerTest {
  private static final SlotInput TAKE =
      new SlotInput.TakeSlot(new SessionId("s1"), new SetId("set1"));

  private static final ActorTestKit KIT = ActorTestKit.create();
  private final Serialization serialization = SerializationExtension.get(KIT.system());

  static List<Class<?>> members() {
    return TypeNames.types().stream()
        .<Class<?>>flatMap(type -> ProtocolTypes.members(type).stream())
        .toList();
  }

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @ParameterizedTest
  @MethodSource("members")
  void every_message_and_event_comes_back_as_it_was(Class<?> member) throws Exception {
    Object value = Arbitrary.of(1).of(member);
    WireSerializer serializer = (WireSerializer) serialization.findSerializerFor(value);
    String manifest = Serializers.manifestFor(serializer, value);

    assertThat(manifest).matches("[a-z]+(-[a-z]+)*");
    assertThat(serializer.fromBinary(serializer.toBinary(value), manifest)).isEqualTo(value);
    assertThat(
            serialization
                .deserialize(
                    serialization.serialize(value).get(), serializer.identifier(), manifest)
                .get())
        .isEqualTo(value);
  }

  private WireSerializer serializer() {
    return (WireSerializer) serialization.serializerByIdentity().apply(WireSerializer.IDENTIFIER);
  }

  private RefusedMessage refused(byte[] bytes, String manifest) {
    return catchThrowableOfType(
        RefusedMessage.class, () -> serializer().fromBinary(bytes, manifest));
  }

  @Test
  void a_message_that_is_cut_anywhere_is_refused() {
    byte[] whole = serializer().toBinary(TAKE);
    long before = count(Kind.MALFORMED);

    for (int length = 0; length < whole.length; length++) {
      assertThat(refused(Arrays.copyOf(whole, length), "slot-input").kind())
          .isEqualTo(Kind.MALFORMED);
    }
    assertThat(count(Kind.MALFORMED)).isEqualTo(before + whole.length);
  }

  @Test
  void a_manifest_that_is_not_known_is_refused_also_when_it_names_a_class() {
    byte[] bytes = serializer().toBinary(TAKE);

    assertThat(refused(bytes, SlotInput.class.getName()))
        .hasMessageContaining("io.lull.protocol.slot.SlotInput")
        .extracting(RefusedMessage::kind)
        .isEqualTo(Kind.UNKNOWN_TYPE);
    assertThat(refused(bytes, "x".repeat(1 << 20) + "\n").getMessage()).hasSizeLessThan(200);
    assertThat(refused(bytes, "slot-event").kind()).isEqualTo(Kind.MALFORMED);
  }

  @Test
  void what_is_larger_than_anything_honest_is_neither_read_nor_written() {
    Set<WriterId> many =
        IntStream.rangeClosed(0, WireLimits.ELEMENTS)
            .mapToObj(i -> new WriterId(new HostId("a"), "w" + i))
            .collect(Collectors.toSet());
    long before = count(Kind.TOO_LARGE);

    assertThatThrownBy(() -> serializer().toBinary(new SessionEvent.WritersDisabled(many)))
        .isInstanceOf(WireException.class);
    assertThat(refused(new byte[WireLimits.MESSAGE_BYTES + 1], "slot-input").kind())
        .isEqualTo(Kind.TOO_LARGE);
    assertThat(count(Kind.TOO_LARGE)).isEqualTo(before + 2);
  }

  @Test
  void what_is_no_value_of_the_protocol_has_no_manifest() {
    assertThatThrownBy(() -> serializer().manifest("text"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static long count(Kind kind) {
    return Refusals.get(KIT.system()).counts().get(kind);
  }

  /**
   * On a system of its own, whose counts nobody else has moved, and with names that nobody else
   * uses: lines of the other tests may come late.
   */
  @org.junit.jupiter.api.Nested
  class LoggedOnceTest {
    private static final List<String> MANIFESTS = List.of("session-event", "never-heard-of");

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Refusals.class);

    @BeforeEach
    void listen() {
      // Lines are written beside whoever reads messages, each on a thread of its own.
      lines.list = new CopyOnWriteArrayList<>();
      logger.setLevel(Level.WARN);
      logger.addAppender(lines);
      lines.start();
    }

    @Test
    void each_kind_is_logged_once_and_then_counted() {
      ActorTestKit kit = ActorTestKit.create();
      try {
        Serialization fresh = SerializationExtension.get(kit.system());
        for (int i = 0; i < 3; i++) {
          for (String manifest : MANIFESTS) {
            assertThat(fresh.deserialize(new byte[0], WireSerializer.IDENTIFIER, manifest))
                .matches(outcome -> outcome.isFailure());
          }
        }
        assertThat(Refusals.get(kit.system()).counts())
            .containsEntry(Kind.MALFORMED, 3L)
            .containsEntry(Kind.UNKNOWN_TYPE, 3L)
            .containsEntry(Kind.TOO_LARGE, 0L);
        kit.createTestProbe()
            .awaitAssert(
                Duration.ofSeconds(30),
                () ->
                    assertThat(lines.list)
                        .extracting(ILoggingEvent::getFormattedMessage)
                        .filteredOn(line -> MANIFESTS.stream().anyMatch(line::contains))
                        .satisfiesExactlyInAnyOrder(
                            line -> assertThat(line).contains(MANIFESTS.getFirst()),
                            line -> assertThat(line).contains(MANIFESTS.getLast())));
      } finally {
        kit.shutdownTestKit();
        logger.detachAppender(lines);
      }
    }
  }
}
