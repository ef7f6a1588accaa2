package io.lull.protocol.provider;

import io.lull.protocol.provider.ProviderInput.ProviderRequest;

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
}
