package io.lull.cluster.config.serialization;

import io.lull.protocol.slot.SlotInput;
import io.lull.protocol.slot.SlotReply;
import java.util.List;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;

/** What a module sends, as small as can be. */
sealed interface Question permits Question.Ask, Question.Tell, Lie {
  record Ask(SlotInput input, ActorRef<SlotReply> replyTo) implements Question {}

  record Tell(SlotInput input) implements Question {}

  final class Serializer extends EnvelopeSerializer {
    static final int IDENTIFIER = 7499;

    Serializer(ExtendedActorSystem system) {
      super(
          system,
          IDENTIFIER,
          List.of(
              EnvelopeForm.asking(
                  "slot-ask", Ask.class, SlotInput.class, Ask::input, Ask::replyTo, Ask::new),
              EnvelopeForm.telling(
                  "slot-tell", Tell.class, SlotInput.class, Tell::input, Tell::new)));
    }
  }
}
