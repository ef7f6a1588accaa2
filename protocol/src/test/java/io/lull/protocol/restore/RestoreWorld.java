package io.lull.protocol.restore;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.restore.RestoreEffect.AskWriter;
import io.lull.protocol.restore.RestoreInput.WriterSaid;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.Writer;
import io.lull.protocol.writer.WriterEffect;
import io.lull.protocol.writer.WriterEvent;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterMachine;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.protocol.writer.WriterReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Restores and the real machines of their writers, with applications that are simple and obey. */
public final class RestoreWorld {
  private static final Uptime NOW = new Uptime(0);

  private final WriterMachine machine = new WriterMachine();
  public final SortedMap<WriterId, Writer> writers = new TreeMap<>();

  /** The applications that serve their users. */
  public final Set<WriterId> online = new TreeSet<>();

  /** What every application was told, in order. */
  public final List<String> told = new ArrayList<>();

  public RestoreWorld() {
    Backups.ROSTER.forEach(
        (id, life) -> {
          writers.put(id, Writer.started(id, life, Limits.defaults(), Optional.empty()));
          online.add(id);
        });
  }

  /** A new restore, up to where components are chosen. */
  public RestoreFixture session(String name) {
    RestoreFixture fixture = new RestoreFixture(new SessionId(name)).initialize(true);
    fixture.when(new RestoreInput.GatherWriterMetadata(fixture.fresh(), Backups.ROSTER));
    return deliver(fixture);
  }

  /** Gives writers what was last sent to them, and the session what they answer. */
  public RestoreFixture deliver(RestoreFixture fixture) {
    List<RestoreEffect> effects = fixture.last.effects();
    for (RestoreEffect effect : effects) {
      if (effect instanceof AskWriter(var writer, var request)) {
        give(writer, request).forEach(reply -> fixture.when(new WriterSaid(reply)));
      }
    }
    return fixture;
  }

  private List<WriterReply> give(WriterId id, WriterInput input) {
    Writer writer = Optional.ofNullable(writers.get(id)).orElseThrow();
    Decision<WriterEvent, WriterEffect, WriterReply> decision = machine.decide(writer, input, NOW);
    writers.put(id, machine.replay(writer, decision.events()));
    List<WriterReply> replies = new ArrayList<>(decision.replies());
    for (WriterEffect effect : decision.effects()) {
      if (effect instanceof WriterEffect.Describe(var session, var limit)) {
        Optional<WriterMetadata> metadata = Optional.of(Backups.described(id));
        replies.addAll(give(id, new WriterInput.Described(session, metadata, Optional.empty())));
      } else if (effect instanceof WriterEffect.CallHandler call) {
        handle(id, call);
        HandlerResult done = new HandlerResult.Done();
        replies.addAll(give(id, new WriterInput.HandlerEnded(call.set(), call.call(), done)));
      }
    }
    return replies;
  }

  private void handle(WriterId id, WriterEffect.CallHandler call) {
    told.add(id + " " + call.step() + (call.errorHandling() ? " after an error" : ""));
    if (call.request() instanceof WriterInput.PreRestore) {
      online.remove(id);
    } else if (call.request() instanceof WriterInput.PostRestore post && !post.moreToCome()) {
      online.add(id);
    }
  }
}
