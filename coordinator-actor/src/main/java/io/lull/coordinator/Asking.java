package io.lull.coordinator;

import io.lull.cluster.config.message.HostMessage;
import io.lull.cluster.config.message.HostMessage.AskProvider;
import io.lull.cluster.config.message.HostMessage.AskStream;
import io.lull.cluster.config.message.HostMessage.AskWriter;
import io.lull.cluster.config.message.HostMessage.Fate;
import io.lull.cluster.config.message.HostMessage.TellFate;
import io.lull.cluster.config.message.HostMessage.ToProvider;
import io.lull.cluster.config.message.HostMessage.ToStream;
import io.lull.cluster.config.message.HostMessage.ToWriter;
import io.lull.cluster.config.message.HostReply.StreamAnswered;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterInput.WriterRequest;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterStep;
import io.lull.wire.api.StreamSaid;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.util.Timeout;
import scala.reflect.ClassTag$;

/**
 * Asks participants, each within the limit of what it is asked.
 *
 * <p>The machines have limits of their own, for all whom they wait for together, and decide by
 * those. The limit of a single question ends the waiting for its answer and nothing else: an answer
 * that comes later is dropped, and whoever still needs it asks again. A host that nobody knows is
 * not asked, which is no different from a message that was lost.
 *
 * @param <M> what the asking actor is sent
 */
final class Asking<M> {
  private final ActorContext<M> context;
  private final Supplier<Hosts> hosts;
  private final Function<WriterReply, M> ofWriter;
  private final Function<ProviderReply, M> ofProvider;
  private final Function<String, M> unanswered;

  Asking(
      ActorContext<M> context,
      Supplier<Hosts> hosts,
      Function<WriterReply, M> ofWriter,
      Function<ProviderReply, M> ofProvider,
      Function<String, M> unanswered) {
    this.context = context;
    this.hosts = hosts;
    this.ofWriter = ofWriter;
    this.ofProvider = ofProvider;
    this.unanswered = unanswered;
  }

  void writer(WriterId writer, WriterInput request, Limits limits) {
    Duration limit =
        request instanceof WriterRequest ofSet
            ? WriterStep.of(ofSet).limit(limits)
            : limits.identify();
    ask(
        writer.host(),
        WriterReply.class,
        limit,
        replyTo -> new AskWriter(new ToWriter(writer, request), replyTo),
        ofWriter,
        writer.toString());
  }

  void provider(ProviderId provider, ProviderRequest request, Limits limits) {
    ask(
        provider.host(),
        ProviderReply.class,
        ProviderStep.of(request).limit(limits),
        replyTo -> new AskProvider(new ToProvider(provider, request), replyTo),
        ofProvider,
        provider.toString());
  }

  /** Asks about a stream; the answer comes to the asking actor as this makes of it. */
  void stream(
      HostId host,
      StreamInput.OfSession request,
      Duration limit,
      Function<StreamSaid, M> ofStream) {
    ask(
        host,
        StreamAnswered.class,
        limit,
        replyTo -> new AskStream(new ToStream(request), replyTo),
        answered -> ofStream.apply(answered.said()),
        host.toString());
  }

  private <R> void ask(
      HostId host,
      Class<R> answer,
      Duration limit,
      Function<ActorRef<R>, HostMessage> question,
      Function<R, M> heard,
      String whom) {
    hosts
        .get()
        .agent(host)
        .ifPresent(
            agent ->
                // The Java way to ask hears answers on the threads of the whole process.
                context
                    .asScala()
                    .<HostMessage, R>ask(
                        agent,
                        question::apply,
                        reply ->
                            reply.isSuccess() ? heard.apply(reply.get()) : unanswered.apply(whom),
                        Timeout.create(limit),
                        ClassTag$.MODULE$.apply(answer)));
  }

  void tellFate(ProviderId provider, SetId set, boolean lives) {
    hosts
        .get()
        .agent(provider.host())
        .ifPresent(agent -> agent.tell(new TellFate(new Fate(provider, set, lives))));
  }
}
