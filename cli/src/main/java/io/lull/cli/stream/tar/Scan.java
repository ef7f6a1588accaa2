package io.lull.cli.stream.tar;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an archive says about itself, found out while it passes by.
 *
 * @param changed entries that changed while they were read
 * @param leftOut entries that could not be read, if there are any
 */
public record Scan(List<EntryName> changed, Optional<LeftOut> leftOut) {
  /** Looks at every entry, and refuses an archive that could not be restored. */
  public static Scan of(InputStream in, long size) throws IOException {
    Tar tar = new Tar(in, size);
    List<EntryName> changed = new ArrayList<>();
    Optional<LeftOut> leftOut = Optional.empty();
    for (Optional<Entry> next = tar.next(); next.isPresent(); next = tar.next()) {
      switch (next.get().name().raw()) {
        case Reserved.CHANGED -> changed.addAll(Reserved.changed(tar, next.get()));
        case Reserved.LEFT_OUT -> leftOut = Optional.of(Reserved.leftOut(tar, next.get()));
        default -> {}
      }
    }
    return new Scan(List.copyOf(changed), leftOut);
  }
}
