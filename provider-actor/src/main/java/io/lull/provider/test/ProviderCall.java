package io.lull.provider.test;

import io.lull.protocol.provider.ProviderStep;

/** What a provider can be called for. */
public enum ProviderCall {
  ACCEPTS,
  BEGIN_PREPARE,
  END_PREPARE,
  PRE_COMMIT,
  COMMIT,
  POST_COMMIT,
  PRE_FINAL_COMMIT,
  POST_FINAL_COMMIT,
  DELETE,
  DISCARD,
  COPIES;

  static ProviderCall of(ProviderStep step) {
    return switch (step) {
      case BEGIN_PREPARE -> BEGIN_PREPARE;
      case END_PREPARE -> END_PREPARE;
      case PRE_COMMIT -> PRE_COMMIT;
      case COMMIT -> COMMIT;
      case POST_COMMIT -> POST_COMMIT;
      case PRE_FINAL_COMMIT -> PRE_FINAL_COMMIT;
      case POST_FINAL_COMMIT -> POST_FINAL_COMMIT;
      case ABORT_SNAPSHOTS, DELETE_SNAPSHOTS ->
          throw new IllegalArgumentException("expected a step of a creation, but got " + step);
    };
  }
}
