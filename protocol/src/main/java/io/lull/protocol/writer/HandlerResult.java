package io.lull.protocol.writer;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.value.Sorted;
import java.util.Map;
import java.util.Optional;

/** How a writer's handler ended. */
public sealed interface HandlerResult {
  /** It did what it was asked. */
  record Done() implements HandlerResult {}

  /** It did what it was asked and yet objects; the requester decides whether that matters. */
  record Objected(Fault fault) implements HandlerResult {}

  /** It failed for some components; the others stay usable. */
  record Partial(Map<ComponentId, Fault> components) implements HandlerResult {
    public Partial {
      components = Sorted.map(components);
    }
  }

  /** It failed. */
  record Failed(Fault fault) implements HandlerResult {}

  /** Why it did not go well, if it did not; of several components the first. */
  default Optional<Fault> failure() {
    return switch (this) {
      case Done _ -> Optional.empty();
      case Objected objected -> Optional.of(objected.fault());
      case Partial partial -> partial.components().values().stream().findFirst();
      case Failed failed -> Optional.of(failed.fault());
    };
  }
}
