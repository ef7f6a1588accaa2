package io.lull.protocol.failure;

import static io.lull.protocol.failure.Actor.ADMINISTRATOR;
import static io.lull.protocol.failure.Actor.LULL;
import static io.lull.protocol.failure.Actor.NOBODY;
import static io.lull.protocol.failure.Actor.PROVIDER_AUTHOR;
import static io.lull.protocol.failure.Actor.REQUESTER;
import static io.lull.protocol.failure.Actor.WRITER_AUTHOR;
import static io.lull.protocol.failure.ExitCode.ABORTED;
import static io.lull.protocol.failure.ExitCode.ABORTED_BY_LIMIT;
import static io.lull.protocol.failure.ExitCode.BELOW_GRADE;
import static io.lull.protocol.failure.ExitCode.BUSY;
import static io.lull.protocol.failure.ExitCode.FAILED;
import static io.lull.protocol.failure.ExitCode.NOT_AUTHORISED;
import static io.lull.protocol.failure.ExitCode.REFUSED;
import static io.lull.protocol.failure.ExitCode.USAGE;
import static io.lull.protocol.failure.ExitCode.VERIFY_FAILED;
import static io.lull.protocol.failure.Retry.AFTER_REPAIR;
import static io.lull.protocol.failure.Retry.LATER;
import static io.lull.protocol.failure.Retry.NO;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Everything that can go wrong, each with the code that reply, event, log, HTTP body, exit code and
 * documentation share.
 *
 * <p>A code is written down here once and never changes or moves to another failure: journals and
 * scripts remember it. The exit code is what this failure alone means; a thaw that nobody confirmed
 * outranks it. What to do next is in {@link Hints}.
 */
