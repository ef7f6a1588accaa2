package io.lull.cluster.config.message;

import io.lull.cluster.config.message.DirectoryMessage.HostPresent;
import io.lull.cluster.config.message.DirectoryMessage.Presence;
import io.lull.cluster.config.message.HostMessage.AskProvider;
import io.lull.cluster.config.message.HostMessage.AskStream;
import io.lull.cluster.config.message.HostMessage.AskWriter;
import io.lull.cluster.config.message.HostMessage.Expose;
import io.lull.cluster.config.message.HostMessage.Fate;
import io.lull.cluster.config.message.HostMessage.Look;
import io.lull.cluster.config.message.HostMessage.StreamNotice;
import io.lull.cluster.config.message.HostMessage.TellFate;
import io.lull.cluster.config.message.HostMessage.TellStream;
import io.lull.cluster.config.message.HostMessage.ToExpose;
import io.lull.cluster.config.message.HostMessage.ToProvider;
import io.lull.cluster.config.message.HostMessage.ToStream;
import io.lull.cluster.config.message.HostMessage.ToWriter;
import io.lull.cluster.config.message.HostMessage.Where;
import io.lull.cluster.config.message.HostReply.Exposed;
import io.lull.cluster.config.message.HostReply.Located;
import io.lull.cluster.config.message.HostReply.Looked;
import io.lull.cluster.config.message.HostReply.Outcome;
import io.lull.cluster.config.message.HostReply.StreamAnswered;
import io.lull.cluster.config.serialization.EnvelopeForm;
import io.lull.cluster.config.serialization.EnvelopeSerializer;
import io.lull.protocol.id.SetId;
import io.lull.wire.api.Copies;
import io.lull.wire.api.HostView;
import io.lull.wire.api.StreamSaid;
import java.util.List;
import org.apache.pekko.actor.ExtendedActorSystem;

/** The forms of what coordinators and hosts send each other. */
public final class MessageSerializer extends EnvelopeSerializer {
  private static final int IDENTIFIER = 7409;

  public MessageSerializer(ExtendedActorSystem system) {
    super(
        system,
        IDENTIFIER,
        List.of(
            EnvelopeForm.asking(
                "ask-writer",
                AskWriter.class,
                ToWriter.class,
                AskWriter::question,
                AskWriter::replyTo,
                AskWriter::new),
            EnvelopeForm.asking(
                "ask-provider",
                AskProvider.class,
                ToProvider.class,
                AskProvider::question,
                AskProvider::replyTo,
                AskProvider::new),
            EnvelopeForm.telling(
                "tell-fate", TellFate.class, Fate.class, TellFate::fate, TellFate::new),
            EnvelopeForm.asking(
                "ask-stream",
                AskStream.class,
                ToStream.class,
                AskStream::question,
                AskStream::replyTo,
                AskStream::new),
            EnvelopeForm.telling(
                "tell-stream",
                TellStream.class,
                StreamNotice.class,
                TellStream::told,
                TellStream::new),
            EnvelopeForm.telling(
                "stream-answered",
                StreamAnswered.class,
                StreamSaid.class,
                StreamAnswered::said,
                StreamAnswered::new),
            EnvelopeForm.asking("look", Look.class, Look::replyTo, Look::new),
            EnvelopeForm.telling("looked", Looked.class, HostView.class, Looked::view, Looked::new),
            EnvelopeForm.asking(
                "where", Where.class, SetId.class, Where::set, Where::replyTo, Where::new),
            EnvelopeForm.telling(
                "located", Located.class, Copies.class, Located::copies, Located::new),
            EnvelopeForm.asking(
                "expose",
                Expose.class,
                ToExpose.class,
                Expose::order,
                Expose::replyTo,
                Expose::new),
            EnvelopeForm.telling(
                "exposed", Exposed.class, Outcome.class, Exposed::outcome, Exposed::new),
            EnvelopeForm.asking(
                "host-present",
                HostPresent.class,
                Presence.class,
                HostPresent::presence,
                HostPresent::agent,
                HostPresent::new)));
  }
}
