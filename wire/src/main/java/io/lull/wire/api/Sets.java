package io.lull.wire.api;

import io.lull.protocol.catalogue.CatalogueEntry;
import java.util.List;

/** Sets, the one that changed last first. */
public record Sets(List<CatalogueEntry> sets) {
  public Sets {
    sets = List.copyOf(sets);
  }
}
