package io.lull.cli;

import com.sun.net.httpserver.HttpExchange;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.stream.Database;
import io.lull.protocol.stream.Instance;
import io.lull.protocol.stream.InstanceFacts;
import io.lull.protocol.stream.Logging;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamEffect;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamHost;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamMachine;
import io.lull.protocol.stream.StreamPhase;
import io.lull.protocol.stream.StreamReply;
import io.lull.protocol.stream.session.StreamSessionReply;
import io.lull.protocol.stream.session.StreamVerb;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.value.Sorted;
import io.lull.wire.Wire;
import io.lull.wire.api.InstanceView;
import io.lull.wire.api.InstanceViews;
import io.lull.wire.api.StreamSaid;
import io.lull.wire.api.Ticket;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.zip.CRC32C;

/**
 * A host with one instance, which answers by the rules of real streams and hands archives out as
 * frames, good ones or whatever is wished for.
 */
public final class FakeStreams {
  public static final InstanceId SHOP = new InstanceId("shop");
  public static final int BLOCK = 1 << 20;

  public final SortedMap<DatabaseId, byte[]> databases = new TreeMap<>();
  public final SortedMap<Long, byte[]> logs = new TreeMap<>();
  public final List<StreamVerb> verbs = new ArrayList<>();
  public final List<Long> offsets = new ArrayList<>();
  public Optional<String> address = Optional.empty();
  public String source = "postgres";
  public long checkpoint = 1;

  /** What becomes of the block at a place. */
  public interface Mischief {
    Act at(StreamFile file, long offset) throws IOException;
  }

  /** The ways in which a block can go. */
  public enum Act {
    SEND,
    CUT_BEFORE,
    CUT_WITHIN,
    FLIP,
    TOO_LONG,
    TOO_SHORT,
    WRONG_END
  }

  public Mischief mischief = (_, _) -> Act.SEND;

  /** Why the source cannot read a place of a file, if it cannot. */
  public BiFunction<StreamFile, Long, Optional<Fault>> unreadable = (_, _) -> Optional.empty();

  /** Seen before a verb is done. */
  public Consumer<StreamVerb> before = _ -> {};

  /** Why a session does not do a verb, if it does not. */
  public Function<StreamVerb, Optional<Fault>> refusal = _ -> Optional.empty();

  private final FakeNode node;
  private final StreamMachine machine = new StreamMachine();
  private final Map<Long, StreamFile> open = new HashMap<>();
  private final Map<String, StreamSessionReply> answered = new HashMap<>();
  private StreamHost host = StreamHost.started(Incarnation.FIRST, false);
  private Optional<Stamp> stamp = Optional.empty();

  FakeStreams(FakeNode node) {
    this.node = node;
  }

  /** The instance starts with what it has now. */
  public void start() {
    List<Database> all =
        databases.keySet().stream().map(id -> new Database(id, true, Optional.empty())).toList();
    InstanceView view =
        new InstanceView(
            FakeNode.HOST,
            SHOP,
            source,
            StreamPhase.NOT_STARTED,
            Optional.empty(),
            all,
            Optional.empty(),
            Optional.empty());
    node.values.put("/v1/instances", new InstanceViews(List.of(view), Sorted.set(List.of())));
    give(
        new StreamInput.StartInstance(
            new RequestId("start"), SHOP, InstanceFacts.of(Logging.KEPT, checkpoint, all)));
  }

  public synchronized void stop() {
    give(new StreamInput.StopBackup(new RequestId("stop"), Optional.of(SHOP)));
  }

  /** Whoever reads has been silent for too long. */
  public synchronized void lose() {
    give(new StreamInput.StreamOwnerLost(SHOP, stamp.orElseThrow().session()));
  }

  public synchronized Instance instance() {
    return host.find(SHOP).orElseThrow();
  }

  boolean isFor(String path) {
    return path.matches("/v1/streams/[^/]+/calls")
        || path.equals("/v1/data")
        || path.contains("/stop-");
  }

