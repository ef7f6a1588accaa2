package io.lull.protocol.stream;

import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.value.Sorted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * All instances of a host in one life of its process; a new life begins with none.
 *
 * @param multiInstance whether more than one instance can run
 * @param calls the highest number that was given to a call
 * @param reports what sessions were told and have not said to have journaled, oldest first
 * @param reported the highest number that was given to a report
 */
public record StreamHost(
    Incarnation incarnation,
    boolean multiInstance,
    SortedMap<InstanceId, Instance> instances,
    long calls,
    List<SessionReport> reports,
    long reported) {
  public StreamHost {
    instances = Sorted.map(instances);
    reports = List.copyOf(reports);
  }

  public static StreamHost started(Incarnation incarnation, boolean multiInstance) {
    return new StreamHost(incarnation, multiInstance, Sorted.map(Map.of()), 0, List.of(), 0);
  }

  public Optional<Instance> find(InstanceId id) {
    return Optional.ofNullable(instances.get(id));
  }

  /** The open stream of this instance, if it is this session's. */
  Optional<Stream> owned(InstanceId id, SessionId session) {
    return find(id).flatMap(Instance::stream).filter(stream -> stream.belongsTo(session));
  }

  /** The instance that a request means; it may leave the name out where only one can run. */
  Optional<InstanceId> meant(Optional<InstanceId> named) {
    if (named.isPresent() || multiInstance) {
      return named;
    }
    return instances.keySet().stream().findFirst();
  }

  /** The instance, where the table has made sure that there is one. */
  Instance instance(InstanceId id) {
    return find(id).orElseThrow();
  }

  /** The open stream, where the table has made sure that there is one. */
  Stream stream(InstanceId id) {
    return instance(id).stream().orElseThrow();
  }

  StreamHost with(Instance instance) {
    return with(Sorted.with(instances, instance.id(), instance));
  }

  StreamHost without(InstanceId id) {
    return with(Sorted.without(instances, id));
  }

  private StreamHost with(SortedMap<InstanceId, Instance> changed) {
    return new StreamHost(incarnation, multiInstance, changed, calls, reports, reported);
  }

  StreamHost withCall(long number) {
    return new StreamHost(incarnation, multiInstance, instances, number, reports, reported);
  }

  StreamHost reported(StreamEvent.Journaled event) {
    List<SessionReport> longer = new ArrayList<>(reports);
    longer.add(new SessionReport(reported + 1, event));
    return new StreamHost(incarnation, multiInstance, instances, calls, longer, reported + 1);
  }

  /** Without what was told to this session up to this number. */
  StreamHost withoutReports(SessionId session, long upTo) {
    List<SessionReport> rest =
        reports.stream()
            .filter(
                report ->
                    report.number() > upTo || !report.event().stamp().session().equals(session))
            .toList();
    return new StreamHost(incarnation, multiInstance, instances, calls, rest, reported);
  }
}
