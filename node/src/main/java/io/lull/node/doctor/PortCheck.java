package io.lull.node.doctor;

import io.lull.cluster.config.settings.NodeAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Whether the node can listen where it is told to. */
final class PortCheck implements Check {
  @Override
  public List<Finding> look(Patient patient) {
    List<Finding> found = new ArrayList<>();
    found.add(free("lull.cluster.port", patient.settings().cluster().address()));
    patient.settings().health().listen().ifPresent(at -> found.add(free("lull.health.listen", at)));
    patient.settings().api().listen().ifPresent(at -> found.add(free("lull.api.listen", at)));
    return found;
  }

  static Finding free(String setting, NodeAddress at) {
    String about = "port " + at.port();
    try (ServerSocket _ = new ServerSocket(at.port(), 1, InetAddress.getByName(at.host()))) {
      return Finding.good(about, "free for " + setting);
    } catch (IOException taken) {
      return Finding.fault(
          about,
          "cannot listen on " + at + " (" + setting + "): " + taken.getMessage(),
          "look who has it (ss -ltnp), stop it or change the setting; a node that runs already has"
              + " its own");
    }
  }
}
