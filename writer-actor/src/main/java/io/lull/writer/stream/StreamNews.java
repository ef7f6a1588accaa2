package io.lull.writer.stream;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.stream.Instance;
import io.lull.protocol.stream.StreamPhase;
import io.lull.protocol.time.Uptime;
import io.lull.wire.api.InstanceView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** How an instance is, for anybody on its host to read at any time, without asking its actor. */
public final class StreamNews {
  private volatile Optional<Instance> state = Optional.empty();
  private volatile Optional<Trouble> trouble = Optional.empty();

  private final LongAdder bytes = new LongAdder();

  private record Trouble(Fault fault, Uptime at) {}

  void is(Optional<Instance> now) {
    state = now;
  }

  /** So many bytes more were read for a stream. */
  void read(int more) {
    bytes.add(more);
  }

  /** How many were read for streams in this life of the host. */
  public long bytes() {
    return bytes.sum();
  }

  public boolean isOpen() {
    return state.flatMap(Instance::stream).isPresent();
  }

  void failed(Fault fault, Uptime at) {
    trouble = Optional.of(new Trouble(fault, at));
  }

  /**
   * What is to be shown of it.
   *
   * @param kind of which kind its source is
   * @param now on the clock of its actor
   * @param calendar the same moment
   */
  public InstanceView view(HostId host, InstanceId id, String kind, Uptime now, Instant calendar) {
    Optional<Instance> known = state;
    Optional<Trouble> last = trouble;
    return new InstanceView(
        host,
        id,
        kind,
        known.map(Instance::phase).orElse(StreamPhase.NOT_STARTED),
        known.flatMap(StreamNews::open),
        known.map(there -> List.copyOf(there.facts().databases().values())).orElse(List.of()),
        last.map(Trouble::fault),
        last.map(failed -> calendar.minus(failed.at().until(now))));
  }

  private static Optional<InstanceView.Open> open(Instance there) {
    return there.stream()
        .map(
            stream ->
                new InstanceView.Open(
                    stream.stamp().session(),
                    stream.kind(),
                    stream
                        .work()
                        .handle()
                        .map(
                            file ->
                                new InstanceView.Reading(
                                    file.file(), file.covered(), file.size()))));
  }
}
