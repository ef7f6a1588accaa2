package io.lull.protocol.certificate;

import io.lull.protocol.certificate.Issue.Issued;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.value.Sorted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A set that went well, as everybody recorded it; tests then bend single records.
 *
 * <p>Writers and providers are written {@code host/name}, volumes {@code host:/path}. A component
 * is named like its writer.
 */
public final class EvidenceFixture {
  static final SetId SET = new SetId("set1");
  static final Epoch EPOCH = new Epoch(3);

  private final Map<WriterId, WriterPart> writers = new LinkedHashMap<>();
  private final List<ProviderPart> providers = new ArrayList<>();
  private final SortedSet<ComponentId> unusable = new TreeSet<>();
  private final SortedSet<ComponentId> failedOnHost = new TreeSet<>();
  private final List<WriterPart> droppedOut = new ArrayList<>();

  /** A writer that held, on these volumes. */
  public EvidenceFixture writer(String id, HoldKind kind, String... volumes) {
    return writer(id, kind, Optional.empty(), volumes);
  }

  EvidenceFixture writerBehind(String front, String id, HoldKind kind, String... volumes) {
    return writer(id, kind, Optional.of(writerId(front)), volumes);
  }

  EvidenceFixture writer(String id, HoldKind kind, Optional<WriterId> behind, String... volumes) {
    writers.put(writerId(id), part(id, kind, behind, volumes));
    return this;
  }

  public EvidenceFixture provider(String id, String... volumes) {
    return provider(id, Cut.ATOMIC, volumes);
  }

  EvidenceFixture provider(String id, Cut cut, String... volumes) {
    String[] names = id.split("/", 2);
    ProviderId provider = new ProviderId(new HostId(names[0]), names[1]);
    providers.add(new ProviderPart(provider, life(provider.host()), volumes(volumes), cut));
    return this;
  }

  /** The writer failed for its component after the thaw, and said so. */
  EvidenceFixture failedAfterwards(String id) {
    failedOnHost.add(component(id));
    return answerLost(id);
  }

  /** All went well on the host, but the coordinator never heard so. */
  EvidenceFixture answerLost(String id) {
    unusable.add(component(id));
    return this;
  }

  /** A writer of the backup that failed before the window and left its own record of that. */
  EvidenceFixture droppedOut(String id) {
    droppedOut.add(part(id, HoldKind.APPLICATION, Optional.empty(), "a:/x"));
    return failedAfterwards(id);
  }

  public CoordinatorRecord coordinator() {
    List<Hold> holds = holds();
    List<Receipt> receipts = receipts();
    Digest digest = Chain.ofReceipts(SET, EPOCH, receipts);
    List<Attestation> words =
        holds.stream()
            .map(
                hold ->
                    new Attestation(
                        hold.writer(),
                        SET,
                        EPOCH,
                        hold.incarnation(),
                        hold.token(),
                        HoldEnd.HELD,
                        digest))
            .toList();
    Participants participants = new Participants(List.copyOf(writers.values()), providers);
    return new CoordinatorRecord(SET, EPOCH, participants, holds, receipts, words, unusable);
  }

  public Certificate certificate() {
    Issue issue = Certificate.issue(coordinator());
    if (issue instanceof Issued issued) {
      return issued.certificate();
    }
    throw new AssertionError("expected a certificate, but got " + issue);
  }

  public Evidence evidence() {
    Digest digest = Chain.ofReceipts(SET, EPOCH, receipts());
    List<HostRecord> hosts = new ArrayList<>();
    for (Hold hold : holds()) {
      WriterPart part = writers.get(hold.writer());
      hosts.add(
          new HostRecord(
              SET,
              EPOCH,
              part,
              Optional.of(hold.token()),
              Optional.of(HoldEnd.HELD),
              Optional.of(digest),
              failed(hold.writer())));
    }
    for (WriterPart part : droppedOut) {
      hosts.add(
          new HostRecord(
              SET,
              EPOCH,
              part,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              failed(part.writer())));
    }
    return new Evidence(coordinator(), hosts, copies());
  }

  Bundle bundle() {
    return new Bundle(certificate(), evidence());
  }

  /** A certificate with everything that speaks for or against it. */
  record Bundle(Certificate certificate, Evidence evidence) {
    Verdict verdict() {
      return CertificateChecker.check(certificate, evidence);
    }
  }

  private List<Hold> holds() {
    return writers.values().stream()
        .map(part -> new Hold(part.writer(), part.incarnation(), token(part.writer())))
        .toList();
  }

  private List<Receipt> receipts() {
    Digest holds = Chain.ofHolds(SET, EPOCH, holds());
    return providers.stream()
        .map(
            part ->
                new Receipt(part.provider(), SET, EPOCH, part.incarnation(), holds, part.volumes()))
        .toList();
  }

  private List<ProviderRecord> copies() {
    List<ProviderRecord> copies = new ArrayList<>();
    for (Receipt receipt : receipts()) {
      for (Volume volume : receipt.volumes()) {
        SnapshotId snapshot = new SnapshotId(SET, volume);
        Cut cut = cutOf(receipt.provider());
        copies.add(
            new ProviderRecord(receipt.provider(), snapshot, true, cut, Optional.of(receipt)));
      }
    }
    return copies;
  }

  private Cut cutOf(ProviderId provider) {
    return providers.stream()
        .filter(part -> part.provider().equals(provider))
        .findFirst()
        .orElseThrow()
        .cut();
  }

  private SortedSet<ComponentId> failed(WriterId writer) {
    return Sorted.set(
        failedOnHost.stream().filter(component -> component.writer().equals(writer)).toList());
  }

  private static WriterPart part(
      String id, HoldKind kind, Optional<WriterId> behind, String... volumes) {
    WriterId writer = writerId(id);
    return new WriterPart(writer, life(writer.host()), kind, behind, volumes(volumes));
  }

  static WriterId writerId(String id) {
    String[] names = id.split("/", 2);
    return new WriterId(new HostId(names[0]), names[1]);
  }

  static ComponentId component(String writer) {
    WriterId id = writerId(writer);
    return new ComponentId(id, id.name());
  }

  static SortedSet<Volume> volumes(String... volumes) {
    return Sorted.set(java.util.Arrays.stream(volumes).map(EvidenceFixture::volume).toList());
  }

  private static Volume volume(String volume) {
    String[] names = volume.split(":", 2);
    return new Volume(new HostId(names[0]), names[1]);
  }

  /** Each host lives another life, so that lives cannot be mixed up unnoticed. */
  private static Incarnation life(HostId host) {
    return new Incarnation(10 + host.name().charAt(0) % 16);
  }

  /** As good as random: another one for every writer. */
  static HoldToken token(WriterId writer) {
    return new HoldToken(Digest.of("token", List.of(writer.toString())).hex().substring(0, 32));
  }
}
