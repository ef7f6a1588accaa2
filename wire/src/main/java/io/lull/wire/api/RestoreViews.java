package io.lull.wire.api;

import java.util.List;

/** Restores, the one that began last first. */
public record RestoreViews(List<RestoreView> restores) {
  public RestoreViews {
    restores = List.copyOf(restores);
  }
}
