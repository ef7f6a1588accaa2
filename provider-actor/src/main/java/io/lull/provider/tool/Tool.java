package io.lull.provider.tool;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.ProviderKind;
import io.lull.provider.record.Kept;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes copies with commands; who keeps the markers is {@link ToolProvider}. */
public interface Tool {
  ProviderKind kind();

  boolean atomic();

  /** A place on the file system that has to take writes while copies of this volume are made. */
  Optional<Path> writesTo(Volume volume);

  /** Empty if this volume of this host can be copied, or why not. */
  Optional<Fault> accepts(Volume volume) throws Exception;

  /** Everything that can fail or takes long and can be done before anybody stands still. */
  void prepare(List<Kept> copies) throws Exception;

  /** Makes the copies of a set, each once; where they lie, if that is known. */
  Map<SnapshotId, String> cut(List<Kept> copies) throws Exception;

  /** Makes the copies reachable and writable; where they lie, if that is known now. */
  Map<SnapshotId, String> open(List<Kept> copies) throws Exception;

  /** Closes the copies for writing. */
  void close(List<Kept> copies) throws Exception;

  /** Whether the content of a copy can be read at its place now. */
  boolean isReachable(Path place) throws Exception;

  /** Removes all that is there of a copy, which may be nothing. */
  void remove(Kept copy) throws Exception;
}
