package io.lull.wire;

import io.lull.protocol.provider.ProviderEffect;
import io.lull.protocol.provider.ProviderEvent;
import io.lull.protocol.provider.ProviderInput;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.provider.StepResult;
import java.util.List;

/** The names of all that a provider hears, does and says. */
final class ProviderNames {
  static final Family<ProviderEvent> EVENTS =
      Family.of(ProviderEvent.class)
          .with("set-begun", ProviderEvent.SetBegun.class)
          .with("epoch-seen", ProviderEvent.EpochSeen.class)
          .with("taken-up", ProviderEvent.TakenUp.class)
          .with("asked-again", ProviderEvent.AskedAgain.class)
          .with("volumes-dropped", ProviderEvent.VolumesDropped.class)
          .with("receipt-made", ProviderEvent.ReceiptMade.class)
          .with("call-ended", ProviderEvent.CallEnded.class)
          .with("call-overdue", ProviderEvent.CallOverdue.class)
          .with("lost-call-ended", ProviderEvent.LostCallEnded.class)
          .with("lease-armed", ProviderEvent.LeaseArmed.class)
          .with("given-up", ProviderEvent.GivenUp.class)
          .with("removal-begun", ProviderEvent.RemovalBegun.class)
          .with("removal-ended", ProviderEvent.RemovalEnded.class)
          .with("set-gone", ProviderEvent.SetGone.class)
          .with("tombstoned", ProviderEvent.Tombstoned.class)
          .with("abort-asked", ProviderEvent.AbortAsked.class)
          .with("abort-answered", ProviderEvent.AbortAnswered.class)
          .with("set-found", ProviderEvent.SetFound.class)
          .with("fate-asked", ProviderEvent.FateAsked.class)
          .with("fate-learned", ProviderEvent.FateLearned.class);

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

  static final Family<ProviderEffect> EFFECTS =
      Family.of(ProviderEffect.class)
          .with("run-step", ProviderEffect.RunStep.class)
          .with("delete-copies", ProviderEffect.DeleteCopies.class)
          .with("discard-copies", ProviderEffect.DiscardCopies.class)
          .with("arm-prepared", ProviderEffect.ArmPrepared.class)
          .with("ask-fate", ProviderEffect.AskFate.class)
          .with("note-fault", ProviderEffect.NoteFault.class);

  static final Family<ProviderReply> REPLIES =
      Family.of(ProviderReply.class)
          .with("begun", ProviderReply.Begun.class)
          .with("deleted", ProviderReply.Deleted.class)
          .with("stepped", ProviderReply.Stepped.class)
          .with("committed", ProviderReply.Committed.class)
          .with("refused", ProviderReply.Refused.class);

  static final Family<StepResult> RESULTS =
      Family.of(StepResult.class)
          .with("done", StepResult.Done.class)
          .with("failed", StepResult.Failed.class)
          .with("deletion-stopped", StepResult.DeletionStopped.class);

  static final List<Family<?>> ALL = List.of(EVENTS, INPUTS, EFFECTS, REPLIES, RESULTS);

  private ProviderNames() {}
}
