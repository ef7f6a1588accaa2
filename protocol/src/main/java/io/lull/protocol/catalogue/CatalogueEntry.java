package io.lull.protocol.catalogue;

import io.lull.protocol.certificate.Certificate;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.session.Creation;
import io.lull.protocol.session.Duty;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionContext;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.value.Sorted;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the catalogue says of one set.
 *
 * @param changed when its session was last heard of
 * @param created when it was certified; empty if it never was
 * @param copies what there is of it, or may be until a provider has confirmed that it is gone
 * @param leaving those of the copies whose deletion somebody has asked for, and which is under way
 *     or did not end well: each may go at any time
 * @param grade how consistent it is; empty unless it was certified
 * @param failure why it could not be created, if that is known
 * @param pinned why it must not be deleted, if somebody has pinned it
 * @param verification what its last verification came to, if there was one
 */
public record CatalogueEntry(
    SetId set,
    SessionId session,
    SetState state,
    Instant changed,
    Optional<Instant> created,
    SortedMap<Volume, ProviderId> copies,
    SortedSet<Volume> leaving,
    Optional<Grade> grade,
    Optional<Fault> failure,
    Optional<String> pinned,
    Optional<Verified> verification) {
  public CatalogueEntry {
    copies = Sorted.map(copies);
    leaving = Sorted.set(leaving);
  }

  /**
   * What a session tells of the set that it works on, if it works on one; of a rehearsal none may
   * come.
   */
  public static Optional<CatalogueEntry> of(Session session, Times times) {
    return session
        .creation()
        .filter(_ -> session.setup().effectiveContext() != SessionContext.REHEARSAL)
        .map(
            set -> {
              SetState state = state(session, set);
              SortedMap<Volume, ProviderId> copies = copies(session, set, state);
              return new CatalogueEntry(
                  set.set(),
                  session.id(),
                  state,
                  times.changed(),
                  times.created(),
                  copies,
                  leaving(session, set, copies.keySet()),
                  set.certificate().map(Certificate::grade),
                  set.failure(),
                  set.standing().pinned(),
                  verification(set, times));
            });
  }

  private static Optional<Verified> verification(Creation set, Times times) {
    return times
        .verified()
        .flatMap(at -> set.standing().verification().map(found -> new Verified(at, found)));
  }

  private static SetState state(Session session, Creation set) {
    if (set.failure().isPresent() || set.stage() == Creation.Stage.DISCARDED) {
      return SetState.FAILED;
    }
    if (set.stage() == Creation.Stage.CREATED) {
      return set.members().isEmpty() || endsWith(session) ? SetState.DELETED : SetState.CERTIFIED;
    }
    return switch (session.phase()) {
      case CREATION_FAILED, ABORTING, BACKUP_ABORTED, RELEASING, RELEASED -> SetState.FAILED;
      default -> SetState.CREATING;
    };
  }

  /** A set that does not outlive its session is gone for its users once that is released. */
  private static boolean endsWith(Session session) {
    boolean releasing =
        session.phase() == SessionPhase.RELEASING || session.phase() == SessionPhase.RELEASED;
    return releasing && !session.setup().effectiveContext().persistent();
  }

  private static SortedMap<Volume, ProviderId> copies(
      Session session, Creation set, SetState state) {
    Predicate<ProviderId> mayHaveSome =
        switch (state) {
          case CREATING, CERTIFIED -> _ -> true;
          case FAILED ->
              provider ->
                  existsStill(session, set)
                      || owes(session, new Duty.AbortProvider(provider))
                      || owes(session, new Duty.DeleteCopies(provider));
          case DELETED -> provider -> owes(session, new Duty.DeleteCopies(provider));
        };
    SortedMap<Volume, ProviderId> copies = new TreeMap<>(set.members());
    copies.values().removeIf(mayHaveSome.negate());
    return copies;
  }

  private static SortedSet<Volume> leaving(Session session, Creation set, Set<Volume> copies) {
    Stream<Volume> going =
        session.work().deletion().stream()
            .flatMap(deletion -> deletion.left().stream())
            .map(SnapshotId::volume);
    return Stream.concat(set.standing().leaving().stream(), going)
        .filter(copies::contains)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Too low a grade fails a set that has been created, and takes nothing away. */
  private static boolean existsStill(Session session, Creation set) {
    return set.stage() == Creation.Stage.CREATED && !endsWith(session);
  }

  private static boolean owes(Session session, Duty duty) {
    return session.work().duties().contains(duty);
  }
}
