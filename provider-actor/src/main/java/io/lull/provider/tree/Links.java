package io.lull.provider.tree;

import io.lull.kernel.Name;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** The files of one pass that have several names: who comes to one first copies it. */
final class Links {
  /** Where the copy of such a file has a name, and which file it is. */
  record Place(Branch branch, Name name, long inode, long checksum) {}

  /** One such file: copied, or being copied by somebody. */
  static final class Link {
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Optional<Place> place = Optional.empty();

    /** Where it is when whoever copies it is done; empty if he could not. */
    Optional<Place> await() throws StoppedException {
      try {
        ended.await();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new StoppedException();
      }
      return place;
    }
  }

  private final Map<FileKey, Link> links = new ConcurrentHashMap<>();

  /** Empty if the caller is the first, who then has to call {@link #end}; else whom he awaits. */
  Optional<Link> claim(FileKey key) {
    return Optional.ofNullable(links.putIfAbsent(key, new Link()));
  }

  /**
   * Ends a claim.
   *
   * @param place empty if the file was not copied, so that the next one may try
   */
  void end(FileKey key, Optional<Place> place) {
    Link link = place.isPresent() ? links.get(key) : links.remove(key);
    if (link != null) {
      link.place = place;
      link.ended.countDown();
    }
  }
}
