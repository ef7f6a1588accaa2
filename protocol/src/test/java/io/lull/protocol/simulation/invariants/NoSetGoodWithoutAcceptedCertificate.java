package io.lull.protocol.simulation.invariants;

import io.lull.protocol.certificate.Certificate;
import io.lull.protocol.certificate.CertificateChecker;
import io.lull.protocol.certificate.CoordinatorRecord;
import io.lull.protocol.certificate.Cut;
import io.lull.protocol.certificate.Evidence;
import io.lull.protocol.certificate.HostRecord;
import io.lull.protocol.certificate.ProviderRecord;
import io.lull.protocol.certificate.Verdict;
import io.lull.protocol.certificate.WriterPart;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.simulation.Disk;
import io.lull.protocol.simulation.Fact;
import io.lull.protocol.simulation.Invariant;
import io.lull.protocol.simulation.World;
import io.lull.protocol.window.WindowReport;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** R5: the checker, which believes no party alone, accepts what the coordinator has issued. */
public final class NoSetGoodWithoutAcceptedCertificate implements Invariant.OfEveryStep {
  private final Map<WriterId, WriterMetadata> metadata = new HashMap<>();
  private final Map<Part, Words> words = new HashMap<>();
  private final List<Claim> fresh = new ArrayList<>();

  private record Part(WriterId writer, SetId set) {}

  private record Claim(Certificate certificate, WindowReport report) {}

  /** What a host itself has said of one writer in one set. */
  private static final class Words {
    private Set<ComponentId> included = Set.of();
    private Set<ComponentId> unusable = Set.of();
    private Optional<WriterReply.Frozen> frozen = Optional.empty();
    private Optional<WriterReply.Thawed> thawed = Optional.empty();
  }

  @Override
  public String promise() {
    return "When a set becomes good, the certificate checker accepts its certificate on the records"
        + " of all hosts and on what lies beside the copies.";
  }

  @Override
  public void see(Fact fact) {
    switch (fact) {
      case Fact.WriterAsked asked -> {
        if (asked.request() instanceof WriterInput.PrepareForBackup prepare) {
          words(asked.writer(), prepare.stamp().set()).included = prepare.components();
        }
      }
      case Fact.WriterAnswered answered -> heard(answered.reply());
      case Fact.Kept kept -> {
        for (SessionEvent event : kept.events()) {
          if (event instanceof SessionEvent.SetCreated created) {
            WindowReport report =
                kept.after().creation().flatMap(set -> set.report()).orElseThrow();
            fresh.add(new Claim(created.certificate(), report));
          }
        }
      }
      default -> {}
    }
  }

  private void heard(WriterReply reply) {
    switch (reply) {
      case WriterReply.Identified identified ->
          metadata.put(identified.writer(), identified.metadata());
      case WriterReply.Frozen frozen ->
          words(frozen.writer(), frozen.stamp().set()).frozen = Optional.of(frozen);
      case WriterReply.Thawed thawed ->
          words(thawed.writer(), thawed.stamp().set()).thawed = Optional.of(thawed);
      case WriterReply.Handled handled -> {
        if (handled.step() == WriterStep.POST_SNAPSHOT) {
          Words said = words(handled.writer(), handled.stamp().set());
          said.unusable =
              switch (handled.result()) {
                case HandlerResult.Failed _ -> said.included;
                case HandlerResult.Partial partial -> partial.components().keySet();
                case HandlerResult.Done _, HandlerResult.Objected _ -> Set.of();
              };
        }
      }
      default -> {}
    }
  }

  private Words words(WriterId writer, SetId set) {
    return words.computeIfAbsent(new Part(writer, set), _ -> new Words());
  }

  @Override
  public void check(World world) {
    for (Claim claim : fresh) {
      Verdict verdict = CertificateChecker.check(claim.certificate(), evidence(world, claim));
      if (verdict instanceof Verdict.No no) {
        broken(claim.certificate().set() + ": " + no.objections());
      }
    }
    fresh.clear();
  }

  private Evidence evidence(World world, Claim claim) {
    Certificate certificate = claim.certificate();
    List<HostRecord> hosts = new ArrayList<>();
    for (WriterPart part : certificate.participants().writers()) {
      hosts.add(host(certificate, part));
    }
    List<ProviderRecord> copies = new ArrayList<>();
    for (Disk.Copy copy : world.disk().copies()) {
      // What was begun for a volume and not heard of is prepared here, but no copy.
      if (copy.isMade() && copy.marker().snapshot().set().equals(certificate.set())) {
        copies.add(
            new ProviderRecord(
                copy.provider(),
                copy.marker().snapshot(),
                copy.marker().created(),
                Cut.ATOMIC,
                copy.marker().receipt()));
      }
    }
    CoordinatorRecord coordinator =
        new CoordinatorRecord(
            certificate.set(),
            claim.report().epoch(),
            certificate.participants(),
            claim.report().holds(),
            claim.report().receipts(),
            claim.report().attestations(),
            certificate.unusable());
    return new Evidence(coordinator, hosts, copies);
  }

  private HostRecord host(Certificate certificate, WriterPart part) {
    WriterMetadata known = metadata.get(part.writer());
    Words said = words(part.writer(), certificate.set());
    TreeSet<Volume> volumes = new TreeSet<>();
    for (Component component : known.components()) {
      if (said.included.contains(component.id())) {
        volumes.addAll(component.volumes());
      }
    }
    Incarnation life = said.frozen.orElseThrow().stamp().incarnation();
    return new HostRecord(
        certificate.set(),
        epoch(said),
        new WriterPart(part.writer(), life, known.kind(), known.behind(), volumes),
        said.frozen.map(WriterReply.Frozen::token),
        said.thawed.map(thawed -> thawed.attestation().end()),
        said.thawed.map(thawed -> thawed.attestation().receipts()),
        new TreeSet<>(said.unusable));
  }

  private static Epoch epoch(Words said) {
    return said.frozen.orElseThrow().stamp().epoch();
  }
}
