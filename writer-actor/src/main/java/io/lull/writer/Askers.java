package io.lull.writer;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.writer.SessionKey;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterInput.WriterRequest;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterStep;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/** Whom an answer goes to: whoever asked last for this step under this stamp. */
final class Askers {
  private final Map<Question, ActorRef<WriterReply>> askers = new HashMap<>();

  /** What was asked. */
  private sealed interface Question {
    record Step(Stamp stamp, WriterStep step) implements Question {}

    record Description(SessionId session) implements Question {}
  }

  void expect(WriterInput input, ActorRef<WriterReply> replyTo) {
    switch (input) {
      case WriterRequest request ->
          askers.put(new Question.Step(request.stamp(), step(request)), replyTo);
      case WriterInput.Identify identify ->
          askers.put(new Question.Description(identify.session()), replyTo);
      default -> throw new IllegalArgumentException("expected a question, but got " + input);
    }
  }

  void answer(WriterReply reply) {
    Question question = question(reply);
    ActorRef<WriterReply> asker = askers.get(question);
    if (asker == null) {
      return;
    }
    // An answer about a set need not be the last: whoever froze hears of it when the hold lapses.
    if (question instanceof Question.Description) {
      askers.remove(question);
    }
    asker.tell(reply);
  }

  /** Forgets who asked about sessions of which nothing is kept: they have been answered. */
  void retain(Set<SessionKey> sessions) {
    askers
        .keySet()
        .removeIf(
            question ->
                question instanceof Question.Step(Stamp stamp, WriterStep step)
                    && !sessions.contains(SessionKey.of(stamp)));
  }

  int size() {
    return askers.size();
  }

  private static Question question(WriterReply reply) {
    return switch (reply) {
      case WriterReply.Identified r -> new Question.Description(r.session());
      case WriterReply.Unidentified r -> new Question.Description(r.session());
      case WriterReply.Handled r -> new Question.Step(r.stamp(), r.step());
      case WriterReply.Frozen r -> new Question.Step(r.stamp(), WriterStep.FREEZE);
      case WriterReply.Thawed r -> new Question.Step(r.stamp(), WriterStep.THAW);
      case WriterReply.Refused r -> new Question.Step(r.stamp(), r.step());
      case WriterReply.Status r -> new Question.Step(r.stamp(), WriterStep.IDENTIFY);
    };
  }

  static WriterStep step(WriterRequest request) {
    return switch (request) {
      case WriterInput.PrepareForBackup r -> WriterStep.PREPARE_FOR_BACKUP;
      case WriterInput.PrepareForSnapshot r -> WriterStep.PREPARE_FOR_SNAPSHOT;
      case WriterInput.Freeze r -> WriterStep.FREEZE;
      case WriterInput.Thaw r -> WriterStep.THAW;
      case WriterInput.PostSnapshot r -> WriterStep.POST_SNAPSHOT;
      case WriterInput.BackupComplete r -> WriterStep.BACKUP_COMPLETE;
      case WriterInput.Abort r -> WriterStep.ABORT;
      case WriterInput.BackupShutdown r -> WriterStep.BACKUP_SHUTDOWN;
      case WriterInput.GatherStatus r -> WriterStep.IDENTIFY;
      case WriterInput.PreRestore r -> WriterStep.PRE_RESTORE;
      case WriterInput.PostRestore r -> WriterStep.POST_RESTORE;
    };
  }
}
