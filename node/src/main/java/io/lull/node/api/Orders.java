package io.lull.node.api;

import io.lull.coordinator.client.RefusedException;
import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.catalogue.SetState;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SessionId;
import io.lull.wire.api.SessionView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * The newest backups that this node was ordered to run: what each order was, and why it came to
 * nothing. A session journals only what its set came to, and not what was refused before that; so
 * after a restart, and on other nodes, this is not known any more.
 */
final class Orders {
  private static final int KEPT = 1000;

  private final Map<SessionId, Order> orders = new LinkedHashMap<>();

  private record Order(String digest, Optional<Fault> fault) {}

  /** Takes an order; another one under the same key is refused. */
  synchronized void take(SessionId session, String digest) {
    compare(session, digest);
    var _ = orders.putIfAbsent(session, new Order(digest, Optional.empty()));
    if (orders.size() > KEPT) {
      orders.remove(orders.keySet().iterator().next());
    }
  }

  /** Refuses an order that is known to be another one than came before under the same key. */
  synchronized void compare(SessionId session, String digest) {
    Order before = orders.get(session);
    if (before != null && !before.digest().equals(digest)) {
      throw new RefusedRequest(
          Fault.expected(
              Failure.INVALID_ARGUMENT,
              "one order for each Idempotency-Key",
              "another order came with this one"),
          Problems.UNPROCESSABLE);
    }
  }

  /** Nothing was begun, so that the same key may bring anything. */
  synchronized void forget(SessionId session) {
    orders.remove(session);
  }

  synchronized void failed(SessionId session, Throwable failure) {
    orders.computeIfPresent(
        session, (_, order) -> new Order(order.digest(), Optional.of(fault(failure))));
  }

  private static Fault fault(Throwable failure) {
    return switch (failure) {
      case CompletionException wrapped when wrapped.getCause() != null -> fault(wrapped.getCause());
      case RefusedException refused -> refused.fault();
      default -> Fault.of(Failure.INTERNAL, failure.toString());
    };
  }

  /** The same of its set, of which the journal may only tell that nothing came of it. */
  synchronized CatalogueEntry completed(CatalogueEntry set) {
    Optional<Fault> fault = Optional.ofNullable(orders.get(set.session())).flatMap(Order::fault);
    return set.state() != SetState.FAILED || set.failure().isPresent() || fault.isEmpty()
        ? set
        : new CatalogueEntry(
            set.set(),
            set.session(),
            set.state(),
            set.changed(),
            set.created(),
            set.copies(),
            set.leaving(),
            set.grade(),
            fault,
            set.pinned(),
            set.verification());
  }

  /** What the journal tells of a session, with why it failed if only this node knows. */
  synchronized SessionView completed(SessionView view) {
    Optional<Fault> fault = Optional.ofNullable(orders.get(view.session())).flatMap(Order::fault);
    return view.failure().isPresent() || fault.isEmpty()
        ? view
        : new SessionView(
            view.session(),
            view.version(),
            view.phase(),
            view.over(),
            view.epoch(),
            view.lowest(),
            view.began(),
            view.changed(),
            view.set(),
            view.grade(),
            fault,
            view.writers(),
            view.unconfirmed());
  }
}
