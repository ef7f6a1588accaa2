package io.lull.protocol.session;

import io.lull.protocol.certificate.Certificate;
import io.lull.protocol.certificate.Cut;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.Volume;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.window.WindowPlan;
import io.lull.protocol.window.WindowReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * The set that a session puts together and creates.
 *
 * @param slots the creation slots that are ours
 * @param members the volumes, and who copies them
 * @param cuts in which way each of the providers copies
 * @param declined by volume, the providers that were asked first and cannot copy it
 * @param stage how far its creation came, which tells what must be undone
 * @param slotsGivenBack whether the hosts were told that the creation is over
 * @param standing what was said of the set since it exists
 */
public record Creation(
    SetId set,
    SortedMap<HostId, SlotEpoch> slots,
    SortedMap<Volume, ProviderId> members,
    SortedMap<ProviderId, Cut> cuts,
    SortedMap<Volume, List<Declined>> declined,
    Stage stage,
    boolean slotsGivenBack,
    Optional<WindowPlan> plan,
    Optional<WindowReport> report,
    Optional<Certificate> certificate,
    Optional<Fault> failure,
    Standing standing) {

  /** How far a creation came; a later stage never goes back to an earlier one. */
  public enum Stage {
    /** Members are still being added, and the requester has not asked for the set. */
    COLLECTING,
    /** The requester has asked for the set; its members are fixed. */
    ASKED,
    /** The providers were asked to end their preparations and so may hear of an abort. */
    PREPARED,
    /** The providers were asked to finish their copies, and some may have done so. */
    FINISHING,
    /** The set exists. */
    CREATED,
    /** The copies are gone, or are about to be. */
    DISCARDED
  }

  static Creation of(SetId set) {
    return new Creation(
        set,
        Sorted.map(Map.of()),
        Sorted.map(Map.of()),
        Sorted.map(Map.of()),
        Sorted.map(Map.of()),
        Stage.COLLECTING,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Standing.NONE);
  }

  /** The providers that copy something. */
  SortedSet<ProviderId> providers() {
    return Sorted.set(members.values());
  }

  /** A provider of which nothing is known promises nothing. */
  Cut cut(ProviderId provider) {
    return cuts.getOrDefault(provider, Cut.GRADUAL);
  }

  /** The providers that were asked for a volume first and cannot copy it. */
  List<Declined> declined(Volume volume) {
    return declined.getOrDefault(volume, List.of());
  }

  boolean isAtLeast(Stage other) {
    return stage.compareTo(other) >= 0;
  }

  Creation slot(HostId host, SlotEpoch slot) {
    return with(Sorted.with(slots, host, slot), members, cuts, declined, stage, slotsGivenBack);
  }

  Creation member(Volume volume, ProviderId provider, Cut cut, List<Declined> before) {
    return with(
        slots,
        Sorted.with(members, volume, provider),
        Sorted.with(cuts, provider, cut),
        before.isEmpty() ? declined : Sorted.with(declined, volume, before),
        stage,
        slotsGivenBack);
  }

  Creation withoutMember(Volume volume) {
    return with(slots, Sorted.without(members, volume), cuts, declined, stage, slotsGivenBack);
  }

  Creation at(Stage reached) {
    return with(slots, members, cuts, declined, reached, slotsGivenBack);
  }

  Creation givingSlotsBack() {
    return with(slots, members, cuts, declined, stage, true);
  }

  Creation planned(WindowPlan made) {
    return with(Optional.of(made), report, certificate, failure, standing);
  }

  Creation reported(WindowReport made) {
    return with(plan, Optional.of(made), certificate, failure, standing);
  }

  Creation certified(Certificate issued) {
    return at(Stage.CREATED).with(plan, report, Optional.of(issued), failure, standing);
  }

  /** What failed first explains the rest. */
  Creation failed(Fault fault) {
    return with(plan, report, certificate, failure.or(() -> Optional.of(fault)), standing);
  }

  Creation standing(Standing changed) {
    return with(plan, report, certificate, failure, changed);
  }

  /** The same with other members or slots, or at another stage. */
  private Creation with(
      SortedMap<HostId, SlotEpoch> slots,
      SortedMap<Volume, ProviderId> members,
      SortedMap<ProviderId, Cut> cuts,
      SortedMap<Volume, List<Declined>> declined,
      Stage stage,
      boolean slotsGivenBack) {
    return new Creation(
        set,
        slots,
        members,
        cuts,
        declined,
        stage,
        slotsGivenBack,
        plan,
        report,
        certificate,
        failure,
        standing);
  }

  /** The same with more of what has come of it. */
  private Creation with(
      Optional<WindowPlan> plan,
      Optional<WindowReport> report,
      Optional<Certificate> certificate,
      Optional<Fault> failure,
      Standing standing) {
    return new Creation(
        set,
        slots,
        members,
        cuts,
        declined,
        stage,
        slotsGivenBack,
        plan,
        report,
        certificate,
        failure,
        standing);
  }
}
