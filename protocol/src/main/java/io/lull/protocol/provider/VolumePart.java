package io.lull.protocol.provider;

/**
 * What became of one volume of a set.
 *
 * @param begun how its BeginPrepare ended; one that failed has no part in the later steps
 * @param deleted whether its copy was there and has been deleted
 */
record VolumePart(StepResult begun, boolean deleted) {
  static final VolumePart COPIED = new VolumePart(new StepResult.Done(), false);

  /** Whether the later steps are about this volume. */
  boolean isCopied() {
    return begun instanceof StepResult.Done;
  }
}
