package io.lull.protocol.certificate;

import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the records of the hosts and of the copies amount to.
 *
 * <p>The rules of the chain and of the grade stand here a second time, in other words.
 *
 * @param copies what is kept with each copy; each has a receipt
 * @param failed the writers that failed, as certified: the coordinator may call unusable what a
 *     host does not, because it never heard that all went well
 */
record Recount(
    SetId set,
    Epoch epoch,
    NavigableMap<WriterId, HostRecord> hosts,
    NavigableMap<Volume, ProviderRecord> copies,
    Set<WriterId> failed) {
  /** Empty when some host granted no hold. */
  Optional<Digest> holdsDigest() {
    List<String> parts = heading();
    for (HostRecord host : hosts.values()) {
      if (host.granted().isEmpty()) {
        return Optional.empty();
      }
      parts.add(host.writer().toString());
      parts.add(host.part().incarnation().toString());
      parts.add(host.granted().get().hex());
    }
    return Optional.of(Digest.of("holds", parts));
  }

  Digest receiptsDigest() {
    // All copies of a provider keep one receipt; that they do is held against the certificate's.
    NavigableMap<ProviderId, Receipt> own = new TreeMap<>();
    receipts().forEach(receipt -> own.putIfAbsent(receipt.provider(), receipt));
    List<String> parts = heading();
    for (Receipt receipt : own.values()) {
      parts.add(receipt.provider().toString());
      parts.add(receipt.epoch().toString());
      parts.add(receipt.incarnation().toString());
      parts.add(receipt.holds().hex());
      parts.add(String.valueOf(receipt.volumes().size()));
      for (Volume volume : receipt.volumes()) {
        parts.add(volume.toString());
      }
    }
    return Digest.of("receipts", parts);
  }

  Grade grade() {
    Map<Volume, List<HostRecord>> speaking = speaking();
    if (moved()) {
      return Grade.FUZZY;
    }
    boolean application = false;
    boolean fileSystem = false;
    boolean everybody = true;
    for (HostRecord host : hosts.values()) {
      fileSystem |= froze(host);
      application |= vouches(host) && !froze(host);
      everybody &= vouches(host);
    }
    for (Volume volume : copies.keySet()) {
      List<HostRecord> about = speaking.getOrDefault(volume, List.of());
      boolean vouched = !about.isEmpty() && about.stream().allMatch(this::vouches);
      // Whoever failed and left no hold may have data on any volume.
      vouched &= allThere();
      if (!vouched && about.stream().noneMatch(this::froze)) {
        return Grade.CRASH;
      }
    }
    if (everybody && application && allThere()) {
      return Grade.APPLICATION;
    }
    return fileSystem ? Grade.FILESYSTEM : Grade.CRASH;
  }

  SetInstant instant() {
    boolean stopped = !hosts.isEmpty();
    for (HostRecord host : hosts.values()) {
      stopped &= stopped(host);
    }
    stopped &= allThere() && !moved();
    return stopped && speaking().keySet().containsAll(copies.keySet())
        ? SetInstant.COMMON
        : SetInstant.PER_WRITER;
  }

  List<Receipt> receipts() {
    return copies.values().stream().flatMap(copy -> copy.receipt().stream()).toList();
  }

  private List<String> heading() {
    return new ArrayList<>(List.of(set.name(), epoch.toString()));
  }

  private boolean allThere() {
    return hosts.keySet().containsAll(failed);
  }

  /** Who speaks for which volume. */
  private Map<Volume, List<HostRecord>> speaking() {
    Map<Volume, List<HostRecord>> speaking = new HashMap<>();
    for (HostRecord host : hosts.values()) {
      for (Volume volume : host.part().volumes()) {
        speaking.computeIfAbsent(volume, _ -> new ArrayList<>()).add(host);
      }
    }
    return speaking;
  }

  private boolean vouches(HostRecord host) {
    if (failed.contains(host.writer())) {
      return false;
    }
    if (host.part().kind() != HoldKind.NONE) {
      return true;
    }
    HostRecord front = host.part().behind().map(hosts::get).orElse(host);
    return isApplication(front);
  }

  private boolean froze(HostRecord host) {
    return host.part().kind() == HoldKind.FILESYSTEM && !failed.contains(host.writer());
  }

  /** Whether something was copied file by file that did not stand still. */
  private boolean moved() {
    Map<Volume, List<HostRecord>> speaking = speaking();
    for (ProviderRecord copy : copies.values()) {
      List<HostRecord> about = speaking.getOrDefault(copy.snapshot().volume(), List.of());
      if (copy.cut() == Cut.GRADUAL && !still(about)) {
        return true;
      }
    }
    return false;
  }

  /** Whether no file was changed where these writers lie, while they held. */
  private boolean still(List<HostRecord> about) {
    boolean frozen = false;
    boolean stopped = allThere() && !about.isEmpty();
    for (HostRecord host : about) {
      frozen |= host.part().kind() == HoldKind.FILESYSTEM;
      stopped &= host.part().kind() == HoldKind.APPLICATION_AND_FILES;
    }
    return frozen || stopped;
  }

  private boolean stopped(HostRecord host) {
    HostRecord front = host.part().behind().map(hosts::get).orElse(host);
    return stopsWrites(host) || stopsWrites(front);
  }

  private static boolean stopsWrites(HostRecord host) {
    return isApplication(host) || host.part().kind() == HoldKind.FILESYSTEM;
  }

  private static boolean isApplication(HostRecord host) {
    return host.part().kind() == HoldKind.APPLICATION
        || host.part().kind() == HoldKind.APPLICATION_AND_FILES;
  }
}
