package io.lull.writer;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterEffect.CallHandler;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterStep;
import io.lull.writer.spi.Copies;
import io.lull.writer.spi.HandlerContext;
import io.lull.writer.spi.Writer;
import io.lull.writer.spi.WriterException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * From the requests of the protocol to the methods of the SPI, and from what they do to results.
 */
final class SpiCalls {
  private SpiCalls() {}

  static HandlerContext context(CallHandler call) {
    Stamp stamp = call.request().stamp();
    return new HandlerContext(stamp.session(), stamp.set(), call.errorHandling(), call.limit());
  }

  /** Runs the handler of any step but Freeze; nothing that it throws gets past here. */
  static HandlerResult handle(
      WriterId writer, Writer application, CallHandler call, Supplier<Copies> copies) {
    try {
      return Optional.ofNullable(dispatch(application, call, copies))
          .orElseGet(() -> new HandlerResult.Failed(nothing(writer, call.step(), "a result")));
    } catch (Throwable thrown) {
      return new HandlerResult.Failed(fault(writer, call.step(), thrown));
    }
  }

  private static HandlerResult dispatch(
      Writer application, CallHandler call, Supplier<Copies> copies) throws Exception {
    HandlerContext context = context(call);
    return switch (call.request()) {
      case WriterInput.PrepareForBackup r ->
          application.prepareForBackup(context, r.components(), r.type());
      case WriterInput.PrepareForSnapshot r ->
          application.prepareForSnapshot(context, r.volumes(), copies.get());
      case WriterInput.PostSnapshot r -> application.postSnapshot(context, copies.get());
      case WriterInput.BackupComplete r -> application.backupComplete(context, r.succeeded());
      case WriterInput.Abort r -> application.abort(context, r.cause());
      case WriterInput.BackupShutdown r -> application.backupShutdown(context);
      case WriterInput.PreRestore r -> application.preRestore(context, r.orders());
      case WriterInput.PostRestore r -> application.postRestore(context, r.files(), r.moreToCome());
      case WriterInput.Freeze r -> throw noHandler(call.step());
      case WriterInput.Thaw r -> throw noHandler(call.step());
      case WriterInput.GatherStatus r -> throw noHandler(call.step());
    };
  }

  /** What a handler failed with, by writer and step; what to do is said by the failure's hint. */
  static Fault fault(WriterId writer, WriterStep step, Throwable thrown) {
    return switch (thrown) {
      case WriterException known ->
          Fault.of(known.fault().failure(), writer + " at " + step + ": " + known.fault().detail());
      case InterruptedException interrupted ->
          Fault.expected(
              Failure.CANCELLED, writer + " to handle " + step, "it was interrupted and gave up");
      default ->
          Fault.expected(
              Failure.UNEXPECTED_WRITER_ERROR,
              writer + " to handle " + step,
              text(thrown) + "; look into the log of its application");
    };
  }

  static Fault nothing(WriterId writer, WriterStep step, String expected) {
    return Fault.expected(
        Failure.UNEXPECTED_WRITER_ERROR,
        writer + " to answer " + step + " with " + expected,
        "it answered nothing; report this to the author of the writer");
  }

  /** An exception in one line: a stack is nothing that a requester could use. */
  static String text(Throwable thrown) {
    String message = thrown.getMessage();
    return "it threw "
        + thrown.getClass().getSimpleName()
        + (message == null ? "" : " (" + message + ")");
  }

  private static IllegalStateException noHandler(WriterStep step) {
    return new IllegalStateException("expected a step with a handler of its own, but got " + step);
  }
}
