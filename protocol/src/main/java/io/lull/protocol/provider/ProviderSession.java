package io.lull.protocol.provider;

import io.lull.protocol.certificate.Receipt;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.ProviderCall.Asked;
import io.lull.protocol.provider.ProviderCall.Lost;
import io.lull.protocol.provider.ProviderCall.Removal;
import io.lull.protocol.provider.ProviderInput.BeginPrepare;
import io.lull.protocol.provider.ProviderInput.DeleteSnapshots;
import io.lull.protocol.provider.ProviderInput.EndPrepare;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.value.Sorted;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a provider knows of one set; an immutable value.
 *
 * @param stamp the newest stamp under which its session has spoken
 * @param volumes every volume that was begun here, as far as the answer is known
 * @param answers how the steps after BeginPrepare have ended, so that a repeated one changes
 *     nothing
 * @param receipt the word on the commit, from the moment the commit is asked for
 * @param calls the work that has not ended, by the numbers it was given
 * @param open what is waited for besides the work
 */
public record ProviderSession(
    Stamp stamp,
    ProviderPhase phase,
    SortedMap<Volume, VolumePart> volumes,
    SortedMap<ProviderStep, StepResult> answers,
    Optional<Receipt> receipt,
    SortedMap<Long, ProviderCall> calls,
    Open open) {
  /** Prepared work frees itself at this time, unless a later call has prolonged the lease. */
  record Lease(long call, Uptime at) {}

  /**
   * What is waited for besides the work.
   *
   * @param lease when prepared work frees itself, as long as it may
   * @param abort the stamp of an AbortSnapshots that is answered when the removal has ended
   * @param fate whether the session was asked if the set lives, and has not answered
   */
  record Open(Optional<Lease> lease, Optional<Stamp> abort, boolean fate) {
    static final Open NOTHING = new Open(Optional.empty(), Optional.empty(), false);
  }

  public ProviderSession {
    volumes = Sorted.map(volumes);
    answers = Sorted.map(answers);
    calls = Sorted.map(calls);
  }

  /** A set of which nothing but its stamp is known yet. */
  static ProviderSession fresh(Stamp stamp, ProviderPhase phase) {
    return new ProviderSession(
        stamp,
        phase,
        Sorted.map(Map.of()),
        Sorted.map(Map.of()),
        Optional.empty(),
        Sorted.map(Map.of()),
        Open.NOTHING);
  }

  public SetId set() {
    return stamp.set();
  }

  /** The volumes that take part in the steps after BeginPrepare and whose copy is still wanted. */
  public SortedSet<Volume> copied() {
    TreeSet<Volume> copied = new TreeSet<>();
    volumes.forEach(
        (volume, part) -> {
          if (part.isCopied() && !part.deleted()) {
            copied.add(volume);
          }
        });
    return Sorted.set(copied);
  }

  /** Every volume for which there may be anything to remove. */
  SortedSet<Volume> touched() {
    TreeSet<Volume> touched = new TreeSet<>(volumes.keySet());
    for (ProviderCall call : calls.values()) {
      switch (call) {
        case Asked asked -> begun(asked.request()).ifPresent(touched::add);
        case Lost lost -> begun(lost.request()).ifPresent(touched::add);
        case Removal removal -> touched.addAll(removal.volumes());
      }
    }
    return Sorted.set(touched);
  }

  /** What the copies' markers say, or are to say once a step has succeeded. */
  List<Marker> markers(Collection<Volume> of, boolean created) {
    return of.stream()
        .map(
            volume ->
                new Marker(
                    new SnapshotId(set(), volume),
                    stamp.session(),
                    stamp.epoch(),
                    stamp.slot(),
                    created,
                    receipt))
        .toList();
  }

  List<SnapshotId> snapshots(Collection<Volume> of) {
    return of.stream().map(volume -> new SnapshotId(set(), volume)).toList();
  }

  Optional<ProviderCall> call(long number) {
    return Optional.ofNullable(calls.get(number));
  }

  /** True while a BeginPrepare is still in work, for which EndPrepare has to wait. */
  boolean isBeginning() {
    return calls.values().stream()
        .anyMatch(call -> call instanceof Asked asked && asked.request() instanceof BeginPrepare);
  }

  /** True for an EndPrepare that the host has not been given yet, because volumes still begin. */
  boolean isWaiting(ProviderRequest request) {
    return request instanceof EndPrepare && isBeginning();
  }

  /** True while anything is still being removed. */
  boolean isRemoving() {
    return calls.values().stream().anyMatch(Removal.class::isInstance);
  }

  /** The call under which the same thing was asked before and is still in work. */
  Optional<Long> asked(ProviderRequest request) {
    return calls.entrySet().stream()
        .filter(call -> call.getValue() instanceof Asked asked && same(asked.request(), request))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  ProviderSession with(Stamp newest) {
    return new ProviderSession(newest, phase, volumes, answers, receipt, calls, open);
  }

  ProviderSession with(ProviderPhase next) {
    return new ProviderSession(stamp, next, volumes, answers, receipt, calls, open);
  }

  ProviderSession with(Volume volume, VolumePart part) {
    SortedMap<Volume, VolumePart> changed = Sorted.with(volumes, volume, part);
    return new ProviderSession(stamp, phase, changed, answers, receipt, calls, open);
  }

  ProviderSession with(ProviderStep step, StepResult answer) {
    SortedMap<ProviderStep, StepResult> changed = Sorted.with(answers, step, answer);
    return new ProviderSession(stamp, phase, volumes, changed, receipt, calls, open);
  }

  ProviderSession with(Receipt word) {
    return new ProviderSession(stamp, phase, volumes, answers, Optional.of(word), calls, open);
  }

  ProviderSession with(long number, ProviderCall call) {
    SortedMap<Long, ProviderCall> changed = Sorted.with(calls, number, call);
    return new ProviderSession(stamp, phase, volumes, answers, receipt, changed, open);
  }

  ProviderSession without(long number) {
    SortedMap<Long, ProviderCall> changed = Sorted.without(calls, number);
    return new ProviderSession(stamp, phase, volumes, answers, receipt, changed, open);
  }

  ProviderSession withLease(Optional<Lease> lease) {
    return with(new Open(lease, open.abort(), open.fate()));
  }

  ProviderSession withAbort(Optional<Stamp> abort) {
    return with(new Open(open.lease(), abort, open.fate()));
  }

  ProviderSession withFate(boolean fate) {
    return with(new Open(open.lease(), open.abort(), fate));
  }

  private ProviderSession with(Open changed) {
    return new ProviderSession(stamp, phase, volumes, answers, receipt, calls, changed);
  }

  private static Optional<Volume> begun(ProviderRequest request) {
    return request instanceof BeginPrepare begin ? Optional.of(begin.volume()) : Optional.empty();
  }

  /** The same but for its stamp: a later epoch asks the same thing again. */
  private static boolean same(ProviderRequest one, ProviderRequest other) {
    return one instanceof DeleteSnapshots
        ? one.equals(other) // Anybody may delete, so another stamp is another asker.
        : ProviderStep.of(one) == ProviderStep.of(other) && begun(one).equals(begun(other));
  }
}
