package io.lull.node.api;

import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/** Finds out who asks. */
interface Identification {
  /** Nobody, if the request does not prove it. */
  Optional<Principal> of(HttpRequest request);
}
