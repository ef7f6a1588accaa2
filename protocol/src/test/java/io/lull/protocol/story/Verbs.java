package io.lull.protocol.story;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.lull.protocol.certificate.Cut;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.session.BackupState;
import io.lull.protocol.session.Candidate;
import io.lull.protocol.session.Policy;
import io.lull.protocol.session.SessionContext;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionInput.Verb;
import io.lull.protocol.session.Verification;
import io.lull.protocol.writer.BackupType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a requester can call in a story, named as in the protocol; calls are numbered r1, r2, …
 *
 * <p>{@code again} repeats the last call with its id; ids are given to {@code Cancel} and {@code
 * QueryStatus}.
 */
final class Verbs {
  private final World world;
  private int calls;
  private int sets;
  private Optional<Verb> last = Optional.empty();

  Verbs(World world) {
    this.world = world;
  }

  void call(List<String> words, Policy policy) {
    List<String> rest = words.subList(1, words.size());
    Verb verb =
        words.getFirst().equals("again")
            ? last.orElseThrow()
            : verb(words.getFirst(), new RequestId("r" + ++calls), rest, policy);
    last = Optional.of(verb);
    world.give(verb);
  }

  private Verb verb(String name, RequestId id, List<String> rest, Policy policy) {
    return switch (name) {
      case "InitializeForBackup" -> new SessionInput.InitializeForBackup(id, policy);
      case "SetContext" -> new SessionInput.SetContext(id, SessionContext.valueOf(rest.getFirst()));
      case "SetBackupState" ->
          new SessionInput.SetBackupState(
              id, new BackupState(!rest.contains("everything"), false, BackupType.FULL));
      case "DisableWriters" ->
          new SessionInput.DisableWriters(id, rest.stream().map(Story::writer).collect(toSet()));
      case "GatherWriterMetadata" -> new SessionInput.GatherWriterMetadata(id, roster());
      case "AddComponent" -> new SessionInput.AddComponent(id, component(rest.getFirst()));
      case "StartSnapshotSet" ->
          new SessionInput.StartSnapshotSet(
              id,
              new SetId(world.session().id() + "-" + ++sets),
              rest.stream().map(HostId::new).collect(toSet()),
              world.cast.hosts());
      case "AddToSnapshotSet" -> addVolume(id, rest);
      case "PrepareForBackup" -> new SessionInput.PrepareForBackup(id);
      case "GatherWriterStatus" -> new SessionInput.GatherWriterStatus(id);
      case "DoSnapshotSet" -> new SessionInput.DoSnapshotSet(id);
      case "GetSnapshotProperties" -> new SessionInput.GetSnapshotProperties(id);
      case "SetBackupSucceeded" -> succeeded(id, rest);
      case "BackupComplete" -> new SessionInput.BackupComplete(id);
      case "AbortBackup" -> new SessionInput.AbortBackup(id);
      case "DeleteSnapshots" ->
          new SessionInput.DeleteSnapshots(
              id, rest.stream().map(word -> new SnapshotId(set(), volume(word))).toList());
      case "PinSet" -> new SessionInput.PinSet(id, String.join(" ", rest));
      case "UnpinSet" -> new SessionInput.UnpinSet(id);
      case "RecordVerification" ->
          new SessionInput.RecordVerification(
              id, new Verification(rest.getFirst().equals("good"), String.join(" ", rest)));
      case "Release" -> new SessionInput.Release(id);
      case "QueryStatus" -> new SessionInput.QueryStatus(id, new RequestId(rest.getFirst()));
      case "Cancel" -> new SessionInput.Cancel(id, new RequestId(rest.getFirst()));
      case "KeepAlive" -> new SessionInput.KeepAlive(id);
      default -> throw new IllegalArgumentException("expected a verb, but got " + name);
    };
  }

  private SetId set() {
    return world.session().creation().map(creation -> creation.set()).orElse(new SetId("none"));
  }

  /** {@code a:/data [a/disk] [gradual]}: how whoever copies it would do so. */
  private Verb addVolume(RequestId id, List<String> rest) {
    Optional<ProviderId> named =
        rest.stream().skip(1).filter(word -> word.contains("/")).map(Story::provider).findFirst();
    Cut cut = rest.contains("gradual") ? Cut.GRADUAL : Cut.ATOMIC;
    List<Candidate> candidates =
        world.cast.providers.values().stream()
            .map(p -> new Candidate(p.id(), p.kind(), cut, world.cast.life(p.id().host())))
            .toList();
    return new SessionInput.AddToSnapshotSet(id, volume(rest.getFirst()), named, candidates);
  }

  /** {@code a/db#x [no] [carried a/db#x/y]}: what was carried along was not stored. */
  private static Verb succeeded(RequestId id, List<String> rest) {
    Map<ComponentId, Boolean> carried = new HashMap<>();
    int place = rest.indexOf("lost");
    if (place >= 0) {
      carried.put(component(rest.get(place + 1)), false);
    }
    return new SessionInput.SetBackupSucceeded(
        id, component(rest.getFirst()), !rest.contains("no"), carried);
  }

  private Map<WriterId, Incarnation> roster() {
    return world.cast.writers.keySet().stream()
        .collect(toMap(writer -> writer, writer -> world.cast.life(writer.host())));
  }

  private static ComponentId component(String word) {
    String[] parts = word.split("#", 2);
    return new ComponentId(Story.writer(parts[0]), parts[1]);
  }

  private static Volume volume(String word) {
    String[] parts = word.split(":", 2);
    return new Volume(new HostId(parts[0]), parts[1]);
  }
}
