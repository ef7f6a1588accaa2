package io.lull.provider;

import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.ProviderInput;
import io.lull.protocol.provider.ProviderInput.BeginPrepare;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.provider.ProviderStep;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;

/** Who waits for which answer: whoever asked last under a stamp for a step. */
final class Askers {
  /** What an answer can be told apart by; volumes are begun side by side. */
  private record Route(Stamp stamp, ProviderStep step, Optional<Volume> volume) {
    static Route of(ProviderRequest request, Optional<Volume> volume) {
      return new Route(request.stamp(), ProviderStep.of(request), volume);
    }
  }

  private final Map<Route, ActorRef<ProviderReply>> waiting = new HashMap<>();

  void expect(ProviderRequest request, ActorRef<ProviderReply> asker) {
    waiting.put(route(request), asker);
  }

  /**
   * Sends an answer to the one who waits for it.
   *
   * @param cause what the answer follows from; a refusal does not say which volume it is about, but
   *     it is only ever given to the request itself
   */
  void answer(ProviderInput cause, ProviderReply reply) {
    Route route = route(reply);
    if (cause instanceof BeginPrepare begin && route.equals(Route.of(begin, Optional.empty()))) {
      route = route(begin);
    }
    ActorRef<ProviderReply> asker = waiting.remove(route);
    if (asker != null) {
      asker.tell(reply);
    }
  }

  /** Forgets those who wait for an answer about a set of which none will come. */
  void keepOnly(Predicate<SetId> answering) {
    waiting.keySet().removeIf(route -> !answering.test(route.stamp().set()));
  }

  int size() {
    return waiting.size();
  }

  private static Route route(ProviderRequest request) {
    Optional<Volume> volume =
        request instanceof BeginPrepare begin ? Optional.of(begin.volume()) : Optional.empty();
    return Route.of(request, volume);
  }

  private static Route route(ProviderReply reply) {
    return switch (reply) {
      case ProviderReply.Begun begun ->
          new Route(begun.stamp(), ProviderStep.BEGIN_PREPARE, Optional.of(begun.volume()));
      case ProviderReply.Stepped stepped ->
          new Route(stepped.stamp(), stepped.step(), Optional.empty());
      case ProviderReply.Committed committed ->
          new Route(committed.stamp(), ProviderStep.COMMIT, Optional.empty());
      case ProviderReply.Deleted deleted ->
          new Route(deleted.stamp(), ProviderStep.DELETE_SNAPSHOTS, Optional.empty());
      case ProviderReply.Refused refused ->
          new Route(refused.stamp(), refused.step(), Optional.empty());
    };
  }
}
