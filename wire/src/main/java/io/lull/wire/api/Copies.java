package io.lull.wire.api;

import io.lull.protocol.id.SetId;
import java.util.List;

/** The copies of a set and where they lie. */
public record Copies(SetId set, List<CopyView> copies) {
  public Copies {
    copies = List.copyOf(copies);
  }
}
