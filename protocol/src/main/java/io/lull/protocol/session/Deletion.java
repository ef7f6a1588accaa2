package io.lull.protocol.session;

import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SnapshotId;
import java.util.List;

/** A deletion under way: one copy at a time, in the order asked for. */
public record Deletion(RequestId request, List<SnapshotId> left, int deleted) {
  public Deletion {
    left = List.copyOf(left);
  }

  Deletion next() {
    return new Deletion(request, left.subList(1, left.size()), deleted + 1);
  }
}
