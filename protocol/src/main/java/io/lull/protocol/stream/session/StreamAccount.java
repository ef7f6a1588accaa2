package io.lull.protocol.stream.session;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.stream.HeaderMark;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamEvent;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamOutcome;
import io.lull.protocol.value.Sorted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What the host of a stream has said of it.
 *
 * @param files that were read from their beginning to their end, in that order
 * @param lost databases that could not be read
 * @param required the logs that make the stream complete, once they are known
 * @param stopped why it was stopped, if it was
 * @param outcome how it ended, once it has
 * @param mark what the headers of its databases have got
 * @param truncation the logs that go once the target has everything
 */
public record StreamAccount(
    List<StreamFile> files,
    SortedSet<DatabaseId> lost,
    Optional<Logs> required,
    Optional<Failure> stopped,
    Optional<StreamOutcome> outcome,
    Optional<HeaderMark> mark,
    Logs truncation) {
  static final StreamAccount NOTHING =
      new StreamAccount(
          List.of(),
          Sorted.set(List.of()),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Logs.NONE);

  public StreamAccount {
    files = List.copyOf(files);
    lost = Sorted.set(lost);
  }

  StreamAccount after(StreamEvent.Journaled event) {
    return switch (event) {
      case StreamEvent.StreamBegun _ -> this;
      case StreamEvent.FileFinished finished -> {
        List<StreamFile> more = new ArrayList<>(files);
        more.add(finished.file());
        yield new StreamAccount(more, lost, required, stopped, outcome, mark, truncation);
      }
      case StreamEvent.DatabaseLost gone ->
          new StreamAccount(
              files,
              Sorted.with(lost, gone.database()),
              required,
              stopped,
              outcome,
              mark,
              truncation);
      case StreamEvent.LogsFetched logs ->
          new StreamAccount(
              files, lost, Optional.of(logs.required()), stopped, outcome, mark, truncation);
      case StreamEvent.LogsMarked _ -> this;
      case StreamEvent.StreamStopped stop ->
          new StreamAccount(
              files, lost, required, Optional.of(stop.why()), outcome, mark, truncation);
      // A stream ends once; nothing that is said of it afterwards makes another one of it.
      case StreamEvent.StreamEnded _ when outcome.isPresent() -> this;
      case StreamEvent.StreamEnded ended ->
          new StreamAccount(
              files,
              lost,
              required,
              stopped,
              Optional.of(ended.outcome()),
              ended.mark(),
              ended.truncation());
    };
  }

  /**
   * Where a session stands of which this was said.
   *
   * @param settled whether its target need not be waited for
   */
  StreamSessionPhase phase(boolean settled) {
    if (outcome.isPresent()) {
      return outcome.get() == StreamOutcome.COMPLETED && !settled
          ? StreamSessionPhase.COMPLETED
          : StreamSessionPhase.OVER;
    }
    return stopped.isPresent() ? StreamSessionPhase.STOPPED : StreamSessionPhase.OPEN;
  }
}
