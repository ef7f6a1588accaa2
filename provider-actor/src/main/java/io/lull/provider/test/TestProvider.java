package io.lull.provider.test;

import io.lull.protocol.certificate.Digest;
import io.lull.protocol.certificate.Receipt;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.Marker;
import io.lull.protocol.provider.ProviderKind;
import io.lull.protocol.provider.ProviderStep;
import io.lull.provider.spi.Provider;
import io.lull.provider.spi.ProviderException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes copies that are nothing but their markers, and plays the tricks that it was told. */
public final class TestProvider implements Provider {
  private static final Digest OTHER_HOLDS = Digest.of("holds", List.of("of nobody"));

  private final ProviderKind kind;
  private final Set<Volume> refused;
  private final CopyStore copies;
  private final Diary diary;
  private final Tricks tricks = new Tricks();

  /**
   * @param refused the volumes that it does not accept
   */
  public TestProvider(ProviderKind kind, Set<Volume> refused, CopyStore copies, Diary diary) {
    this.kind = kind;
    this.refused = Set.copyOf(refused);
    this.copies = copies;
    this.diary = diary;
  }

  /** A software provider that accepts every volume and keeps everything in memory. */
  public static TestProvider inMemory() {
    return new TestProvider(
        ProviderKind.SOFTWARE, Set.of(), CopyStore.inMemory(), Diary.inMemory());
  }

  /** Plays this trick after those that it was told before. */
  public TestProvider play(Trick trick) {
    tricks.add(trick);
    return this;
  }

  /** Waits until a call hangs. */
  public void awaitHanging() throws InterruptedException {
    tricks.awaitHanging();
  }

  /** Lets everything go on that hangs now; what begins to hang later is not meant. */
  public void letGo() {
    tricks.letGo();
  }

  public Diary diary() {
    return diary;
  }

  public CopyStore store() {
    return copies;
  }

  @Override
  public ProviderKind kind() {
    return kind;
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
  public Optional<Fault> accepts(Volume volume) throws Exception {
    call(ProviderCall.ACCEPTS, List.of(), Optional.empty(), (_, _) -> {});
    return refused.contains(volume)
        ? Optional.of(
            Fault.expected(
                Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER,
                "a volume that is not on the list of refused ones",
                "it is " + volume))
        : Optional.empty();
  }

  @Override
  public void run(ProviderStep step, List<Marker> markers, boolean writable) throws Exception {
    List<SnapshotId> about = markers.stream().map(Marker::snapshot).toList();
    Optional<Digest> holds = markers.stream().flatMap(m -> m.holds().stream()).findFirst();
    call(
        ProviderCall.of(step),
        about,
        holds,
        (index, lies) -> {
          Marker marker = markers.get(index);
          boolean made =
              step == ProviderStep.COMMIT
                  || copies.get(marker.snapshot()).filter(Copy::made).isPresent();
          copies.put(new Copy(lies ? falsified(marker) : marker, made, writable));
        });
  }

  @Override
  public void delete(SnapshotId snapshot) throws Exception {
    call(
        ProviderCall.DELETE,
        List.of(snapshot),
        Optional.empty(),
        (_, _) -> copies.remove(snapshot));
  }

  @Override
  public void discard(SnapshotId snapshot) throws Exception {
    call(
        ProviderCall.DISCARD,
        List.of(snapshot),
        Optional.empty(),
        (_, _) -> copies.remove(snapshot));
  }

  @Override
  public List<Marker> copies() throws Exception {
    call(ProviderCall.COPIES, List.of(), Optional.empty(), (_, _) -> {});
    return copies.all().stream().map(Copy::marker).toList();
  }

  /** Its copies are nothing but their markers. */
  @Override
  public Optional<Path> place(SnapshotId snapshot) {
    return Optional.empty();
  }

  /** The work on one copy, by its place in the list. */
  @FunctionalInterface
  private interface Work {
    void on(int index, boolean lies) throws Exception;
  }

  private void call(ProviderCall call, List<SnapshotId> about, Optional<Digest> holds, Work work)
      throws Exception {
    Optional<Trick> trick = tricks.next(call);
    int worked = 0;
    try {
      int planned = trick.isPresent() ? begin(trick.get(), about.size()) : about.size();
      boolean lies = trick.filter(told -> told.kind() == Trick.Kind.WRONG_DIGEST).isPresent();
      while (worked < planned) {
        work.on(worked, lies);
        worked++;
      }
      if (trick.isPresent()) {
        end(trick.get());
      }
    } finally {
      diary.write(new Happening(call, about, worked, holds, trick.map(Trick::kind)));
    }
  }

  /** What a trick does before the work; for how many copies the work is done. */
  private int begin(Trick trick, int size) throws Exception {
    return switch (trick.kind()) {
      case FAIL -> throw told(trick);
      case BREAK -> throw new IllegalStateException("told to break at " + trick.call());
      case HANG -> {
        tricks.hang(trick.time());
        yield size;
      }
      case DELAY -> {
        tricks.delay(trick.time());
        yield size;
      }
      case IGNORE_INTERRUPTS -> {
        tricks.ignoreInterrupts(trick.time());
        yield size;
      }
      case SAY_DONE -> 0;
      case SAY_FAILED, WRONG_DIGEST -> size;
      case HALF -> (size + 1) / 2;
    };
  }

  private static void end(Trick trick) throws ProviderException {
    if (trick.kind() == Trick.Kind.SAY_FAILED || trick.kind() == Trick.Kind.HALF) {
      throw told(trick);
    }
  }

  private static ProviderException told(Trick trick) {
    return new ProviderException(
        Failure.PROVIDER_VETO, "told to " + trick.kind() + " at " + trick.call());
  }

  private static Marker falsified(Marker marker) {
    return new Marker(
        marker.snapshot(),
        marker.session(),
        marker.epoch(),
        marker.slot(),
        marker.created(),
        marker.receipt().map(TestProvider::falsified));
  }

  private static Receipt falsified(Receipt receipt) {
    return new Receipt(
        receipt.provider(),
        receipt.set(),
        receipt.epoch(),
        receipt.incarnation(),
        OTHER_HOLDS,
        receipt.volumes());
  }
}