public enum Failure {
  // V: known from VSS; the number is the HRESULT.
  BAD_STATE("V-001", "VSS_E_BAD_STATE", 0x80042301L, NO, REQUESTER, USAGE),
  SNAPSHOT_SET_IN_PROGRESS(
      "V-002", "VSS_E_SNAPSHOT_SET_IN_PROGRESS", 0x80042316L, LATER, REQUESTER, BUSY),
  OBJECT_NOT_FOUND("V-003", "VSS_E_OBJECT_NOT_FOUND", 0x80042308L, NO, REQUESTER, USAGE),
  OBJECT_ALREADY_EXISTS("V-004", "VSS_E_OBJECT_ALREADY_EXISTS", 0x8004230DL, NO, REQUESTER, USAGE),
  MAXIMUM_NUMBER_OF_VOLUMES_REACHED(
      "V-005", "VSS_E_MAXIMUM_NUMBER_OF_VOLUMES_REACHED", 0x80042312L, NO, REQUESTER, REFUSED),
  MAXIMUM_NUMBER_OF_SNAPSHOTS_REACHED(
      "V-006",
      "VSS_E_MAXIMUM_NUMBER_OF_SNAPSHOTS_REACHED",
      0x80042317L,
      AFTER_REPAIR,
      ADMINISTRATOR,
      REFUSED),
  VOLUME_NOT_SUPPORTED("V-007", "VSS_E_VOLUME_NOT_SUPPORTED", 0x8004230CL, NO, REQUESTER, REFUSED),
  VOLUME_NOT_SUPPORTED_BY_PROVIDER(
      "V-008", "VSS_E_VOLUME_NOT_SUPPORTED_BY_PROVIDER", 0x8004230EL, NO, REQUESTER, REFUSED),
  PROVIDER_NOT_REGISTERED(
      "V-009", "VSS_E_PROVIDER_NOT_REGISTERED", 0x80042304L, AFTER_REPAIR, ADMINISTRATOR, REFUSED),
  PROVIDER_VETO("V-010", "VSS_E_PROVIDER_VETO", 0x80042306L, AFTER_REPAIR, ADMINISTRATOR, ABORTED),
  UNEXPECTED_PROVIDER_ERROR(
      "V-011", "VSS_E_UNEXPECTED_PROVIDER_ERROR", 0x8004230FL, LATER, PROVIDER_AUTHOR, ABORTED),
  INSUFFICIENT_STORAGE(
      "V-012", "VSS_E_INSUFFICIENT_STORAGE", 0x8004231FL, AFTER_REPAIR, ADMINISTRATOR, ABORTED),
  FLUSH_WRITES_TIMEOUT(
      "V-013", "VSS_E_FLUSH_WRITES_TIMEOUT", 0x80042313L, LATER, ADMINISTRATOR, ABORTED_BY_LIMIT),
  HOLD_WRITES_TIMEOUT(
      "V-014", "VSS_E_HOLD_WRITES_TIMEOUT", 0x80042314L, LATER, ADMINISTRATOR, ABORTED_BY_LIMIT),
  UNEXPECTED_WRITER_ERROR(
      "V-015", "VSS_E_UNEXPECTED_WRITER_ERROR", 0x80042315L, LATER, WRITER_AUTHOR, ABORTED),
  UNSUPPORTED_CONTEXT("V-016", "VSS_E_UNSUPPORTED_CONTEXT", 0x8004231BL, NO, REQUESTER, REFUSED),
  INVALID_DOCUMENT("V-017", "VSS_E_INVALID_XML_DOCUMENT", 0x80042311L, NO, REQUESTER, USAGE),
  ACCESS_DENIED(
      "V-018", "E_ACCESSDENIED", 0x80070005L, AFTER_REPAIR, ADMINISTRATOR, NOT_AUTHORISED),
  INVALID_ARGUMENT("V-019", "E_INVALIDARG", 0x80070057L, NO, REQUESTER, USAGE),
  OUT_OF_MEMORY("V-020", "E_OUTOFMEMORY", 0x8007000EL, LATER, ADMINISTRATOR, FAILED),
  CANCELLED("V-021", "VSS_S_ASYNC_CANCELLED", 0x0004230BL, NO, NOBODY, ABORTED),
  WRITER_INCONSISTENT_SNAPSHOT(
      "V-022",
      "VSS_E_WRITERERROR_INCONSISTENTSNAPSHOT",
      0x800423F0L,
      AFTER_REPAIR,
      REQUESTER,
      ABORTED),
  WRITER_OUT_OF_RESOURCES(
      "V-023", "VSS_E_WRITERERROR_OUTOFRESOURCES", 0x800423F1L, LATER, ADMINISTRATOR, ABORTED),
  WRITER_TIMEOUT(
      "V-024", "VSS_E_WRITERERROR_TIMEOUT", 0x800423F2L, LATER, ADMINISTRATOR, ABORTED_BY_LIMIT),
  WRITER_RETRYABLE("V-025", "VSS_E_WRITERERROR_RETRYABLE", 0x800423F3L, LATER, NOBODY, ABORTED),
  WRITER_NON_RETRYABLE(
      "V-026", "VSS_E_WRITERERROR_NONRETRYABLE", 0x800423F4L, AFTER_REPAIR, ADMINISTRATOR, ABORTED),
  WRITER_RECOVERY_FAILED(
      "V-027", "VSS_E_WRITERERROR_RECOVERY_FAILED", 0x800423F5L, NO, REQUESTER, BELOW_GRADE),
  WRITER_PARTIAL_FAILURE(
      "V-028",
      "VSS_E_WRITERERROR_PARTIAL_FAILURE",
      0x80042336L,
      AFTER_REPAIR,
      REQUESTER,
      BELOW_GRADE),
  WRITER_NOT_RESPONDING(
      "V-029", "VSS_E_WRITER_NOT_RESPONDING", 0x80042319L, AFTER_REPAIR, ADMINISTRATOR, ABORTED),
  WRITER_STATUS_NOT_AVAILABLE(
      "V-030", "VSS_E_WRITER_STATUS_NOT_AVAILABLE", 0x80042409L, LATER, REQUESTER, FAILED),
  WRITER_INFRASTRUCTURE(
      "V-031", "VSS_E_WRITER_INFRASTRUCTURE", 0x80042318L, AFTER_REPAIR, ADMINISTRATOR, ABORTED),

