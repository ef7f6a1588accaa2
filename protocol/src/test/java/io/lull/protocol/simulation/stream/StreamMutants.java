package io.lull.protocol.simulation.stream;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.simulation.Twisted;
import io.lull.protocol.simulation.Twisted.Twist;
import io.lull.protocol.stream.Instance;
import io.lull.protocol.stream.InstanceFacts;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.Stream;
import io.lull.protocol.stream.StreamEffect;
import io.lull.protocol.stream.StreamEvent;
import io.lull.protocol.stream.StreamHost;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamOutcome;
import io.lull.protocol.stream.StreamReply;
import io.lull.protocol.stream.Use;
import io.lull.protocol.stream.session.StreamSession;
import io.lull.protocol.stream.session.StreamSessionEffect;
import io.lull.protocol.stream.session.StreamSessionEvent;
import io.lull.protocol.stream.session.StreamSessionInput;
import io.lull.protocol.stream.session.StreamSessionReply;
import io.lull.protocol.stream.session.StreamVerb;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Mistakes that somebody could make in a machine of streams; the simulator has to notice every one.
 */
enum StreamMutants {
  A_STOP_IS_FORGOTTEN_BETWEEN_TWO_CALLS {
    @Override
    StreamMachines machines(StreamMachines real) {
      return host(
          real,
          (host, input, now, decision) ->
              input instanceof StreamInput.OpenFile || input instanceof StreamInput.ReadFile
                  ? real.host().decide(streams(host, StreamMutants::unstopped), input, now)
                  : decision);
    }
  },
  AN_END_COMPLETES_WHAT_WAS_STOPPED {
    @Override
    StreamMachines machines(StreamMachines real) {
      return host(
          real,
          (host, input, now, decision) ->
              input instanceof StreamInput.EndStream
                  ? real.host().decide(streams(host, StreamMutants::unstopped), input, now)
                  : decision);
    }
  },
  A_STOP_WAITS_FOR_THE_NEXT_STREAM {
    @Override
    StreamMachines machines(StreamMachines real) {
      Set<String> waiting = new TreeSet<>();
      return host(
          real,
          (host, input, _, decision) -> {
            if (input instanceof StreamInput.StopBackup && decision.events().isEmpty()) {
              host.instances().keySet().forEach(id -> waiting.add(key(host, id)));
            }
            for (StreamEvent event : decision.events()) {
              if (event instanceof StreamEvent.StreamBegun begun
                  && waiting.contains(key(host, begun.instance()))) {
                return events(
                    decision,
                    new StreamEvent.StreamStopped(
                        begun.instance(), begun.stamp(), Failure.BACKUP_ABORTED_BY_SERVER));
              }
            }
            return decision;
          });
    }
  },
  A_STOP_WITHOUT_A_NAME_STOPS_ONE_OF_SEVERAL {
    @Override
    StreamMachines machines(StreamMachines real) {
      return host(
          real,
          (host, input, now, decision) -> {
            if (!(input instanceof StreamInput.StopBackup)) {
              return decision;
            }
            var stopping = real.host().decide(ofOne(host), input, now);
            // It says that it refuses, and stops one all the same.
            return new Decision<>(stopping.events(), stopping.effects(), decision.replies());
          });
    }
  },
  A_BEGIN_PASSES_A_STOPPED_SERVICE {
    @Override
    StreamMachines machines(StreamMachines real) {
      return host(
          real,
          (host, input, now, decision) ->
              input instanceof StreamInput.BeginStream
                  ? real.host().decide(instances(host, StreamMutants::unbarred), input, now)
                  : decision);
    }
  },
  A_STREAM_TAKES_WHAT_A_SNAPSHOT_HAS {
    @Override
    StreamMachines machines(StreamMachines real) {
      return host(
          real,
          (host, input, now, decision) ->
              input instanceof StreamInput.BeginStream
                  ? real.host().decide(instances(host, StreamMutants::withoutSnapshot), input, now)
                  : decision);
    }
  },
  LOGS_GO_AT_THE_END {
    @Override
    StreamMachines machines(StreamMachines real) {
      return host(
          real,
          (_, _, _, decision) -> {
            List<StreamEvent> events = new ArrayList<>(decision.events());
            List<StreamEffect> effects = new ArrayList<>(decision.effects());
            for (StreamEvent event : decision.events()) {
              if (event instanceof StreamEvent.StreamEnded ended && !ended.truncation().isEmpty()) {
                events.add(
                    new StreamEvent.TruncationDone(ended.instance(), ended.stamp().session()));
                effects.add(new StreamEffect.DeleteLogs(ended.instance(), ended.truncation()));
              }
            }
            return new Decision<>(events, effects, decision.replies());
          });
    }
  },
  LOGS_GO_THAT_A_DATABASE_OUTSIDE_NEEDS {
    @Override
    StreamMachines machines(StreamMachines real) {
      return host(
          real,
          (host, input, now, decision) ->
              input instanceof StreamInput.TruncateLog
                  ? real.host().decide(instances(host, StreamMutants::attachedOnly), input, now)
                  : decision);
    }
  },
  ONLY_THE_NEWEST_LOG_IS_REQUIRED {
    @Override
    StreamMachines machines(StreamMachines real) {
      return host(
          real,
          (_, _, _, decision) ->
              new Decision<>(
                  decision.events().stream().map(StreamMutants::newestOnly).toList(),
                  decision.effects(),
                  decision.replies().stream()
                      .map(
                          reply ->
                              reply instanceof StreamReply.LogInfo info
                                  ? new StreamReply.LogInfo(info.request(), last(info.required()))
                                  : reply)
                      .toList()));
    }
  },
  A_LOST_OWNER_KEEPS_ITS_INSTANCE {
    @Override
    StreamMachines machines(StreamMachines real) {
      return host(
          real,
          (_, input, _, decision) ->
              input instanceof StreamInput.StreamOwnerLost ? Decision.nothing() : decision);
    }
  },
  A_SILENT_OWNER_IS_NEVER_TOLD_OF_ITS_END {
    @Override
    StreamMachines machines(StreamMachines real) {
      return host(
          real,
          (host, input, _, decision) ->
              input instanceof StreamInput.StreamOwnerLost lost
                      && decision.events().stream()
                          .anyMatch(StreamEvent.StreamEnded.class::isInstance)
                  ? events(
                      decision, new StreamEvent.SessionForgotten(lost.instance(), lost.session()))
                  : decision);
    }
  },
  THE_SESSION_CONFIRMS_BEFORE_ITS_TARGET {
    @Override
    StreamMachines machines(StreamMachines real) {
      return session(
          real,
          (session, _, _, decision) -> {
            List<StreamSessionEffect> effects = new ArrayList<>(decision.effects());
            for (StreamSessionEvent event : decision.events()) {
              if (event instanceof StreamSessionEvent.StreamReported said
                  && said.event() instanceof StreamEvent.StreamEnded ended
                  && ended.outcome() == StreamOutcome.COMPLETED) {
                effects.add(
                    new StreamSessionEffect.TellHost(
                        session.asked().orElseThrow().host(),
                        new StreamInput.TruncationConfirmed(ended.instance(), ended.stamp())));
              }
            }
            return new Decision<>(decision.events(), effects, decision.replies());
          });
    }
  },
  A_SESSION_DOES_NOT_HEAR_OF_A_LOST_HOST {
    @Override
    StreamMachines machines(StreamMachines real) {
      return session(
          real,
          (_, input, _, decision) ->
              input instanceof StreamSessionInput.HostLost ? Decision.nothing() : decision);
    }
  },
  WHAT_WAS_GIVEN_UP_IS_CALLED_STORED {
    @Override
    StreamMachines machines(StreamMachines real) {
      return session(
          real,
          (session, input, _, decision) ->
              input instanceof StreamVerb.ConfirmStored stored && session.aborted().isPresent()
                  ? Decision.reply(new StreamSessionReply.Stored(stored.request()))
                  : decision);
    }
  };

