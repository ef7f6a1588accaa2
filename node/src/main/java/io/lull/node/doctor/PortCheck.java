package io.lull.node.doctor;

import io.lull.cluster.config.settings.NodeAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether the node can listen where it is told to, or does already. */
final class PortCheck implements Check {
  @Override
  public List<Finding> look(Patient patient) {
    Map<String, NodeAddress> wanted = new LinkedHashMap<>();
    wanted.put("lull.cluster.port", patient.settings().cluster().address());
    patient.settings().health().listen().ifPresent(at -> wanted.put("lull.health.listen", at));
    patient.settings().api().listen().ifPresent(at -> wanted.put("lull.api.listen", at));
    return node(wanted)
        .map(node -> List.of(running(node, wanted)))
        .orElseGet(
            () ->
                wanted.entrySet().stream().map(one -> free(one.getKey(), one.getValue())).toList());
  }

  /** Another node would have at most some of these ports; the one with these settings has all. */
  private static Optional<PortHolder> node(Map<String, NodeAddress> wanted) {
    List<Optional<PortHolder>> holders =
        wanted.values().stream().map(at -> PortHolder.of(at.port())).distinct().toList();
    return holders.size() == 1 ? holders.getFirst().filter(PortHolder::isNode) : Optional.empty();
  }

  private static Finding running(PortHolder node, Map<String, NodeAddress> wanted) {
    String where =
        wanted.values().stream().map(NodeAddress::toString).collect(Collectors.joining(", "));
    return Finding.good(
        "ports", "a node with these settings runs, process " + node.process() + ", at " + where);
  }

  private static Finding free(String setting, NodeAddress at) {
    String about = "port " + at.port();
    try (ServerSocket _ = new ServerSocket(at.port(), 1, InetAddress.getByName(at.host()))) {
      return Finding.good(about, "free for " + setting);
    } catch (IOException refused) {
      return Finding.fault(
          about,
          "cannot listen on " + at + " (" + setting + "): " + refused.getMessage() + holder(at),
          "look who has it (ss -ltnp), stop it or change the setting");
    }
  }

  private static String holder(NodeAddress at) {
    return PortHolder.of(at.port())
        .map(holder -> "; process " + holder.process() + " has it")
        .orElse("");
  }
}
