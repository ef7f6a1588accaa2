package io.lull.protocol.certificate;

import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.WriterId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Holds what a certificate says of each writer against the record of its host. */
final class HostsCheck {
  private final Claim claim;
  private final Certificate certificate;
  private final Objections objections;
  private final Map<WriterId, Set<ComponentId>> unusable = new HashMap<>();
  private final Set<HoldToken> granted = new HashSet<>();

  HostsCheck(Claim claim, Objections objections) {
    this.claim = claim;
    this.certificate = claim.certificate();
    this.objections = objections;
    for (ComponentId component : certificate.unusable()) {
      unusable.computeIfAbsent(component.writer(), _ -> new TreeSet<>()).add(component);
    }
  }

  /** Returns the hosts' records of the writers that have a part in the set. */
  NavigableMap<WriterId, HostRecord> check(List<HostRecord> records) {
    objections
        .index(
            "writer",
            "the host recorded its failure",
            records.stream().filter(this::droppedOut).toList(),
            HostRecord::writer)
        .values()
        .forEach(this::withoutPart);
    NavigableMap<WriterId, HostRecord> hosts =
        objections.indexOf(
            claim.writers().keySet(),
            "writer",
            "the host recorded its hold",
            records.stream().filter(host -> !droppedOut(host)).toList(),
            HostRecord::writer);
    for (WriterPart part : claim.writers().values()) {
      String whose = "writer " + part.writer();
      Optional<Hold> hold = Optional.ofNullable(claim.holds().get(part.writer()));
      Optional<Attestation> word = Optional.ofNullable(claim.attestations().get(part.writer()));
      Optional<HostRecord> host = Optional.ofNullable(hosts.get(part.writer()));
      hold.ifPresent(one -> life(whose, "the hold is of incarnation", one.incarnation(), part));
      word.ifPresent(one -> attestation(whose, one, part, hold));
      host.ifPresent(one -> host(whose, one, part, hold, word));
    }
    return hosts;
  }

  private void attestation(String whose, Attestation word, WriterPart part, Optional<Hold> hold) {
    String side = "the attestation is for";
    objections.same(Reason.SET_DIFFERS, whose, side, word.set(), certificate.set());
    objections.same(Reason.EPOCH_DIFFERS, whose, side, word.epoch(), certificate.epoch());
    life(whose, "the attestation is of incarnation", word.incarnation(), part);
    objections.unless(
        hold.isEmpty() || word.token().equals(hold.get().token()),
        Reason.TOKEN_DIFFERS,
        whose,
        "the attestation is not for the hold that the certificate names");
    objections.unless(
        word.end() == HoldEnd.HELD,
        Reason.NOT_HELD,
        whose,
        "the certificate says " + word.end() + ", and only HELD attests");
  }

  private void host(
      String whose,
      HostRecord host,
      WriterPart part,
      Optional<Hold> hold,
      Optional<Attestation> word) {
    String side = "the host recorded";
    objections.same(Reason.SET_DIFFERS, whose, side, host.set(), certificate.set());
    objections.same(Reason.EPOCH_DIFFERS, whose, side, host.epoch(), certificate.epoch());
    part(whose, host.part(), part);
    objections.unless(
        hold.isEmpty() || host.granted().equals(hold.map(Hold::token)),
        Reason.TOKEN_DIFFERS,
        whose,
        "the host did not grant the hold that the certificate names");
    objections.unless(
        host.granted().isEmpty() || granted.add(host.granted().get()),
        Reason.TOKEN_SHARED,
        whose,
        "its hold is another writer's too");
    if (!host.end().equals(Optional.of(HoldEnd.HELD))) {
      String said = host.end().map(HoldEnd::name).orElse("no end of the hold");
      String certified = word.map(one -> ", the certificate says " + one.end()).orElse("");
      objections.add(Reason.NOT_HELD, whose, side + " " + said + certified);
    }
    unusable(whose, host);
  }

  private boolean droppedOut(HostRecord host) {
    WriterId writer = host.writer();
    return !claim.writers().containsKey(writer) && unusable.containsKey(writer);
  }

  /** The rest of the record does not matter: nothing is claimed of such a writer's data. */
  private void withoutPart(HostRecord host) {
    String whose = "writer " + host.writer();
    String side = "the host recorded";
    objections.same(Reason.SET_DIFFERS, whose, side, host.set(), certificate.set());
    objections.unless(
        host.granted().isEmpty(),
        Reason.RECORD_UNEXPECTED,
        whose,
        "the host granted a hold, but the writer has no part in the set");
    unusable(whose, host);
  }

  /** The certificate may call more unusable: the coordinator takes an answer it lost for a No. */
  private void unusable(String whose, HostRecord host) {
    Set<ComponentId> certified = unusable.getOrDefault(host.writer(), Set.of());
    objections.unless(
        certified.containsAll(host.unusable()),
        Reason.UNUSABLE_DIFFERS,
        whose,
        "the host recorded that it failed for "
            + host.unusable()
            + ", the certificate says "
            + (certified.isEmpty() ? "for nothing" : "for " + certified));
  }

  private void part(String whose, WriterPart own, WriterPart certified) {
    life(whose, "the host recorded incarnation", own.incarnation(), certified);
    String side = "the host recorded";
    objections.same(Reason.HOLD_KIND_DIFFERS, whose, side, own.kind(), certified.kind());
    objections.same(
        Reason.HOLD_KIND_DIFFERS, whose, side, behind(own.behind()), behind(certified.behind()));
    objections.same(Reason.VOLUMES_DIFFER, whose, side, own.volumes(), certified.volumes());
  }

  private void life(String whose, String side, Incarnation said, WriterPart certified) {
    objections.same(Reason.INCARNATION_DIFFERS, whose, side, said, certified.incarnation());
  }

  private static String behind(Optional<WriterId> frontEnd) {
    return frontEnd.map(writer -> "that it stands behind " + writer).orElse("no front end of it");
  }
}
