package io.lull.protocol.provider;

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
  DELETE_SNAPSHOTS
}
