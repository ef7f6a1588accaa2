package io.lull.protocol.session;

import io.lull.protocol.certificate.Certificate;
import io.lull.protocol.certificate.CoordinatorRecord;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.certificate.Issue;
import io.lull.protocol.certificate.Participants;
import io.lull.protocol.certificate.ProviderPart;
import io.lull.protocol.certificate.WriterPart;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.window.WindowPlan;
import io.lull.protocol.window.WindowProvider;
import io.lull.protocol.window.WindowReport;
import io.lull.protocol.window.WindowWriter;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.WriterMetadata;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/** What a session hands to its window, and what it makes of the report. */
final class Plans {
  private Plans() {}

  /** Who is to be frozen, for how long, and who copies what. */
  static WindowPlan of(Session session) {
    // In a rehearsal the providers said that they would copy, and are asked for nothing more.
    return plan(session, session.rehearses() ? List.of() : session.set().providers());
  }

  private static WindowPlan plan(Session session, Collection<ProviderId> copying) {
    List<WindowWriter> writers =
        session.serving().stream()
            .map(writer -> session.roster().known(writer).metadata())
            .map(
                metadata ->
                    new WindowWriter(
                        metadata.writer(),
                        session.life(metadata.writer().host()),
                        session.slot(metadata.writer().host()),
                        metadata.level(),
                        session.limits().effectiveHold(metadata.hold())))
            .toList();
    List<WindowProvider> providers =
        copying.stream()
            .map(
                provider ->
                    new WindowProvider(
                        provider,
                        session.life(provider.host()),
                        session.slot(provider.host()),
                        volumes(session, provider)))
            .toList();
    return new WindowPlan(
        session.id(), session.set().set(), session.epoch(), session.limits(), writers, providers);
  }

  /** The certificate of the set, if the evidence is whole. */
  static Issue certificate(Session session) {
    WindowPlan plan = session.set().plan().orElseThrow();
    WindowReport report = session.set().report().orElseThrow();
    return Certificate.issue(
        new CoordinatorRecord(
            plan.set(),
            plan.epoch(),
            participants(session, plan),
            report.holds(),
            report.receipts(),
            report.attestations(),
            session.roster().unusable()));
  }

  /** What a set will be worth if everybody holds, copies and confirms. */
  static Grade best(Session session) {
    WindowPlan plan = plan(session, session.set().providers());
    return Certificate.best(participants(session, plan), session.roster().unusable());
  }

  private static Participants participants(Session session, WindowPlan plan) {
    return new Participants(
        plan.writers().stream().map(writer -> part(session, writer)).toList(),
        plan.providers().stream()
            .map(
                p ->
                    new ProviderPart(
                        p.id(),
                        p.incarnation(),
                        Sorted.set(p.volumes()),
                        session.set().cut(p.id())))
            .toList());
  }

  private static WriterPart part(Session session, WindowWriter writer) {
    WriterMetadata metadata = session.roster().known(writer.id()).metadata();
    return new WriterPart(
        writer.id(),
        writer.incarnation(),
        metadata.kind(),
        metadata.behind(),
        volumes(session, writer.id()));
  }

  private static SortedSet<Volume> volumes(Session session, WriterId writer) {
    WriterEntry entry = session.roster().known(writer);
    return Sorted.set(
        entry.metadata().components().stream()
            .filter(component -> entry.included().contains(component.id()))
            .map(Component::volumes)
            .flatMap(java.util.Collection::stream)
            .toList());
  }

  /** The volumes of the set that this provider copies. */
  static SortedSet<Volume> volumes(Session session, ProviderId provider) {
    return Sorted.set(
        session.set().members().entrySet().stream()
            .filter(member -> member.getValue().equals(provider))
            .map(Map.Entry::getKey)
            .toList());
  }
}
