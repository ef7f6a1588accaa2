package io.lull.cli.stream;

import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Api;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.StreamPhase;
import java.util.List;
import java.util.Optional;

/** What can be streamed, on all hosts. */
record Instances(List<Row> instances) {
  Instances {
    instances = List.copyOf(instances);
  }

  /**
   * One instance.
   *
   * @param kind of which kind its source is
   */
  record Row(
      HostId host, InstanceId instance, String kind, StreamPhase phase, Optional<Open> stream) {
    @Override
    public String toString() {
      return host + "/" + instance;
    }
  }

  /** An open stream, and whose it is. */
  record Open(SessionId session, StreamKind kind) {}

  static Instances of(Api api) {
    return api.get("/v1/instances", Instances.class);
  }

  /** The one that is meant by HOST/NAME, or by NAME where only one host has it. */
  Row named(String name) {
    List<Row> meant =
        instances.stream()
            .filter(row -> name.equals(row.toString()) || name.equals(row.instance().name()))
            .toList();
    if (meant.size() == 1) {
      return meant.getFirst();
    }
    throw Trouble.usage(
        meant.isEmpty()
            ? "expected an instance, but there is no '" + name + "'"
            : "expected one instance, but '" + name + "' may be any of " + meant,
        meant.isEmpty()
            ? "'lull instances' lists those that there are"
            : "Say which, as HOST/NAME");
  }
}