  // E: known from ESE streaming backup; the number is the JET_ERR.
  LOGGING_DISABLED("E-001", "JET_errLoggingDisabled", -516, AFTER_REPAIR, ADMINISTRATOR, REFUSED),
  BACKUP_IN_PROGRESS("E-002", "JET_errBackupInProgress", -505, LATER, REQUESTER, BUSY),
  NO_BACKUP("E-003", "JET_errNoBackup", -520, NO, REQUESTER, USAGE),
  INVALID_BACKUP_SEQUENCE("E-004", "JET_errInvalidBackupSequence", -521, NO, REQUESTER, USAGE),
  INVALID_BACKUP("E-005", "JET_errInvalidBackup", -526, AFTER_REPAIR, ADMINISTRATOR, REFUSED),
  MISSING_FULL_BACKUP("E-006", "JET_errMissingFullBackup", -560, AFTER_REPAIR, REQUESTER, REFUSED),
  MISSING_FILE_TO_BACKUP(
      "E-007", "JET_errMissingFileToBackup", -569, AFTER_REPAIR, REQUESTER, REFUSED),
  LOG_FILE_NOT_COPIED("E-008", "JET_errLogFileNotCopied", -616, AFTER_REPAIR, REQUESTER, FAILED),
  BACKUP_ABORTED_BY_CALLER("E-009", "JET_errBackupAbortByCaller", -800, NO, NOBODY, ABORTED),
  BACKUP_ABORTED_BY_SERVER(
      "E-010", "JET_errBackupAbortByServer", -801, LATER, ADMINISTRATOR, ABORTED),
  RUNNING_IN_MULTI_INSTANCE_MODE(
      "E-011", "JET_errRunningInMultiInstanceMode", -1081, NO, REQUESTER, USAGE),
  CLIENT_REQUEST_TO_STOP_SERVICE(
      "E-012", "JET_errClientRequestToStopJetService", -1329, LATER, NOBODY, ABORTED),
  STREAM_INVALID_PARAMETER("E-013", "JET_errInvalidParameter", -1003, NO, REQUESTER, USAGE),
  INVALID_GRBIT("E-014", "JET_errInvalidGrbit", -900, NO, REQUESTER, USAGE),
  HANDLE_TABLE_FULL("E-015", "JET_errOutOfMemory", -1011, NO, REQUESTER, USAGE),
  LOG_WRITE_FAILED("E-016", "JET_errLogWriteFail", -510, AFTER_REPAIR, ADMINISTRATOR, REFUSED),

  // F: known from MS-FSRVP.
  SET_ID_MISMATCH("F-001", "FSRVP_E_SHADOWCOPYSET_ID_MISMATCH", 0x80042501L, NO, REQUESTER, USAGE),

