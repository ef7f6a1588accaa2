package io.lull.writer;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.protocol.writer.WriterStep;
import io.lull.writer.spi.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets the application describe itself, for all who ask at the same time at once.
 *
 * <p>Anybody may ask at any time, so that a thread for each would let anybody fill the memory with
 * threads that hang in one application.
 */
final class Descriptions {
  private final WriterId writer;
  private final Writer application;
  private final HandlerThreads threads;
  private final Consumer<Answer> report;
  private final List<SessionId> asking = new ArrayList<>();
  private HandlerThreads.@Nullable Running running;
  private long newest;

  /** What came of one question to the application. */
  record Answer(long number, Optional<WriterMetadata> metadata, Optional<Fault> fault) {}

  Descriptions(
      WriterId writer, Writer application, HandlerThreads threads, Consumer<Answer> report) {
    this.writer = writer;
    this.application = application;
    this.threads = threads;
    this.report = report;
  }

  /** The number of the question that was put to the application now, if none was under way. */
  Optional<Long> ask(SessionId session) {
    asking.add(session);
    if (asking.size() > 1) {
      return Optional.empty();
    }
    long number = ++newest;
    try {
      running = threads.start(writer + "-IDENTIFY-" + number, () -> report.accept(answer(number)));
    } catch (Throwable outOfThreads) {
      report.accept(new Answer(number, Optional.empty(), Optional.of(fault(outOfThreads))));
    }
    return Optional.of(number);
  }

  /** The application has had its time; what it still says is not heard. */
  Answer overdue(long number, Duration limit) {
    if (running != null && number == newest) {
      running.interrupt();
    }
    return new Answer(
        number,
        Optional.empty(),
        Optional.of(
            Fault.expected(
                Failure.WRITER_NOT_RESPONDING,
                writer + " to describe itself within " + limit,
                "it has not answered")));
  }

  /** What everybody who asked is to be told; nothing, if the question was given up. */
  List<WriterInput> told(Answer answer) {
    if (answer.number() != newest || asking.isEmpty()) {
      return List.of();
    }
    List<WriterInput> described =
        asking.stream()
            .<WriterInput>map(
                session -> new WriterInput.Described(session, answer.metadata(), answer.fault()))
            .toList();
    asking.clear();
    running = null;
    return described;
  }

  void stop() {
    if (running != null) {
      running.interrupt();
    }
  }

  private Answer answer(long number) {
    try {
      WriterMetadata metadata = application.describe();
      Optional<Fault> fault = wrong(metadata);
      return new Answer(
          number, fault.isPresent() ? Optional.empty() : Optional.of(metadata), fault);
    } catch (Throwable thrown) {
      return new Answer(number, Optional.empty(), Optional.of(fault(thrown)));
    }
  }

  private Optional<Fault> wrong(@Nullable WriterMetadata metadata) {
    if (metadata == null) {
      return Optional.of(SpiCalls.nothing(writer, WriterStep.IDENTIFY, "its metadata"));
    }
    return metadata.writer().equals(writer)
        ? Optional.empty()
        : Optional.of(
            Fault.expected(
                Failure.UNEXPECTED_WRITER_ERROR,
                writer + " to describe itself",
                "it described " + metadata.writer() + "; look at its configuration"));
  }

  private Fault fault(Throwable thrown) {
    return SpiCalls.fault(writer, WriterStep.IDENTIFY, thrown);
  }
}
