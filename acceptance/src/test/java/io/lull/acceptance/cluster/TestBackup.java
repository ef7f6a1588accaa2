package io.lull.acceptance.cluster;

import static io.lull.acceptance.cluster.ProcessCluster.POLICY;
import static io.lull.acceptance.cluster.ProcessCluster.await;

import io.lull.coordinator.client.Created;
import io.lull.coordinator.client.Described;
import io.lull.coordinator.client.Lull;
import io.lull.coordinator.client.Opened;
import io.lull.coordinator.client.Prepared;
import io.lull.coordinator.client.RefusedException;
import io.lull.coordinator.client.Started;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.session.BackupState;
import io.lull.protocol.session.Policy;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.WriterMetadata;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A whole backup of some hosts, as a requester makes it, under a session that is known before.
 *
 * @param hosts whose writers take part; those of {@code all} others are left out
 */
record TestBackup(
    SessionId session, Lull client, Set<String> hosts, Collection<String> all, Policy policy) {
  private static final Executor THREADS = Thread::startVirtualThread;

  /** What the requester was told in the end. */
  record Outcome(Optional<Grade> grade, Optional<Fault> refused) {
    boolean created() {
      return grade.isPresent();
    }
  }

  /** As the cluster is set up, whatever the number of its nodes. */
  private static final int SHARDS = 100;

  static TestBackup of(Lull client, Set<String> hosts, Collection<String> all) {
    return of(client, hosts, all, UUID.randomUUID());
  }

  /** Under a session that lives on the same node as this one, for as long as none is lost. */
  TestBackup beside(Set<String> others) {
    UUID first = UUID.randomUUID();
    while (shard(name(first)) != shard(session.name())) {
      first = UUID.randomUUID();
    }
    return of(client, others, all, first);
  }

  private static int shard(String name) {
    return Math.abs(name.hashCode() % SHARDS);
  }

  private static String name(UUID id) {
    return "s-" + id;
  }

  private static TestBackup of(Lull client, Set<String> hosts, Collection<String> all, UUID first) {
    Supplier<UUID> ids =
        new Supplier<>() {
          private boolean used;

          @Override
          public synchronized UUID get() {
            UUID next = used ? UUID.randomUUID() : first;
            used = true;
            return next;
          }
        };
    return new TestBackup(new SessionId(name(first)), client.with(ids), hosts, all, POLICY);
  }

  /** With other limits than the shipped ones. */
  TestBackup with(Limits limits) {
    return new TestBackup(
        session, client, hosts, all, new Policy(limits, policy.lowest(), policy.leased()));
  }

  CompletableFuture<Outcome> start() {
    return CompletableFuture.supplyAsync(this::run, THREADS);
  }

  /** From beginning to release; what is refused on the way is aborted and released. */
  Outcome run() {
    Opened opened = await(begin());
    try {
      Created created = await(prepared(opened).create());
      await(created.complete());
      await(opened.release());
      return new Outcome(Optional.of(created.grade()), Optional.empty());
    } catch (RefusedException refused) {
      await(opened.abort());
      await(opened.release());
      return new Outcome(Optional.empty(), Optional.of(refused.fault()));
    }
  }

  CompletionStage<Opened> begin() {
    return client.begin(policy);
  }

  /** A set of everything that the writers of these hosts have, and everybody knows of it. */
  Prepared prepared(Opened opened) {
    return await(started(opened).prepare());
  }

  /** A set of everything that the writers of these hosts have. */
  Started started(Opened opened) {
    Set<WriterId> others =
        all.stream()
            .filter(host -> !hosts.contains(host))
            .map(host -> new WriterId(new HostId(host), "db"))
            .collect(Collectors.toSet());
    if (!others.isEmpty()) {
      await(opened.without(others));
    }
    Described described = await(opened.describe(new BackupState(true, false, BackupType.FULL)));
    List<Component> components =
        described.writers().stream().map(WriterMetadata::components).flatMap(List::stream).toList();
    components.forEach(component -> await(described.add(component.id())));
    Started started = await(described.startSet(Set.of()));
    components.forEach(component -> component.volumes().forEach(v -> await(started.add(v))));
    return started;
  }
}
