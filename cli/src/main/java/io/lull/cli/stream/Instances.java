package io.lull.cli.stream;

import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Api;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.stream.Database;
import io.lull.protocol.stream.StreamPhase;
import io.lull.wire.api.HostView;
import io.lull.wire.api.HostViews;
import io.lull.wire.api.InstanceView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What can be streamed, on all hosts.
 *
 * @param silent the hosts that are known and did not answer in time
 */
record Instances(List<Row> instances, SortedSet<HostId> silent) {
  Instances {
    instances = List.copyOf(instances);
  }

  /**
   * One instance.
   *
   * @param kind of which kind its source is
   */
  record Row(
      HostId host,
      InstanceId instance,
      String kind,
      StreamPhase phase,
      Optional<InstanceView.Open> stream,
      List<Database> databases,
      Optional<Fault> lastFault) {
    static Row of(HostId host, InstanceView view) {
      return new Row(
          host,
          view.instance(),
          view.kind(),
          view.phase(),
          view.stream(),
          view.databases(),
          view.lastFault());
    }

    @Override
    public String toString() {
      return host + "/" + instance;
    }
  }

  static Instances of(Api api) {
    HostViews views = api.get("/v1/hosts", HostViews.class);
    List<Row> rows = new ArrayList<>();
    for (HostView host : views.hosts()) {
      host.instances().forEach(instance -> rows.add(Row.of(host.host(), instance)));
    }
    return new Instances(rows, views.silent());
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
                + (silent.isEmpty() ? "" : "; silent are " + silent)
            : "Say which, as HOST/NAME");
  }
}