  void handle(HttpExchange exchange, String path, byte[] body) throws IOException {
    if (path.equals("/v1/data")) {
      data(exchange);
    } else if (path.contains("/stop-")) {
      RequestId request = new RequestId("s");
      Optional<InstanceId> named =
          path.startsWith("/v1/instances/") ? Optional.of(SHOP) : Optional.empty();
      reply(
          exchange,
          path.endsWith("backup")
              ? new StreamInput.StopBackup(request, named)
              : new StreamInput.StopService(request, named));
    } else {
      call(exchange, path.split("/")[3], Wire.json().read(body, StreamVerb.class));
    }
  }

  private void reply(HttpExchange exchange, StreamInput input) throws IOException {
    StreamReply reply;
    synchronized (this) {
      reply = give(input).getLast();
    }
    if (reply instanceof StreamReply.StreamRefused refused) {
      FakeNode.refuse(exchange, refused.fault());
    } else {
      FakeNode.answer(exchange, 200, reply);
    }
  }

  private void call(HttpExchange exchange, String session, StreamVerb verb) throws IOException {
    before.accept(verb);
    synchronized (this) {
      verbs.add(verb);
      Optional<Fault> fault = refusal.apply(verb);
      if (fault.isPresent()) {
        FakeNode.refuse(exchange, fault.get());
        return;
      }
      if (verb instanceof StreamVerb.PassOn pass) {
        passOn(exchange, pass.call());
        return;
      }
      StreamSessionReply reply =
          answered.computeIfAbsent(session + verb.request(), _ -> said(session, verb));
      if (reply instanceof StreamSessionReply.Refused refused) {
        FakeNode.refuse(exchange, refused.fault());
      } else {
        FakeNode.answer(exchange, 200, reply);
      }
    }
  }

  private StreamSessionReply said(String session, StreamVerb verb) {
    return switch (verb) {
      case StreamVerb.BeginBackup begin -> {
        Stamp made =
            new Stamp(
                new SessionId(session),
                new SetId(session),
                Epoch.FIRST,
                Incarnation.FIRST,
                SlotEpoch.NONE);
        StreamReply reply =
            give(new StreamInput.BeginStream(verb.request(), SHOP, made, begin.kind())).getLast();
        if (reply instanceof StreamReply.StreamRefused refused) {
          yield new StreamSessionReply.Refused(verb.request(), refused.fault());
        }
        stamp = Optional.of(made);
        yield new StreamSessionReply.BackupBegun(verb.request(), made);
      }
      case StreamVerb.ConfirmStored _ -> {
        give(new StreamInput.TruncationConfirmed(SHOP, stamp.orElseThrow()));
        yield new StreamSessionReply.Stored(verb.request());
      }
      case StreamVerb.AbortBackup _ -> {
        stamp.ifPresent(of -> give(new StreamInput.StreamOwnerLost(SHOP, of.session())));
        yield new StreamSessionReply.BackupGivenUp(verb.request());
      }
      case StreamVerb.PassOn _ -> throw new IllegalStateException("passed on elsewhere");
    };
  }

  private void passOn(HttpExchange exchange, StreamInput.OfSession call) throws IOException {
    StreamReply reply = give(call).getLast();
    if (reply instanceof StreamReply.StreamRefused refused) {
      FakeNode.refuse(exchange, refused.fault());
      return;
    }
    Optional<Ticket> ticket =
        reply instanceof StreamReply.Opened opened
            ? Optional.of(new Ticket(address.orElse(node.url()), "ticket-" + opened.handle()))
            : Optional.empty();
    FakeNode.answer(exchange, 200, new StreamSaid(reply, ticket));
  }

  private List<StreamReply> give(StreamInput input) {
    var decision = machine.decide(host, input, Uptime.ZERO);
    host = machine.replay(host, decision.events());
    List<StreamReply> replies = new ArrayList<>(decision.replies());
    for (StreamEffect effect : decision.effects()) {
      carryOut(effect).ifPresent(done -> replies.addAll(give(done)));
    }
    return replies;
  }

