package io.lull.coordinator;

import io.lull.cluster.config.serialization.EnvelopeForm;
import io.lull.cluster.config.serialization.EnvelopeSerializer;
import io.lull.coordinator.RestoreMessage.CallRestore;
import io.lull.coordinator.RestoreMessage.ToRestore;
import io.lull.coordinator.RestoreMessage.WakeRestore;
import io.lull.coordinator.SessionMessage.Call;
import io.lull.coordinator.SessionMessage.HandIn;
import io.lull.coordinator.SessionMessage.Reported;
import io.lull.coordinator.SessionMessage.ToSession;
import io.lull.coordinator.SessionMessage.Wake;
import io.lull.coordinator.SessionMessage.Whom;
import io.lull.coordinator.SlotMessage.ToSlot;
import io.lull.coordinator.StreamMessage.CallStream;
import io.lull.coordinator.StreamMessage.PassStream;
import io.lull.coordinator.StreamMessage.TellStreamSession;
import io.lull.coordinator.StreamMessage.ToStreamSession;
import io.lull.coordinator.StreamMessage.WakeStream;
import io.lull.coordinator.WindowKeeper.Finished;
import io.lull.coordinator.WindowKeeper.Forget;
import java.util.List;
import org.apache.pekko.actor.ExtendedActorSystem;

/** The forms of what coordinators and requesters send each other. */
public final class CoordinatorSerializer extends EnvelopeSerializer {
  private static final int IDENTIFIER = 7410;

  public CoordinatorSerializer(ExtendedActorSystem system) {
    super(
        system,
        IDENTIFIER,
        List.of(
            EnvelopeForm.asking(
                "call", Call.class, ToSession.class, Call::verb, Call::replyTo, Call::new),
            EnvelopeForm.telling(
                "tell-session",
                SessionMessage.Tell.class,
                ToSession.class,
                SessionMessage.Tell::told,
                SessionMessage.Tell::new),
            EnvelopeForm.telling("wake-session", Wake.class, Whom.class, Wake::whom, Wake::new),
            EnvelopeForm.asking(
                "call-restore",
                CallRestore.class,
                ToRestore.class,
                CallRestore::verb,
                CallRestore::replyTo,
                CallRestore::new),
            EnvelopeForm.telling(
                "wake-restore", WakeRestore.class, Whom.class, WakeRestore::whom, WakeRestore::new),
            EnvelopeForm.asking(
                "call-stream",
                CallStream.class,
                ToStreamSession.class,
                CallStream::verb,
                CallStream::replyTo,
                CallStream::new),
            EnvelopeForm.asking(
                "pass-stream",
                PassStream.class,
                ToStreamSession.class,
                PassStream::verb,
                PassStream::replyTo,
                PassStream::new),
            EnvelopeForm.telling(
                "tell-stream-session",
                TellStreamSession.class,
                ToStreamSession.class,
                TellStreamSession::told,
                TellStreamSession::new),
            EnvelopeForm.telling(
                "wake-stream", WakeStream.class, Whom.class, WakeStream::whom, WakeStream::new),
            EnvelopeForm.asking(
                "hand-in",
                HandIn.class,
                Reported.class,
                HandIn::reported,
                HandIn::keeper,
                HandIn::new),
            EnvelopeForm.telling(
                "tell-slot",
                SlotMessage.Tell.class,
                ToSlot.class,
                SlotMessage.Tell::told,
                SlotMessage.Tell::new),
            EnvelopeForm.telling(
                "forget-window", Forget.class, Finished.class, Forget::window, Forget::new)));
  }
}
