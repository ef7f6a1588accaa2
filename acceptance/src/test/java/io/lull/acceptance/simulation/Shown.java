package io.lull.acceptance.simulation;

import io.lull.cluster.config.message.DirectoryMessage.HostPresent;
import io.lull.cluster.config.message.HostMessage.AskProvider;
import io.lull.cluster.config.message.HostMessage.AskWriter;
import io.lull.coordinator.SessionMessage.Call;
import io.lull.coordinator.SessionMessage.HandIn;

/** Messages without the references in them, whose numbers tell a reader nothing. */
final class Shown {
  private Shown() {}

  static Object of(Object message) {
    return switch (message) {
      case HostPresent there -> there.presence();
      case AskWriter ask -> ask.question();
      case AskProvider ask -> ask.question();
      case HandIn report -> report.reported();
      case Call call -> call.verb();
      default -> message;
    };
  }
}
