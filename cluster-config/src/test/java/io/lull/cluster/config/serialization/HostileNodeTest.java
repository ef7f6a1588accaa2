package io.lull.cluster.config.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.typesafe.config.ConfigFactory;
import io.lull.cluster.config.serialization.Refusals.Kind;
import io.lull.cluster.config.settings.NodeConfig;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.slot.SlotInput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A node that has got in and sends rubbish: it is counted, and the others go on. */
class HostileNodeTest {
  private static final int EACH = 20;
  private static final String NODE =
      """
      lull.node.roles = [host]
      lull.cluster.message-size = 64 KiB
      pekko.remote.artery.canonical.port = 0
      pekko.cluster.jmx.enabled = off
      """;
  private static final String HONEST =
      """
      pekko.actor.serializers.question = "%1$s$Serializer"
      pekko.actor.serialization-bindings { "%1$s$Ask" = question, "%1$s$Tell" = question }
      """
          .formatted(Question.class.getName());
  private static final String LIAR =
      """
      pekko.actor.serializers { known = "%1$s$AsKnown", unheard = "%1$s$AsUnheard" }
      pekko.actor.serialization-bindings { "%1$s$Known" = known, "%1$s$Unheard" = unheard }
      """
          .formatted(Lie.class.getName());

  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private ActorTestKit honest;
  private ActorTestKit liar;

  private final List<Logger> loggers =
      Stream.of(Refusals.class.getName(), "org.apache.pekko.remote.artery.Deserializer")
          .map(name -> (Logger) LoggerFactory.getLogger(name))
          .toList();

  @BeforeEach
  void start() {
    honest = ActorTestKit.create("lull", NodeConfig.of(ConfigFactory.parseString(NODE + HONEST)));
    liar = ActorTestKit.create("lull", NodeConfig.of(ConfigFactory.parseString(NODE + LIAR)));
    lines.start();
    for (Logger logger : loggers) {
      logger.setLevel(Level.WARN);
      logger.addAppender(lines);
    }
  }

  @AfterEach
  void stop() {
    liar.shutdownTestKit();
    honest.shutdownTestKit();
    loggers.forEach(logger -> logger.detachAppender(lines));
  }

  @Test
  void rubbish_is_counted_logged_once_and_nobody_dies() {
    TestProbe<Question> probe = honest.createTestProbe(Question.class);
    ActorRef<Question> listener =
        ActorRefResolver.get(liar.system())
            .resolveActorRef(
                ActorRefResolver.get(honest.system()).toSerializationFormat(probe.getRef()));
    Question.Tell truth =
        new Question.Tell(new SlotInput.TakeSlot(new SessionId("s1"), new SetId("set1")));
    for (int i = 0; i < EACH; i++) {
      listener.tell(new Lie.Known("slot-tell", Collections.nCopies(9, (byte) i)));
      listener.tell(new Lie.Known("slot-tell", Collections.nCopies(70_000, (byte) 0)));
      listener.tell(new Lie.Known("java.lang.Runtime", List.of()));
      listener.tell(new Lie.Unheard("slot-tell", List.of()));
    }
    listener.tell(new Lie.Known("slot-tell", bytes(truth)));

    assertThat(probe.receiveMessage(Duration.ofSeconds(30))).isEqualTo(truth);
    assertThat(Refusals.get(honest.system()).counts())
        .isEqualTo(
            Map.of(
                Kind.MALFORMED, (long) EACH,
                Kind.TOO_LARGE, (long) EACH,
                Kind.UNKNOWN_TYPE, (long) EACH));
    assertThat(lines.list.stream().filter(line -> line.getLevel() == Level.WARN)).hasSize(3);
    // Pekko itself may say one more word, once a minute.
    assertThat(lines.list.stream().filter(line -> line.getLevel() == Level.ERROR)).hasSize(1);
  }

  private List<Byte> bytes(Question truth) {
    byte[] raw =
        new Question.Serializer((ExtendedActorSystem) Adapter.toClassic(honest.system()))
            .toBinary(truth);
    List<Byte> bytes = new ArrayList<>();
    for (byte one : raw) {
      bytes.add(one);
    }
    return bytes;
  }
}
