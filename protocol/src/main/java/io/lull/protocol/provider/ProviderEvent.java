package io.lull.protocol.provider;

import io.lull.protocol.certificate.Receipt;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.value.Sorted;
import java.util.Optional;
import java.util.SortedSet;

/** What happened to a provider; held in memory, for the markers tell a later life enough. */
public sealed interface ProviderEvent {
  /** A new set began. */
  record SetBegun(Stamp stamp) implements ProviderEvent {}

  /** A later attempt of the coordinator speaks about a set. */
  record EpochSeen(Stamp stamp) implements ProviderEvent {}

  /** Work on a request was begun under this number. */
  record TakenUp(long call, ProviderRequest request, Uptime until) implements ProviderEvent {}

  /** A later epoch asks for what is in work, and gets the answer. */
  record AskedAgain(long call, ProviderRequest request) implements ProviderEvent {}

  /** Volumes were begun of which the session knows nothing; they take no part. */
  record VolumesDropped(SetId set, SortedSet<Volume> volumes, Fault fault)
      implements ProviderEvent {
    public VolumesDropped {
      volumes = Sorted.set(volumes);
    }
  }

  /** The commit of a set was asked for; this is the word on it if it succeeds. */
  record ReceiptMade(Receipt receipt) implements ProviderEvent {}

  /** Work on a request has ended like this. */
  record CallEnded(ProviderRequest request, long call, StepResult result)
      implements ProviderEvent {}

  /** Work on a request has had its time; it counts as failed, and may still go on. */
  record CallOverdue(ProviderRequest request, long call, Fault fault) implements ProviderEvent {}

  /** Work that nobody waited for any more has ended. */
  record LostCallEnded(SetId set, long call) implements ProviderEvent {}

  /** Prepared work frees itself at this time, unless this is said again. */
  record LeaseArmed(SetId set, long call, Uptime at) implements ProviderEvent {}

  /**
   * A set has failed, or lost its session: its work in progress is lost, and one removal of all of
   * it takes the place of those that were under way.
   */
  record GivenUp(SetId set, ProviderPhase phase, Fault fault) implements ProviderEvent {}

  /** What there may be of these volumes is being removed, in this attempt. */
  record RemovalBegun(SetId set, long call, SortedSet<Volume> volumes, Uptime from, Uptime until)
      implements ProviderEvent {
    public RemovalBegun {
      volumes = Sorted.set(volumes);
    }
  }

  /** An attempt to remove has ended, or another one takes its place. */
  record RemovalEnded(SetId set, long call) implements ProviderEvent {}

  /** Nothing of a set is left. */
  record SetGone(SetId set, ProviderPhase phase) implements ProviderEvent {}

  /** A set was aborted of which nothing is known here; it will never begin here. */
  record Tombstoned(Stamp stamp) implements ProviderEvent {}

  /** An AbortSnapshots waits for the end of the removal. */
  record AbortAsked(Stamp stamp) implements ProviderEvent {}

  /** The AbortSnapshots that waited was answered. */
  record AbortAnswered(SetId set) implements ProviderEvent {}

  /**
   * Copies of an earlier life were found.
   *
   * @param created whether all of them are finished
   * @param deleted the volumes of which the receipt speaks but no copy was found
   */
  record SetFound(
      Stamp stamp,
      boolean created,
      SortedSet<Volume> volumes,
      SortedSet<Volume> deleted,
      Optional<Receipt> receipt)
      implements ProviderEvent {
    public SetFound {
      volumes = Sorted.set(volumes);
      deleted = Sorted.set(deleted);
    }
  }

  /** The session of a set is being asked whether the set lives. */
  record FateAsked(SetId set) implements ProviderEvent {}

  /** The session of a set has said that it lives. */
  record FateLearned(SetId set) implements ProviderEvent {}
}
