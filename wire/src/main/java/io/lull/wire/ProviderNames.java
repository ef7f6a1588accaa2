package io.lull.wire;

import io.lull.protocol.provider.ProviderInput;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.provider.StepResult;
import java.util.List;

/** The names of all that a provider hears, does and says. */
final class ProviderNames {
  static final Family<ProviderInput> INPUTS =
      Family.of(ProviderInput.class)
          .with("begin-prepare", ProviderInput.BeginPrepare.class)
          .with("end-prepare", ProviderInput.EndPrepare.class)
          .with("pre-commit", ProviderInput.PreCommit.class)
          .with("commit", ProviderInput.Commit.class)
          .with("post-commit", ProviderInput.PostCommit.class)
          .with("pre-final-commit", ProviderInput.PreFinalCommit.class)
          .with("post-final-commit", ProviderInput.PostFinalCommit.class)
          .with("abort-snapshots", ProviderInput.AbortSnapshots.class)
          .with("delete-snapshots", ProviderInput.DeleteSnapshots.class)
          .with("step-ended", ProviderInput.StepEnded.class)
          .with("step-overdue", ProviderInput.StepOverdue.class)
          .with("prepared-due", ProviderInput.PreparedDue.class)
          .with("copies-found", ProviderInput.CopiesFound.class)
          .with("fate-told", ProviderInput.FateTold.class);

  static final Family<ProviderReply> REPLIES =
      Family.of(ProviderReply.class)
          .with("begun", ProviderReply.Begun.class)
          .with("stepped", ProviderReply.Stepped.class)
          .with("committed", ProviderReply.Committed.class)
          .with("refused", ProviderReply.Refused.class);

  static final Family<StepResult> RESULTS =
      Family.of(StepResult.class)
          .with("done", StepResult.Done.class)
          .with("failed", StepResult.Failed.class)
          .with("deletion-stopped", StepResult.DeletionStopped.class);

  static final List<Family<?>> ALL = List.of(INPUTS, REPLIES, RESULTS);

  private ProviderNames() {}
}
