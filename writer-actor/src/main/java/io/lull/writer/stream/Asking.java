package io.lull.writer.stream;

import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.stream.Call;
import io.lull.protocol.stream.Instance;
import io.lull.protocol.stream.Stream;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamReply;
import io.lull.wire.api.StreamSaid;
import io.lull.wire.api.Ticket;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Who waits for an answer, and where the bytes go that somebody reads.
 *
 * <p>Answers are mostly given at once; only the call that its host is at work on has somebody who
 * waits, and that is whoever asked for it last.
 */
final class Asking {
  private final InstanceId instance;
  private final StreamShared shared;
  private final String prefix;
  private final Map<RequestId, Consumer<StreamSaid>> askers = new HashMap<>();
  private final Map<RequestId, ByteBuffer> rooms = new HashMap<>();
  private Optional<Asker> now = Optional.empty();
  private long requests;

  /** Who asks this. */
  private record Asker(StreamInput.StreamRequest request, Consumer<StreamSaid> answer) {}

  Asking(InstanceId instance, StreamShared shared) {
    this.instance = instance;
    this.shared = shared;
    byte[] chance = new byte[8];
    new SecureRandom().nextBytes(chance);
    // Nobody outside can have asked under such an id.
    this.prefix = "own-" + HexFormat.of().formatHex(chance) + "-";
  }

  /** The id of a request that the host makes itself; never used twice. */
  RequestId own() {
    requests++;
    return new RequestId(prefix + requests);
  }

  /** The next input is this request. */
  void expect(StreamCommand.Asked asked) {
    now = Optional.of(new Asker(asked.request(), asked.answer()));
  }

  /** The request of whoever has a ticket, in the name of the newest attempt of its session. */
  StreamInput.ReadFile reading(StreamCommand.Read read, Optional<Instance> known) {
    Grant grant = read.grant();
    Stamp stamp =
        known
            .flatMap(Instance::stream)
            .map(Stream::stamp)
            .filter(owner -> owner.session().equals(grant.session()))
            .orElseGet(() -> of(grant.session()));
    StreamInput.ReadFile request =
        new StreamInput.ReadFile(
            own(), instance, stamp, grant.handle(), read.offset(), read.into().remaining());
    rooms.put(request.request(), read.into());
    now = Optional.of(new Asker(request, said -> read.answer().accept(said.reply())));
    return request;
  }

  /** Of a session that has nothing open here only the name is looked at. */
  private Stamp of(SessionId session) {
    return new Stamp(
        session, new SetId(session.name()), Epoch.FIRST, shared.incarnation(), SlotEpoch.NONE);
  }

  /** Where the bytes of this read go. */
  ByteBuffer room(RequestId request) {
    return Optional.ofNullable(rooms.get(request)).orElseThrow();
  }

  /** Tells whoever asked; what was answered is not waited for any more. */
  void answer(StreamInput input, StreamReply reply, Optional<Stream> open) {
    Optional<Asker> asked =
        now.filter(asker -> asker.request().equals(input))
            .filter(asker -> asker.request().request().equals(reply.request()));
    StreamSaid said = new StreamSaid(reply, ticket(reply, open));
    if (asked.isPresent()) {
      now = Optional.empty();
      asked.get().answer().accept(said);
    } else {
      Optional.ofNullable(askers.remove(reply.request())).ifPresent(asker -> asker.accept(said));
    }
  }

  /** Whoever was not answered yet waits for the call that is being done. */
  void retain(Optional<Stream> open) {
    now.ifPresent(asked -> askers.put(asked.request().request(), asked.answer()));
    now = Optional.empty();
    Optional<RequestId> call = open.flatMap(stream -> stream.work().call()).map(Call::request);
    askers.keySet().removeIf(request -> call.filter(request::equals).isEmpty());
    rooms.keySet().removeIf(request -> call.filter(request::equals).isEmpty());
  }

  private Optional<Ticket> ticket(StreamReply reply, Optional<Stream> open) {
    if (!(reply instanceof StreamReply.Opened opened) || open.isEmpty()) {
      return Optional.empty();
    }
    Grant grant = new Grant(open.get().stamp().session(), instance, opened.handle());
    return shared
        .settings()
        .door()
        .map(address -> new Ticket(address, shared.tickets().issue(grant)));
  }
}
