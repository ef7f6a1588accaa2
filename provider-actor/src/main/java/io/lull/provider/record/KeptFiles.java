package io.lull.provider.record;

import io.lull.protocol.id.SnapshotId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What is kept of copies, in a directory that is opened with the first use. */
final class KeptFiles {
  private final Path directory;
  private Optional<RecordFiles<Kept>> open = Optional.empty();

  KeptFiles(Path directory) {
    this.directory = directory;
  }

  private synchronized RecordFiles<Kept> files() throws IOException {
    if (open.isEmpty()) {
      open = Optional.of(RecordFiles.in(directory, Kept.class));
    }
    return open.get();
  }

  void put(Kept kept) throws IOException {
    files().put(CopyName.of(kept.snapshot()), kept);
  }

  Optional<Kept> get(SnapshotId snapshot) throws IOException {
    return files().get(CopyName.of(snapshot));
  }

  void remove(SnapshotId snapshot) throws IOException {
    files().remove(CopyName.of(snapshot));
  }

  List<Kept> all() throws IOException {
    return files().all();
  }
}
