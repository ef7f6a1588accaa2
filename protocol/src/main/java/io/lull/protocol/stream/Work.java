package io.lull.protocol.stream;

import io.lull.protocol.id.RequestId;
import io.lull.protocol.value.Sorted;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What is open and what is being done for a stream right now.
 *
 * @param handle the open file; there is room for one
 * @param call the request that is being worked on; there is room for one
 * @param closed the CloseFile that closed the last file, so that a repeat is recognised
 * @param spent every OpenFile whose file is closed again, so that a late copy opens nothing
 */
public record Work(
    Optional<Handle> handle,
    Optional<Call> call,
    Optional<RequestId> closed,
    SortedSet<RequestId> spent) {
  static final Work NONE =
      new Work(Optional.empty(), Optional.empty(), Optional.empty(), Sorted.set(List.of()));

  public Work {
    spent = Sorted.set(spent);
  }

  Work begun(Call next) {
    return new Work(handle, Optional.of(next), closed, spent);
  }

  Work ended() {
    return new Work(handle, Optional.empty(), closed, spent);
  }

  Work changed(Handle open) {
    return new Work(Optional.of(open), Optional.empty(), closed, spent);
  }

  Work closedBy(Optional<RequestId> request) {
    return new Work(
        Optional.empty(),
        Optional.empty(),
        request,
        handle.map(open -> Sorted.with(spent, open.request())).orElse(spent));
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
