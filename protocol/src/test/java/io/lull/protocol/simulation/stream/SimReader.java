package io.lull.protocol.simulation.stream;

import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.simulation.Kernel;
import io.lull.protocol.simulation.SimProcess;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.StreamReply;
import io.lull.protocol.stream.session.StreamSessionReply;
import io.lull.protocol.stream.session.StreamVerb;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The process of a requester: one stream after the other, one call at a time, asked until answered.
 */
final class SimReader extends SimProcess {
  private static final long AGAIN_AFTER = 7 * Kernel.SECOND;
  private static final int ATTEMPTS = 40;

  final StreamWorld world;

  /** What lies in its directory, the oldest first; others may store there too. */
  final List<Backup> directory;

  private int left;
  private int sessions;
  private long requests;
  private boolean done;
  private Optional<Asking> asking = Optional.empty();

  private record Asking(RequestId request, Runnable transmit, Consumer<Object> then) {}

  SimReader(StreamWorld world, String name, List<Backup> directory, int streams) {
    super(world.kernel, name);
    this.world = world;
    this.directory = directory;
    this.left = streams;
  }

  boolean isDone() {
    return done;
  }

  RequestId request() {
    return new RequestId(name + "-" + ++requests);
  }

  /** Begins its next stream, if it has one to take. */
  void next() {
    asking = Optional.empty();
    if (left == 0) {
      done = true;
      return;
    }
    left--;
    after(kernel.between(0, 2 * Kernel.MINUTE), this::begin);
  }

  private void begin() {
    SessionId session = new SessionId(name + "-s" + ++sessions);
    InstanceId instance = kernel.pick(List.copyOf(world.sources.keySet()));
    Optional<Backup> basis =
        directory.reversed().stream()
            .filter(backup -> backup.instance().equals(instance) && backup.continued())
            .findFirst();
    StreamKind wanted =
        kernel.pick(
            List.of(
                StreamKind.FULL, StreamKind.INCREMENTAL, StreamKind.INCREMENTAL, StreamKind.COPY));
    StreamKind kind =
        wanted == StreamKind.INCREMENTAL && basis.isEmpty() ? StreamKind.FULL : wanted;
    world.owns(this, session);
    new Reading(this, session, instance, kind, basis).begin();
  }

  // What it asks, and asks again under the same id.

  void ask(StreamVerb verb, Consumer<Object> then) {
    SessionId session = current();
    ask(verb.request(), () -> world.toSession(this, session, verb), then);
  }

  private SessionId current() {
    return new SessionId(name + "-s" + sessions);
  }

  /** Bytes come straight from the host, by a ticket of one life of it. */
  void read(int life, StreamInput.ReadFile read, Consumer<Object> then) {
    SimStreamHost host = world.host();
    ask(
        read.request(),
        () ->
            world.network.send(
                this,
                host,
                () ->
                    host.read(
                        life,
                        read,
                        reply ->
                            world.network.send(host, this, () -> hear(read.request(), reply)))),
        then);
  }

  private void ask(RequestId request, Runnable transmit, Consumer<Object> then) {
    asking = Optional.of(new Asking(request, transmit, then));
    transmit(request, 1);
  }

  private void transmit(RequestId request, int attempt) {
    asking
        .filter(waits -> waits.request().equals(request))
        .ifPresent(
            waits -> {
              if (attempt > ATTEMPTS) {
                world.trace(name, "gives up waiting for ", request);
                next();
              } else {
                waits.transmit().run();
                after(AGAIN_AFTER, () -> transmit(request, attempt + 1));
              }
            });
  }

  void hear(StreamReply reply) {
    hear(reply.request(), reply);
  }

  void hear(StreamSessionReply reply) {
    hear(reply.request(), reply);
  }

  private void hear(RequestId request, Object reply) {
    Optional<Asking> answered = asking.filter(waits -> waits.request().equals(request));
    if (answered.isPresent()) {
      asking = Optional.empty();
      answered.get().then().accept(reply);
    }
  }

  @Override
  protected void trace(Object... parts) {
    world.trace(name, parts);
  }
}
