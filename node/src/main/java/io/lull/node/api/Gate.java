package io.lull.node.api;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.mapResponse;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.server.Route;

/** Lets in whom it knows, writes down who changes what, and sends everybody else away. */
final class Gate {
  private final Identification known;

  Gate(Identification known) {
    this.known = known;
  }

  /** Everything behind the gate. */
  Route admit(Function<Principal, Route> inside) {
    return extractRequest(
        request -> {
          Optional<Principal> principal = known.of(request);
          Route route = principal.map(inside).orElseGet(Gate::stranger);
          return mapResponse(
              response -> Audit.write(principal, request, response), () -> Problems.sealed(route));
        });
  }

  /** What only some of them may do. */
  static Route needs(ApiRole role, Principal principal, Supplier<Route> route) {
    return principal.role().includes(role)
        ? route.get()
        : complete(
            Problems.of(
                new RefusedRequest(
                    Fault.expected(
                        Failure.ACCESS_DENIED,
                        "somebody of the role " + role.key(),
                        principal.name() + " is " + principal.role().key()))));
  }

  private static Route stranger() {
    return complete(
        Problems.of(
            Fault.expected(
                Failure.ACCESS_DENIED,
                "a known token in the header Authorization: Bearer TOKEN, or a known certificate",
                "there is none"),
            Problems.UNAUTHORISED));
  }
}
