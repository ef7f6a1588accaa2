package io.lull.node.log;

import io.lull.cluster.config.log.Subject;
import io.lull.coordinator.Onlooker;
import io.lull.protocol.restore.Restore;
import io.lull.protocol.session.Creation;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionLog;
import io.lull.protocol.stream.session.StreamLog;
import io.lull.protocol.stream.session.StreamSession;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The course of sessions in the log of the node, in the words of their event logs. What goes wrong
 * is a warning, what an administrator wants to know is information, and the rest is for whoever
 * looks for a mistake.
 */
public final class SessionLines implements Onlooker {
  private static final Logger LOG = LoggerFactory.getLogger("lull.session");
  private static final Logger RESTORES = LoggerFactory.getLogger("lull.restore");
  private static final Logger STREAMS = LoggerFactory.getLogger("lull.stream");

  @Override
  public void happened(Session before, Session after, List<SessionEvent> events, Instant at) {
    Optional<Creation> set = after.creation().or(before::creation);
    new Subject(Optional.of(after.id()), set.map(Creation::set))
        .log(() -> events.forEach(event -> write(at, event)));
  }

  @Override
  public void happened(Restore before, Restore after) {
    if (before.phase() == after.phase()) {
      return;
    }
    new Subject(Optional.of(after.session()), after.terms().map(terms -> terms.document().set()))
        .log(() -> RESTORES.info("{}", after.phase()));
  }

  @Override
  public void happened(StreamSession before, StreamSession after) {
    if (before.phase() != after.phase()) {
      Subject.of(after.session()).log(() -> write(after));
    }
  }

  private static void write(StreamSession stream) {
    boolean wrong =
        switch (stream.phase()) {
          case STOPPED -> true;
          case OVER -> !stream.isBackup();
          case NEW, ASKED, OPEN, COMPLETED -> false;
        };
    if (wrong) {
      STREAMS.warn("{}", StreamLog.summary(stream));
    } else {
      STREAMS.info("{}", StreamLog.summary(stream));
    }
  }

  private static void write(Instant at, SessionEvent event) {
    switch (event) {
      case SessionEvent.CreationFailed _,
          SessionEvent.AbortBegun _,
          SessionEvent.WriterAbsent _,
          SessionEvent.EpochTaken _ ->
          LOG.warn("{}", SessionLog.line(at, event));
      case SessionEvent.SessionOpened _,
          SessionEvent.SetBegun _,
          SessionEvent.WindowOpened _,
          SessionEvent.WindowClosed _,
          SessionEvent.SetCreated _,
          SessionEvent.CopyDeleted _,
          SessionEvent.SetPinned _,
          SessionEvent.SetUnpinned _,
          SessionEvent.SetVerified _,
          SessionEvent.ReleaseBegun _,
          SessionEvent.PhaseEntered _ ->
          LOG.info("{}", SessionLog.line(at, event));
      default -> {
        if (LOG.isDebugEnabled()) {
          LOG.debug("{}", SessionLog.line(at, event));
        }
      }
    }
  }
}
