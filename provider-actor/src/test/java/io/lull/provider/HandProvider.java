package io.lull.provider;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.Marker;
import io.lull.protocol.provider.ProviderKind;
import io.lull.protocol.provider.ProviderStep;
import io.lull.provider.spi.Provider;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** A provider whose next calls end as a test has said; well, if it has said nothing. */
final class HandProvider implements Provider {
  private final Queue<Optional<Throwable>> outcomes = new ArrayDeque<>();
  private List<Marker> copies = List.of();
  private int called;

  /**
   * @param thrown what the next call without an outcome throws; null if it ends well
   */
  void next(Throwable thrown) {
    outcomes.add(Optional.ofNullable(thrown));
  }

  /** As {@link #next}, and what was said before is forgotten. */
  void only(Throwable thrown) {
    outcomes.clear();
    next(thrown);
  }

  void has(List<Marker> markers) {
    copies = List.copyOf(markers);
  }

  int called() {
    return called;
  }

  @Override
  public ProviderKind kind() {
    return ProviderKind.SYSTEM;
  }

  @Override
  public boolean atomic() {
    return true;
  }

  @Override
  public Optional<Path> writesTo(Volume volume) {
    return Optional.empty();
  }

  @Override
  public Optional<Fault> accepts(Volume volume) {
    return Optional.empty();
  }

  @Override
  public void run(ProviderStep step, List<Marker> markers, boolean writable) throws Exception {
    end();
  }

  @Override
  public void delete(SnapshotId snapshot) throws Exception {
    end();
  }

  @Override
  public void discard(SnapshotId snapshot) throws Exception {
    end();
  }

  @Override
  public List<Marker> copies() {
    return copies;
  }

  @Override
  public Optional<Path> place(SnapshotId snapshot) {
    return Optional.empty();
  }

  private void end() throws Exception {
    called++;
    Optional<Throwable> thrown = Optional.ofNullable(outcomes.poll()).flatMap(outcome -> outcome);
    if (thrown.isPresent()) {
      switch (thrown.get()) {
        case Exception exception -> throw exception;
        case Error error -> throw error;
        default -> throw new AssertionError("expected an exception or an error");
      }
    }
  }
}
