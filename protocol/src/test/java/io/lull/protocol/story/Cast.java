package io.lull.protocol.story;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.provider.ProviderKind;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.slot.SlotInput;
import io.lull.protocol.slot.SlotReply;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterReply;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Everybody whom a coordinator speaks to, and what the script has told them to do. */
public final class Cast {
  /** A request that was sent to somebody, in the order of sending. */
  public record Sent(String who, String step, Object request) {}

  /** What the script says of one step of somebody. */
  private record Cue(String who, String step) {}

  final SortedMap<WriterId, WriterDouble> writers = new TreeMap<>();
  final SortedMap<ProviderId, ProviderDouble> providers = new TreeMap<>();
  private final SortedMap<HostId, Incarnation> lives = new TreeMap<>();
  private final Map<HostId, SessionId> slots = new HashMap<>();
  private final Map<Cue, Deque<How>> once = new HashMap<>();
  private final Map<Cue, How> always = new HashMap<>();
  private final List<Sent> sent = new ArrayList<>();
  private long slotEpoch;

  void writer(WriterDouble writer) {
    writers.put(writer.id(), writer);
    lives.putIfAbsent(writer.id().host(), Incarnation.FIRST);
  }

  void provider(ProviderId id, ProviderKind kind) {
    providers.put(id, new ProviderDouble(id, kind));
    lives.putIfAbsent(id.host(), Incarnation.FIRST);
  }

  /** The next request of this step is taken like this, or every one from now on. */
  void let(String who, How how, String step, boolean forever) {
    Cue cue = new Cue(who, step);
    if (forever) {
      always.put(cue, how);
    } else {
      once.computeIfAbsent(cue, _ -> new ArrayDeque<>()).add(how);
    }
  }

  void slot(HostId host, Optional<SessionId> holder) {
    holder.ifPresentOrElse(session -> slots.put(host, session), () -> slots.remove(host));
  }

  /** The host's process ends and a new one begins; all that it knew is gone. */
  void restart(HostId host) {
    lives.put(host, life(host).next());
    writers.values().stream().filter(w -> w.id().host().equals(host)).forEach(WriterDouble::die);
  }

  Incarnation life(HostId host) {
    return lives.getOrDefault(host, Incarnation.FIRST);
  }

  Set<HostId> hosts() {
    return lives.keySet();
  }

  /** Who holds the slot of a host. */
  public Optional<SessionId> holder(HostId host) {
    return Optional.ofNullable(slots.get(host));
  }

  /** Everything that was sent, in order. */
  public List<Sent> sent() {
    return List.copyOf(sent);
  }

  /** The steps that were sent to one of them, in order. */
  public List<String> sentTo(String who) {
    return sent.stream().filter(s -> s.who().equals(who)).map(Sent::step).toList();
  }

  /** Who was sent this step, in order. */
  public List<String> askedFor(String step) {
    return sent.stream().filter(s -> s.step().equals(step)).map(Sent::who).toList();
  }

  /** The steps that a writer handled, in order. */
  public List<String> handled(String writer) {
    return writers.values().stream()
        .filter(double_ -> double_.id().toString().equals(writer))
        .flatMap(double_ -> double_.handled().stream())
        .toList();
  }

  /** Which writers stand still. */
  public List<WriterId> frozen() {
    return writers.values().stream().filter(WriterDouble::frozen).map(WriterDouble::id).toList();
  }

  /** The copies that there are. */
  public List<Volume> copies() {
    return providers.values().stream().flatMap(p -> p.copies().stream()).toList();
  }

  WriterReply ask(WriterId id, WriterInput request, How how, Instant now) {
    WriterDouble writer = Optional.ofNullable(writers.get(id)).orElseThrow();
    return writer.answer(request, how, life(id.host()), now);
  }

  ProviderReply ask(ProviderId id, ProviderRequest request, How how) {
    ProviderDouble provider = Optional.ofNullable(providers.get(id)).orElseThrow();
    return provider.answer(request, how, life(id.host()));
  }

  /** The slot of a host, which knows its holder and nothing else. */
  Optional<SlotReply> ask(HostId host, SlotInput request) {
    return switch (request) {
      case SlotInput.TakeSlot take -> {
        SessionId holder = slots.getOrDefault(host, take.session());
        if (!holder.equals(take.session())) {
          yield Optional.of(
              new SlotReply.SlotBusy(host, take.session(), take.set(), holder, Instant.EPOCH));
        }
        slotEpoch += slots.containsKey(host) ? 0 : 1;
        slots.put(host, holder);
        yield Optional.of(
            new SlotReply.SlotGranted(host, holder, take.set(), new SlotEpoch(slotEpoch)));
      }
      case SlotInput.ReleaseSlot release -> {
        slots.remove(host, release.session());
        yield Optional.of(new SlotReply.SlotReleased(host, release.session(), release.set()));
      }
      case SlotInput.StillNeeded _, SlotInput.SlotDue _ -> Optional.empty();
    };
  }

  /** Notes a request and says how it is to be taken. */
  How cue(String who, Object request) {
    String step = request.getClass().getSimpleName();
    sent.add(new Sent(who, step, request));
    Cue cue = new Cue(who, step);
    How next = Optional.ofNullable(once.get(cue)).map(Deque::poll).orElse(How.OBEY);
    return next == How.OBEY ? always.getOrDefault(cue, How.OBEY) : next;
  }

  static Fault fault(Object request) {
    return Fault.of(
        Failure.WRITER_NON_RETRYABLE,
        "the script lets " + request.getClass().getSimpleName() + " fail");
  }
}
