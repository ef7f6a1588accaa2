package io.lull.cli.command;

import io.lull.protocol.certificate.Certificate;
import io.lull.protocol.certificate.CoordinatorRecord;
import io.lull.protocol.certificate.Cut;
import io.lull.protocol.certificate.Evidence;
import io.lull.protocol.certificate.HostRecord;
import io.lull.protocol.certificate.Participants;
import io.lull.protocol.certificate.ProviderPart;
import io.lull.protocol.certificate.ProviderRecord;
import io.lull.protocol.certificate.Receipt;
import io.lull.protocol.certificate.WriterPart;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.session.Creation;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.WriterEntry;
import io.lull.protocol.window.WindowPlan;
import io.lull.protocol.window.WindowReport;
import io.lull.protocol.window.WindowWriter;
import io.lull.protocol.writer.Component;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The evidence on a set that one document alone holds, each party's words as they stand in it.
 *
 * <p>A log has what hosts and providers told the coordinator, not what they keep themselves. So a
 * Yes over it says that the certificate follows from what was told: nobody can have changed one of
 * both, but who could change the log could have changed all of it.
 */
final class Recorded {
  private final CoordinatorRecord record;

  private Recorded(CoordinatorRecord record) {
    this.record = record;
  }

  /** What the log of a session says of its set; empty if its window never closed. */
  static Optional<Evidence> in(Session session) {
    return session
        .creation()
        .flatMap(
            set ->
                set.plan()
                    .flatMap(
                        plan ->
                            set.report()
                                .map(report -> new Recorded(record(session, set, plan, report)))))
        .map(Recorded::evidence);
  }

  /** What a certificate says by itself. */
  static Evidence in(Certificate certificate) {
    return new Recorded(
            new CoordinatorRecord(
                certificate.set(),
                certificate.epoch(),
                certificate.participants(),
                certificate.holds(),
                certificate.receipts(),
                certificate.attestations(),
                certificate.unusable()))
        .evidence();
  }

  private Evidence evidence() {
    List<HostRecord> hosts = record.participants().writers().stream().map(this::host).toList();
    List<ProviderRecord> copies = new ArrayList<>();
    record.participants().providers().forEach(provider -> copies.addAll(copies(provider)));
    return new Evidence(record, hosts, copies);
  }

  private HostRecord host(WriterPart part) {
    WriterId writer = part.writer();
    var attested =
        record.attestations().stream().filter(word -> word.writer().equals(writer)).findFirst();
    var hold = record.holds().stream().filter(held -> held.writer().equals(writer)).findFirst();
    SortedSet<ComponentId> unusable = new TreeSet<>(record.unusable());
    unusable.removeIf(component -> !component.writer().equals(writer));
    return new HostRecord(
        attested.map(word -> word.set()).orElse(record.set()),
        attested.map(word -> word.epoch()).orElse(record.epoch()),
        part,
        hold.map(held -> held.token()),
        attested.map(word -> word.end()),
        attested.map(word -> word.receipts()),
        unusable);
  }

  private List<ProviderRecord> copies(ProviderPart part) {
    Optional<Receipt> receipt =
        record.receipts().stream()
            .filter(kept -> kept.provider().equals(part.provider()))
            .findFirst();
    return receipt.map(Receipt::volumes).orElse(part.volumes()).stream()
        .map(
            volume ->
                new ProviderRecord(
                    part.provider(),
                    new SnapshotId(record.set(), volume),
                    true,
                    part.cut(),
                    receipt))
        .toList();
  }

  private static CoordinatorRecord record(
      Session session, Creation set, WindowPlan plan, WindowReport report) {
    List<WriterPart> writers =
        plan.writers().stream().flatMap(writer -> part(session, writer).stream()).toList();
    List<ProviderPart> providers =
        plan.providers().stream()
            .map(
                provider ->
                    new ProviderPart(
                        provider.id(),
                        provider.incarnation(),
                        new TreeSet<>(provider.volumes()),
                        set.cuts().getOrDefault(provider.id(), Cut.GRADUAL)))
            .toList();
    SortedSet<ComponentId> unusable = new TreeSet<>();
    session.roster().writers().values().forEach(entry -> unusable.addAll(entry.unusable()));
    return new CoordinatorRecord(
        plan.set(),
        plan.epoch(),
        new Participants(writers, providers),
        report.holds(),
        report.receipts(),
        report.attestations(),
        unusable);
  }

  private static Optional<WriterPart> part(Session session, WindowWriter writer) {
    return Optional.ofNullable(session.roster().writers().get(writer.id()))
        .map(
            entry ->
                new WriterPart(
                    writer.id(),
                    writer.incarnation(),
                    entry.metadata().kind(),
                    entry.metadata().behind(),
                    volumes(entry)));
  }

  private static SortedSet<Volume> volumes(WriterEntry entry) {
    SortedSet<Volume> volumes = new TreeSet<>();
    for (Component component : entry.metadata().components()) {
      if (entry.included().contains(component.id())) {
        volumes.addAll(component.volumes());
      }
    }
    return volumes;
  }
}
