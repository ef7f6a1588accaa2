package io.lull.provider.test;

import io.lull.protocol.id.SnapshotId;
import io.lull.provider.record.CopyName;
import io.lull.provider.record.RecordFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A store of copies in files, each whole after a crash. */
final class DirectoryStore implements CopyStore {
  private final RecordFiles<Copy> files;

  private DirectoryStore(RecordFiles<Copy> files) {
    this.files = files;
  }

  static DirectoryStore in(Path directory) throws IOException {
    return new DirectoryStore(RecordFiles.in(directory, Copy.class));
  }

  @Override
  public void put(Copy copy) throws IOException {
    files.put(CopyName.of(copy.marker().snapshot()), copy);
  }

  @Override
  public Optional<Copy> get(SnapshotId snapshot) throws IOException {
    return files.get(CopyName.of(snapshot));
  }

  @Override
  public void remove(SnapshotId snapshot) throws IOException {
    files.remove(CopyName.of(snapshot));
  }

  @Override
  public List<Copy> all() throws IOException {
    return files.all().stream()
        .sorted(Comparator.comparing(copy -> copy.marker().snapshot()))
        .toList();
  }
}