  abstract StreamMachines machines(StreamMachines real);

  private static StreamMachines host(
      StreamMachines real,
      Twist<StreamHost, StreamInput, Uptime, StreamEvent, StreamEffect, StreamReply> twist) {
    return new StreamMachines(real.session(), new Twisted<>(real.host(), twist));
  }

  private static StreamMachines session(
      StreamMachines real,
      Twist<
              StreamSession,
              StreamSessionInput,
              Instant,
              StreamSessionEvent,
              StreamSessionEffect,
              StreamSessionReply>
          twist) {
    return new StreamMachines(new Twisted<>(real.session(), twist), real.host());
  }

  private static Decision<StreamEvent, StreamEffect, StreamReply> events(
      Decision<StreamEvent, StreamEffect, StreamReply> decision, StreamEvent more) {
    List<StreamEvent> events = new ArrayList<>(decision.events());
    events.add(more);
    return new Decision<>(events, decision.effects(), decision.replies());
  }

  private static String key(StreamHost host, InstanceId id) {
    Incarnation life = host.incarnation();
    return id + " " + life;
  }

  private static StreamHost instances(StreamHost host, UnaryOperator<Instance> change) {
    TreeMap<InstanceId, Instance> changed = new TreeMap<>(host.instances());
    changed.replaceAll((_, instance) -> change.apply(instance));
    return with(host, host.multiInstance(), changed);
  }

  private static StreamHost ofOne(StreamHost host) {
    return with(host, false, host.instances());
  }

  private static StreamHost with(
      StreamHost host, boolean multi, SortedMap<InstanceId, Instance> changed) {
    return new StreamHost(
        host.incarnation(), multi, changed, host.calls(), host.reports(), host.reported());
  }

  private static StreamHost streams(StreamHost host, UnaryOperator<Stream> change) {
    return instances(
        host,
        i -> i.stream().map(stream -> with(i, i.serviceStopped(), change.apply(stream))).orElse(i));
  }

  private static Instance with(Instance i, boolean stopped, Use use) {
    return new Instance(
        i.id(),
        i.facts(),
        stopped,
        use,
        i.lastEnd(),
        i.streamed(),
        i.dropped(),
        i.unstored(),
        i.marked());
  }

  private static Stream unstopped(Stream stream) {
    return new Stream(stream.begun(), stream.stamp(), false, stream.work(), stream.progress());
  }

  private static Instance unbarred(Instance instance) {
    return with(instance, false, instance.use());
  }

  private static Instance withoutSnapshot(Instance instance) {
    return instance.use() instanceof Use.Snapshot
        ? with(instance, instance.serviceStopped(), new Use.Free())
        : instance;
  }

  private static Instance attachedOnly(Instance i) {
    return new Instance(
        i.id(),
        InstanceFacts.of(i.facts().logging(), i.facts().checkpoint(), i.facts().attached()),
        i.serviceStopped(),
        i.use(),
        i.lastEnd(),
        i.streamed(),
        i.dropped(),
        i.unstored(),
        i.marked());
  }

  private static StreamEvent newestOnly(StreamEvent event) {
    return event instanceof StreamEvent.LogsFetched logs
        ? new StreamEvent.LogsFetched(
            logs.instance(), logs.stamp(), logs.available(), last(logs.required()))
        : event;
  }

  private static Logs last(Logs logs) {
    return Logs.of(List.of(logs.generations().last()));
  }
}
