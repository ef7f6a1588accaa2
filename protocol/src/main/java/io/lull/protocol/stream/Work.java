package io.lull.protocol.stream;

import io.lull.protocol.id.RequestId;
import java.util.Optional;

/**
 * What is open and what is being done for a stream right now.
 *
 * @param handle the open file; there is room for one
 * @param call the request that is being worked on; there is room for one
 * @param closed the CloseFile that closed the last file, so that a repeat is recognised
 */
public record Work(Optional<Handle> handle, Optional<Call> call, Optional<RequestId> closed) {
  static final Work NONE = new Work(Optional.empty(), Optional.empty(), Optional.empty());

  Work begun(Call next) {
    return new Work(handle, Optional.of(next), closed);
  }

  Work ended() {
    return new Work(handle, Optional.empty(), closed);
  }

  Work changed(Handle open) {
    return new Work(Optional.of(open), Optional.empty(), closed);
  }

  Work closedBy(Optional<RequestId> request) {
    return new Work(Optional.empty(), Optional.empty(), request);
  }

  /** The handle of the file that is open or about to be. */
  Optional<Long> taken() {
    if (call.orElse(null) instanceof Call.Opening opening) {
      return Optional.of(opening.number());
    }
    return handle.map(Handle::number);
  }

  boolean isFor(RequestId request) {
    return call.filter(c -> c.request().equals(request)).isPresent();
  }
}
