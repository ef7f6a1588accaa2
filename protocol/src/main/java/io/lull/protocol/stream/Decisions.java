package io.lull.protocol.stream;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.table.Decision;
import java.util.ArrayList;
import java.util.List;

/** How the rules put their decisions together. */
final class Decisions {
  private Decisions() {}

  static Decision<StreamEvent, StreamEffect, StreamReply> answer(
      StreamEvent event, StreamReply reply) {
    return new Decision<>(List.of(event), List.of(), List.of(reply));
  }

  /** Nothing changes, and the asker is told why. */
  static Decision<StreamEvent, StreamEffect, StreamReply> refuse(
      RequestId request, Failure failure, String expected, String but) {
    return refuse(request, Fault.expected(failure, expected, but));
  }

  static Decision<StreamEvent, StreamEffect, StreamReply> refuse(RequestId request, Fault fault) {
    return Decision.reply(new StreamReply.StreamRefused(request, fault));
  }

  /** One use at a time; who is refused has to know whom he could wait for, or give up. */
  static Decision<StreamEvent, StreamEffect, StreamReply> occupied(
      RequestId request, Failure failure, Instance instance) {
    return refuse(
        request,
        failure,
        "nothing to use instance " + instance.id(),
        instance.use().user() + " does");
  }

  /** The host begins to work on a request, and its asker waits. */
  static Decision<StreamEvent, StreamEffect, StreamReply> begin(Instance instance, Call call) {
    return new Decision<>(
        List.of(new StreamEvent.CallBegun(instance.id(), call)),
        List.of(call.effect(instance.id())),
        List.of());
  }

  static Decision<StreamEvent, StreamEffect, StreamReply> both(
      Decision<StreamEvent, StreamEffect, StreamReply> first,
      Decision<StreamEvent, StreamEffect, StreamReply> then) {
    return new Decision<>(
        joined(first.events(), then.events()),
        joined(first.effects(), then.effects()),
        joined(first.replies(), then.replies()));
  }

  private static <T> List<T> joined(List<T> first, List<T> then) {
    List<T> joined = new ArrayList<>(first);
    joined.addAll(then);
    return joined;
  }
}
