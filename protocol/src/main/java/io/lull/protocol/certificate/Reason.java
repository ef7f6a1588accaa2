package io.lull.protocol.certificate;

/** Why a certificate is refused; the names are stable, so that scripts may test for them. */
public enum Reason {
  /** A participant left no record of something that has to be there. */
  RECORD_MISSING,
  /** There are two records of something that happens once. */
  RECORD_TWICE,
  /** There is a record of somebody or something that has no part in the set. */
  RECORD_UNEXPECTED,
  /** The coordinator recorded something else than the certificate says. */
  COORDINATOR_DIFFERS,
  /** A record is about another set. */
  SET_DIFFERS,
  /** A record is about another attempt. */
  EPOCH_DIFFERS,
  /** A record is from another life of its host. */
  INCARNATION_DIFFERS,
  /** A writer holds another kind of thing still, or stands behind another one, than is claimed. */
  HOLD_KIND_DIFFERS,
  /** A participant speaks for, or has copied, other volumes than is claimed. */
  VOLUMES_DIFFER,
  /** A record names another hold. */
  TOKEN_DIFFERS,
  /** Two writers show the same hold. */
  TOKEN_SHARED,
  /** A hold did not stand until its Thaw. */
  NOT_HELD,
  /** A commit does not cover the holds: it may have come before the last freeze. */
  HOLDS_DIGEST_WRONG,
  /** A thaw does not cover the receipts: it may have come before the last commit. */
  RECEIPTS_DIGEST_WRONG,
  /** A copy was made in another way than is claimed. */
  CUT_DIFFERS,
  /** A copy was never finished. */
  COPY_UNFINISHED,
  /** A writer failed for more components than is claimed. */
  UNUSABLE_DIFFERS,
  /** The records do not amount to this grade. */
  GRADE_WRONG,
  /** The records do not amount to this answer about the instant. */
  INSTANT_WRONG
}
