package io.lull.writer.source.postgres;

import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamKind;
import io.lull.writer.database.Faults;
import io.lull.writer.postgres.Session;
import io.lull.writer.source.OpenSource;
import io.lull.writer.source.SourceException;
import io.lull.writer.source.SourceLimits;
import io.lull.writer.source.StreamSource;
import io.lull.writer.spi.WriterException;
import java.time.Duration;

/** One server. */
final class PostgresSource implements StreamSource {
  private final SourceSettings settings;

  PostgresSource(SourceSettings settings) {
    this.settings = settings;
  }

  @Override
  public SourceLimits limits() {
    // The end of a backup waits for the server no longer than its begin.
    Duration server = settings.access().timeout().plus(settings.checkpoint());
    return new SourceLimits(server, Duration.ZERO, server.plus(settings.archiver()));
  }

  @Override
  public void look() throws SourceException, InterruptedException {
    try (Session session = connected()) {
      var _ = Backup.demand(settings, session);
    } catch (Exception failed) {
      throw failed(settings, "to be ready for a backup", failed);
    }
  }

  private Session connected() throws Exception {
    if (settings.archive().isPresent()) {
      Archive.demand(settings.archive().get());
    }
    return Session.open(settings.access());
  }

  @Override
  public OpenSource begin(StreamKind kind) throws SourceException, InterruptedException {
    try {
      Session session = connected();
      try {
        return OpenCluster.begin(settings, kind, session);
      } catch (Exception failed) {
        session.close();
        throw failed;
      }
    } catch (Exception failed) {
      throw failed(settings, "to begin a backup", failed);
    }
  }

  @Override
  public void delete(Logs logs) throws SourceException {
    if (settings.archive().isPresent()) {
      Archive.delete(settings.archive().get(), logs);
    }
  }

  /** The same failure, as a source says it. */
  static SourceException failed(SourceSettings settings, String expected, Exception failed)
      throws InterruptedException {
    if (failed instanceof InterruptedException interrupted) {
      throw interrupted;
    }
    if (failed instanceof SourceException known) {
      return known;
    }
    WriterException said =
        Faults.of("PostgreSQL at " + settings.access().server() + " " + expected, failed);
    return new SourceException(said.fault());
  }
}