  // L: Lull's own. 0xx late messages, 1xx holds, 2xx limits, 3xx ends, 4xx results, 9xx rest.
  STALE_EPOCH("L-001", NO, NOBODY, FAILED),
  STALE_INCARNATION("L-002", LATER, NOBODY, ABORTED),
  STALE_SLOT("L-003", LATER, NOBODY, BUSY),
  SLOT_LOST("L-004", LATER, NOBODY, ABORTED_BY_LIMIT),
  TOMBSTONED("L-005", NO, NOBODY, ABORTED),
  NOT_PREPARED("L-006", NO, LULL, ABORTED),
  HOLD_REFUSED("L-101", LATER, ADMINISTRATOR, BUSY),
  HOLD_LAPSED("L-102", LATER, ADMINISTRATOR, ABORTED_BY_LIMIT),
  NOT_HELD("L-103", LATER, ADMINISTRATOR, ABORTED),
  THAW_FAILED("L-104", AFTER_REPAIR, ADMINISTRATOR, ExitCode.THAW_UNCONFIRMED),
  THAW_UNCONFIRMED("L-105", AFTER_REPAIR, ADMINISTRATOR, ExitCode.THAW_UNCONFIRMED),
  LEASE_TOO_SHORT("L-201", LATER, ADMINISTRATOR, ABORTED_BY_LIMIT),
  FREEZE_DEADLINE("L-202", LATER, ADMINISTRATOR, ABORTED_BY_LIMIT),
  COMMIT_DEADLINE("L-203", LATER, ADMINISTRATOR, ABORTED_BY_LIMIT),
  PROVIDER_TIMEOUT("L-204", LATER, ADMINISTRATOR, ABORTED_BY_LIMIT),
  SOURCE_TIMEOUT("L-205", LATER, ADMINISTRATOR, ABORTED_BY_LIMIT),
  HOST_UNREACHABLE("L-301", LATER, ADMINISTRATOR, ABORTED),
  HOST_RESTARTED("L-302", LATER, NOBODY, ABORTED),
  COORDINATOR_LOST("L-303", LATER, NOBODY, ABORTED),
  REQUESTER_LOST("L-304", LATER, REQUESTER, ABORTED_BY_LIMIT),
  ABORTED_BY_REQUESTER("L-305", NO, NOBODY, ABORTED),
  SESSION_ABORTED("L-306", NO, NOBODY, ABORTED),
  JOURNAL_UNAVAILABLE("L-307", LATER, ADMINISTRATOR, FAILED),
  NO_COORDINATOR("L-308", LATER, ADMINISTRATOR, FAILED),
  TOO_MANY_REQUESTS("L-309", LATER, REQUESTER, BUSY),
  CHANGED_MEANWHILE("L-310", NO, REQUESTER, FAILED),
  BELOW_REQUESTED_GRADE("L-401", AFTER_REPAIR, ADMINISTRATOR, BELOW_GRADE),
  CERTIFICATE_REFUSED("L-402", LATER, ADMINISTRATOR, VERIFY_FAILED),
  BACKUP_INCOMPLETE("L-403", NO, REQUESTER, FAILED),
  UNSUPPORTED_IN_RESTORE("L-404", NO, REQUESTER, USAGE),
  COMMAND_FAILED("L-405", AFTER_REPAIR, ADMINISTRATOR, FAILED),
  SOURCE_FAILED("L-406", AFTER_REPAIR, ADMINISTRATOR, FAILED),
  GRADE_OUT_OF_REACH("L-407", AFTER_REPAIR, REQUESTER, REFUSED),
  SET_PINNED("L-408", NO, REQUESTER, REFUSED),
  MALFORMED("L-901", NO, REQUESTER, USAGE),
  TOO_LARGE("L-902", NO, REQUESTER, USAGE),
  INTERNAL("L-999", NO, LULL, FAILED);

  private static final Map<String, Failure> BY_CODE =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(Failure::code, Function.identity()));

  private final String code;
  private final Optional<String> vendorName;
  private final OptionalLong number;
  private final Retry retry;
  private final Actor actor;
  private final ExitCode exitCode;

  Failure(
      String code, String vendorName, long number, Retry retry, Actor actor, ExitCode exitCode) {
    this.code = code;
    this.vendorName = Optional.of(vendorName);
    this.number = OptionalLong.of(number);
    this.retry = retry;
    this.actor = actor;
    this.exitCode = exitCode;
  }

  Failure(String code, Retry retry, Actor actor, ExitCode exitCode) {
    this.code = code;
    this.vendorName = Optional.empty();
    this.number = OptionalLong.empty();
    this.retry = retry;
    this.actor = actor;
    this.exitCode = exitCode;
  }

  public static Optional<Failure> ofCode(String code) {
    return Optional.ofNullable(BY_CODE.get(code));
  }

  public String code() {
    return code;
  }

  /** The name under which users of VSS, ESE or FSRVP know it. */
  public Optional<String> vendorName() {
    return vendorName;
  }

  /** The HRESULT as an unsigned value, or the negative JET_ERR. */
  public OptionalLong number() {
    return number;
  }

  public Retry retry() {
    return retry;
  }

  /** Whether waiting alone may help, so that a schedule may try again unasked. */
  public boolean retryable() {
    return retry == LATER;
  }

  public Actor actor() {
    return actor;
  }

  public ExitCode exitCode() {
    return exitCode;
  }

  /** One sentence that tells the reader what to do next. */
  public String hint() {
    return Hints.of(this);
  }
}