  private Optional<StreamInput> carryOut(StreamEffect effect) {
    return switch (effect) {
      case StreamEffect.OpenData data -> {
        open.put(data.call(), data.file());
        yield Optional.of(
            new StreamInput.FileOpened(SHOP, data.call(), archive(data.file()).length));
      }
      case StreamEffect.ReadData read -> {
        StreamFile file = open.get(read.handle());
        Optional<Fault> fault = unreadable.apply(file, read.offset());
        yield Optional.of(
            fault
                .<StreamInput>map(why -> new StreamInput.ReadFailed(SHOP, read.call(), why))
                .orElseGet(
                    () ->
                        new StreamInput.ReadEnded(
                            SHOP,
                            read.call(),
                            (int) Math.min(read.length(), archive(file).length - read.offset()))));
      }
      case StreamEffect.RollLog roll ->
          Optional.of(new StreamInput.LogsRolled(SHOP, roll.call(), Logs.of(logs.keySet())));
      case StreamEffect.DeleteLogs delete -> {
        logs.keySet().removeAll(delete.logs().generations());
        yield Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  private byte[] archive(StreamFile file) {
    return switch (file) {
      case StreamFile.DatabaseFile(var database) -> databases.get(database);
      case StreamFile.LogFile(long generation) -> logs.get(generation);
    };
  }

  private void data(HttpExchange exchange) throws IOException {
    String token = exchange.getRequestHeaders().getFirst("Authorization");
    long offset = Long.parseLong(exchange.getRequestURI().getQuery().substring("offset=".length()));
    long handle = Long.parseLong(token.substring("Bearer ticket-".length()));
    StreamFile file = open.get(handle);
    byte[] archive = archive(file);
    offsets.add(offset);
    Act act = mischief.at(file, offset);
    Optional<Fault> refused = read(handle, offset);
    if (refused.isPresent()) {
      FakeNode.refuse(exchange, refused.get());
      return;
    }
    exchange.getResponseHeaders().add("Content-Type", "application/vnd.lull.blocks");
    exchange.sendResponseHeaders(200, 0);
    try (DataOutputStream out = new DataOutputStream(exchange.getResponseBody())) {
      long at = offset;
      while (refused.isEmpty()) {
        byte[] block =
            Arrays.copyOfRange(archive, (int) at, (int) Math.min(archive.length, at + BLOCK));
        if (act == Act.CUT_BEFORE || act == Act.CUT_WITHIN) {
          cut(exchange, out, act == Act.CUT_WITHIN ? block : new byte[0]);
          return;
        }
        send(out, block, act);
        if (act == Act.WRONG_END) {
          archive = archive.clone();
          archive[0]++;
        }
        at += BLOCK;
        if (at >= archive.length) {
          out.writeInt(0);
          out.write(sha256(archive));
          return;
        }
        act = mischief.at(file, at);
        refused = read(handle, at);
      }
      byte[] json = Wire.json().write(refused.get());
      out.writeInt(-1);
      out.writeInt(json.length);
      out.write(json);
    }
  }

  private static void cut(HttpExchange exchange, DataOutputStream out, byte[] block)
      throws IOException {
    if (block.length > 0) {
      out.writeInt(block.length);
      out.writeInt(0);
      out.write(block, 0, block.length / 2);
    }
    out.flush();
    // Ends the connection without the chunk that ends the body.
    exchange.close();
    throw new IOException("cut on purpose");
  }

  private static void send(DataOutputStream out, byte[] block, Act act) throws IOException {
    CRC32C crc = new CRC32C();
    crc.update(block);
    out.writeInt(
        switch (act) {
          case TOO_LONG -> Integer.MAX_VALUE;
          case TOO_SHORT -> block.length - 512;
          default -> block.length;
        });
    out.writeInt((int) crc.getValue());
    if (act == Act.FLIP) {
      block[block.length / 2] ^= 0x10;
    }
    out.write(block);
  }

  private synchronized Optional<Fault> read(long handle, long at) {
    List<StreamReply> replies =
        give(
            new StreamInput.ReadFile(
                new RequestId("read"), SHOP, stamp.orElseThrow(), handle, at, BLOCK));
    return replies.getLast() instanceof StreamReply.StreamRefused refused
        ? Optional.of(refused.fault())
        : Optional.empty();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
