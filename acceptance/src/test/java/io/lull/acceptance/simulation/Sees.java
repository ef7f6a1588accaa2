package io.lull.acceptance.simulation;

import io.lull.cluster.config.message.HostMessage.AskProvider;
import io.lull.cluster.config.message.HostMessage.AskWriter;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionEffect;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionLog;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.simulation.Fact;
import io.lull.protocol.simulation.Fact.Speaker;
import io.lull.protocol.window.Window;
import io.lull.protocol.window.WindowReport;
import io.lull.protocol.writer.WriterInput.WriterRequest;
import io.lull.protocol.writer.WriterReply;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells the invariants what passes between the actors, and writes it to the log of the run. */
final class Sees {
  private final ActorWorld world;
  private final Map<Place, Deciding> deciding = new HashMap<>();
  private final Set<Place> recovering = new HashSet<>();
  private final Set<Place> windows = new HashSet<>();
  private final Set<Reported> reported = new HashSet<>();

  /** A session on one life of a node. */
  private record Place(String node, int life, SessionId session) {}

  private record Reported(SessionId session, Epoch epoch) {}

  private record Deciding(SessionInput input, Session before) {}

  Sees(ActorWorld world) {
    this.world = world;
  }

  private static Place place(SimProcess node, SessionId session) {
    return new Place(node.name, node.life(), session);
  }

  private Speaker speaker(SimProcess node, SessionId session) {
    return new Speaker(node.name, node.life(), session, recovering.contains(place(node, session)));
  }

  /** A process has sent something to another one. */
  void sent(SimProcess from, SimProcess to, Object message) {
    switch (message) {
      case AskWriter ask -> {
        world.trace(from.name, "→ ", ask.question().writer(), " ", ask.question().request());
        if (ask.question().request() instanceof WriterRequest ofSet) {
          world.see(
              new Fact.WriterAsked(
                  speaker(from, ofSet.stamp().session()), ask.question().writer(), ofSet));
        }
      }
      case AskProvider ask -> {
        world.trace(from.name, "→ ", ask.question().provider(), " ", ask.question().request());
        world.see(
            new Fact.ProviderAsked(
                speaker(from, ask.question().request().stamp().session()),
                ask.question().provider(),
                ask.question().request()));
      }
      case WriterReply reply -> {
        world.trace(from.name, "→ ", to.name, " ", reply);
        world.see(new Fact.WriterAnswered(reply));
      }
      default -> world.trace(from.name, "→ ", to.name, " ", Shown.of(message));
    }
  }

  void arrived(SimProcess at, Object message) {
    if (message instanceof AskWriter || message instanceof AskProvider) {
      world.trace(at.name, "← ", Shown.of(message));
    }
  }

  void recovering(SimNode node, Session state) {
    world.trace(node.name, "takes over ", state.id(), " in ", state.phase());
    recovering.add(place(node, state.id()));
    world.see(new Fact.Recovered(speaker(node, state.id()), state));
  }

  /** A session that is taken over has something said, whether or not it knows to whom. */
  void wants(SimNode node, Session state, SessionEffect effect) {
    if (effect instanceof SessionEffect.AskWriter ask
        && ask.request() instanceof WriterRequest request) {
      world.see(new Fact.WriterAsked(speaker(node, state.id()), ask.writer(), request));
    }
  }

  /** A session's machine was asked; what it wrote follows at once, if it writes anything. */
  void decided(SimNode node, Session before, SessionInput input) {
    if (input instanceof SessionInput.TakeOver) {
      recovering.remove(place(node, before.id()));
    }
    deciding.put(place(node, before.id()), new Deciding(input, before));
  }

  /** A session writes; what comes back is to be run when that is durable. */
  Runnable writing(SimNode node, SessionId session, List<SessionEvent> events) {
    Place place = place(node, session);
    Deciding cause =
        Optional.ofNullable(deciding.get(place))
            .orElseThrow(() -> new IllegalStateException("nothing decided this: " + events));
    Speaker speaker = speaker(node, session);
    world.see(new Fact.Writing(speaker, cause.input(), events, windows.contains(place)));
    Session after = world.coordinatorMachines().session().replay(cause.before(), events);
    return () -> {
      for (SessionEvent event : events) {
        world.trace(node.name, session, " ", SessionLog.line(node.calendar(), event));
      }
      world.see(new Fact.Kept(speaker, cause.input(), cause.before(), after, events));
    };
  }

  void windowBegan(SimNode node, Window window) {
    SessionId session = window.plan().session();
    windows.add(place(node, session));
    world.see(new Fact.WindowBegan(speaker(node, session), window.plan().set()));
  }

  /** The window has decided on its report; what it decided with it is still to be done. */
  void windowEnds(SimNode node, SessionId session) {
    windows.remove(place(node, session));
  }

  /** A keeper hands a report in, once or again. */
  void reported(SimNode node, SessionId session, WindowReport report) {
    if (reported.add(new Reported(session, report.epoch()))) {
      world.see(new Fact.WindowEnded(speaker(node, session), report));
    }
  }

  void replied(SessionId session, SessionReply reply, SessionInput.Verb verb) {
    world.see(new Fact.Replied(session, reply, isQuestion(verb)));
  }

  private static boolean isQuestion(SessionInput input) {
    return input instanceof SessionInput.GatherWriterStatus
        || input instanceof SessionInput.QueryStatus
        || input instanceof SessionInput.GetSnapshotProperties
        || input instanceof SessionInput.Cancel
        || input instanceof SessionInput.KeepAlive;
  }
}
