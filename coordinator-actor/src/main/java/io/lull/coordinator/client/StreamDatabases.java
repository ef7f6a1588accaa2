package io.lull.coordinator.client;

import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamReply.AttachInfo;
import java.util.SortedSet;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A full stream or a copy is open, and its databases can be read. */
public final class StreamDatabases extends StreamReading {
  private final AttachInfo attached;

  private StreamDatabases(StreamRequester requester, Stamp stamp, AttachInfo attached) {
    super(requester, stamp);
    this.attached = attached;
  }

  static CompletionStage<StreamDatabases> of(StreamRequester requester, Stamp stamp) {
    return requester
        .pass(AttachInfo.class, stamp, StreamInput.GetAttachInfo::new)
        .thenApply(attached -> new StreamDatabases(requester, stamp, attached));
  }

  public SortedSet<DatabaseId> databases() {
    return attached.databases();
  }

  /** Opens a database, has it read, and closes it; one at a time. */
  public <T> CompletionStage<T> fetch(
      DatabaseId database, Function<StreamFileOpen, CompletionStage<T>> reader) {
    return fetch(new StreamFile.DatabaseFile(database), reader);
  }

  /** Has a new log begun, and goes on to those that have to be read; no database can be after. */
  public CompletionStage<StreamLogs> logs() {
    return StreamLogs.of(requester, stamp);
  }
}
