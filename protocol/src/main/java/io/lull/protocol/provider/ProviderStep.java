package io.lull.protocol.provider;

import io.lull.protocol.limit.Limits;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import java.time.Duration;

/** What a provider can be told to do, named as in VSS. */
public enum ProviderStep {
  BEGIN_PREPARE,
  END_PREPARE,
  PRE_COMMIT,
  COMMIT,
  POST_COMMIT,
  PRE_FINAL_COMMIT,
  POST_FINAL_COMMIT,
  ABORT_SNAPSHOTS,
  DELETE_SNAPSHOTS;

  /** The step that a request asks for. */
  public static ProviderStep of(ProviderRequest request) {
    return switch (request) {
      case ProviderInput.BeginPrepare _ -> BEGIN_PREPARE;
      case ProviderInput.EndPrepare _ -> END_PREPARE;
      case ProviderInput.PreCommit _ -> PRE_COMMIT;
      case ProviderInput.Commit _ -> COMMIT;
      case ProviderInput.PostCommit _ -> POST_COMMIT;
      case ProviderInput.PreFinalCommit _ -> PRE_FINAL_COMMIT;
      case ProviderInput.PostFinalCommit _ -> POST_FINAL_COMMIT;
      case ProviderInput.AbortSnapshots _ -> ABORT_SNAPSHOTS;
      case ProviderInput.DeleteSnapshots _ -> DELETE_SNAPSHOTS;
    };
  }

  /** How long the step may take. */
  public Duration limit(Limits limits) {
    return switch (this) {
      case BEGIN_PREPARE -> limits.begin();
      case END_PREPARE -> limits.endPrepare();
      case PRE_COMMIT, COMMIT, POST_COMMIT -> limits.commit();
      case PRE_FINAL_COMMIT -> limits.preFinal();
      case POST_FINAL_COMMIT -> limits.postFinal();
      case ABORT_SNAPSHOTS -> limits.abort();
      case DELETE_SNAPSHOTS -> limits.delete();
    };
  }

  /** Whether it moves a creation on; a host bars such a step when it comes under an older slot. */
  public boolean creates() {
    return this == BEGIN_PREPARE || this == END_PREPARE || this == PRE_COMMIT || this == COMMIT;
  }
}
