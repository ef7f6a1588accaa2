package io.lull.provider.test;

import io.lull.protocol.id.SnapshotId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Where the test provider keeps its copies. */
public interface CopyStore {
  /** Keeps a copy, whole or not at all, in place of what was kept of it before. */
  void put(Copy copy) throws IOException;

  Optional<Copy> get(SnapshotId snapshot) throws IOException;

  /** Removes a copy; one that is not there is removed already. */
  void remove(SnapshotId snapshot) throws IOException;

  /** All copies, in the order of their names. */
  List<Copy> all() throws IOException;

  /** A store in files of this directory, which survives the process. */
  static CopyStore in(Path directory) throws IOException {
    return DirectoryStore.in(directory);
  }

  /** A store that ends with the process. */
  static CopyStore inMemory() {
    Map<SnapshotId, Copy> copies = new ConcurrentSkipListMap<>();
    return new CopyStore() {
      @Override
      public void put(Copy copy) {
        copies.put(copy.marker().snapshot(), copy);
      }

      @Override
      public Optional<Copy> get(SnapshotId snapshot) {
        return Optional.ofNullable(copies.get(snapshot));
      }

      @Override
      public void remove(SnapshotId snapshot) {
        copies.remove(snapshot);
      }

      @Override
      public List<Copy> all() {
        return List.copyOf(copies.values());
      }
    };
  }
}
