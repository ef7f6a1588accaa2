package io.lull.writer;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.WriterId;
import io.lull.writer.spi.Writer;
import io.lull.writer.spi.WriterException;

/** Has a writer start what it needs on its host, such as the guard, before anything is asked. */
public final class WriterStart {
  private WriterStart() {}

  /**
   * Returns at once. A writer that cannot start what it needs stays, and says so: whoever wants it
   * frozen is told once more, and the others are none the worse.
   */
  public static void begin(WriterId id, Writer application, WriterHost host, WriterNews news) {
    try {
      host.threads().start(id + "-start", () -> start(id, application, host, news));
    } catch (Throwable outOfThreads) {
      failed(id, outOfThreads, host, news);
    }
  }

  private static void start(WriterId id, Writer application, WriterHost host, WriterNews news) {
    try {
      application.start();
    } catch (Throwable thrown) {
      failed(id, thrown, host, news);
    }
  }

  private static void failed(WriterId id, Throwable thrown, WriterHost host, WriterNews news) {
    Fault fault =
        thrown instanceof WriterException known
            ? known.fault()
            : Fault.expected(
                Failure.WRITER_INFRASTRUCTURE,
                id + " to start what it needs",
                SpiCalls.text(thrown));
    news.failed(fault, host.clock().get());
    host.log().write(id + " at the start: " + fault);
  }
}
