package io.lull.writer.stream;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.stream.StreamHost;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamInput.BeginStream;
import io.lull.protocol.stream.StreamInput.StopBackup;
import io.lull.protocol.stream.StreamInput.StopService;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The Begin for which a source is being looked at, and all that waits for its end. */
final class Looking {
  /** More than can come in the time that a begin may take, unless somebody means harm. */
  private static final int WAITING_MOST = 1000;

  private final Deque<StreamCommand> waiting = new ArrayDeque<>();
  private final List<StreamInput> stops = new ArrayList<>();
  private Optional<StreamCommand.Asked> asked = Optional.empty();
  private Optional<StreamHost> foreseen = Optional.empty();

  boolean isUnderWay() {
    return asked.isPresent();
  }

  /** A Begin that leaves its host like this, if the source allows it. */
  void begin(StreamCommand.Asked begin, StreamHost then) {
    asked = Optional.of(begin);
    foreseen = Optional.of(then);
  }

  /** Whether the Begin is what this is to stop. */
  boolean isStoppedBy(StreamCommand.Asked stop) {
    return isUnderWay()
        && (stop.request() instanceof StopBackup || stop.request() instanceof StopService);
  }

  /** The host as it will be when the Begin has succeeded. */
  StreamHost foreseen() {
    return foreseen.orElseThrow();
  }

  /** The Begin is stopped, and will have left the host like this. */
  void stop(StreamInput stop, StreamHost then) {
    stops.add(stop);
    foreseen = Optional.of(then);
  }

  /** What has stopped the Begin that has ended; told once. */
  List<StreamInput> stops() {
    List<StreamInput> all = List.copyOf(stops);
    stops.clear();
    return all;
  }

  /** Whoever asked for it last. */
  StreamCommand.Asked end() {
    StreamCommand.Asked last = asked.orElseThrow();
    asked = Optional.empty();
    foreseen = Optional.empty();
    return last;
  }

  /** Whether this waits; false if nothing is being looked at. */
  boolean keeps(StreamCommand command) {
    if (asked.isEmpty()) {
      return false;
    }
    if (command instanceof StreamCommand.Asked again && isSame(again)) {
      asked = Optional.of(again);
    } else if (waiting.size() < WAITING_MOST) {
      waiting.add(command);
    } else if (command instanceof StreamCommand.Asked tooMany) {
      tooMany.refuse(
          Fault.expected(
              Failure.TOO_MANY_REQUESTS,
              "at most " + WAITING_MOST + " requests while a stream begins",
              "there are more"));
    }
    return true;
  }

  /** Whether something has waited whose turn it is. */
  boolean hasNext() {
    return asked.isEmpty() && !waiting.isEmpty();
  }

  /** What has waited longest. */
  StreamCommand next() {
    return waiting.remove();
  }

  private boolean isSame(StreamCommand.Asked again) {
    return again.request() instanceof BeginStream
        && asked.filter(first -> first.request().equals(again.request())).isPresent();
  }
}
