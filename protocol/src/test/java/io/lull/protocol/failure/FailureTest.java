package io.lull.protocol.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailureTest {
  /** As Microsoft's headers have them: HRESULTs as the signed 32-bit values of vsserror.h. */
  private static final Map<String, Integer> HEADERS =
      Map.ofEntries(
          Map.entry("VSS_E_BAD_STATE", -2147212543),
          Map.entry("VSS_E_PROVIDER_NOT_REGISTERED", -2147212540),
          Map.entry("VSS_E_PROVIDER_VETO", -2147212538),
          Map.entry("VSS_E_OBJECT_NOT_FOUND", -2147212536),
          Map.entry("VSS_E_VOLUME_NOT_SUPPORTED", -2147212532),
          Map.entry("VSS_E_OBJECT_ALREADY_EXISTS", -2147212531),
          Map.entry("VSS_E_VOLUME_NOT_SUPPORTED_BY_PROVIDER", -2147212530),
          Map.entry("VSS_E_UNEXPECTED_PROVIDER_ERROR", -2147212529),
          Map.entry("VSS_E_INVALID_XML_DOCUMENT", -2147212527),
          Map.entry("VSS_E_MAXIMUM_NUMBER_OF_VOLUMES_REACHED", -2147212526),
          Map.entry("VSS_E_FLUSH_WRITES_TIMEOUT", -2147212525),
          Map.entry("VSS_E_HOLD_WRITES_TIMEOUT", -2147212524),
          Map.entry("VSS_E_UNEXPECTED_WRITER_ERROR", -2147212523),
          Map.entry("VSS_E_SNAPSHOT_SET_IN_PROGRESS", -2147212522),
          Map.entry("VSS_E_MAXIMUM_NUMBER_OF_SNAPSHOTS_REACHED", -2147212521),
          Map.entry("VSS_E_WRITER_INFRASTRUCTURE", -2147212520),
          Map.entry("VSS_E_WRITER_NOT_RESPONDING", -2147212519),
          Map.entry("VSS_E_UNSUPPORTED_CONTEXT", -2147212517),
          Map.entry("VSS_E_INSUFFICIENT_STORAGE", -2147212513),
          Map.entry("VSS_E_WRITERERROR_PARTIAL_FAILURE", -2147212490),
          Map.entry("VSS_E_WRITERERROR_INCONSISTENTSNAPSHOT", -2147212304),
          Map.entry("VSS_E_WRITERERROR_OUTOFRESOURCES", -2147212303),
          Map.entry("VSS_E_WRITERERROR_TIMEOUT", -2147212302),
          Map.entry("VSS_E_WRITERERROR_RETRYABLE", -2147212301),
          Map.entry("VSS_E_WRITERERROR_NONRETRYABLE", -2147212300),
          Map.entry("VSS_E_WRITERERROR_RECOVERY_FAILED", -2147212299),
          Map.entry("VSS_E_WRITER_STATUS_NOT_AVAILABLE", -2147212279),
          Map.entry("VSS_S_ASYNC_CANCELLED", 271115),
          Map.entry("E_ACCESSDENIED", -2147024891),
          Map.entry("E_INVALIDARG", -2147024809),
          Map.entry("E_OUTOFMEMORY", -2147024882),
          Map.entry("FSRVP_E_SHADOWCOPYSET_ID_MISMATCH", -2147212031));

  private static final String ESE_NAMES = "JET_err";

  @Test
  void every_code_is_unique_and_found_again() {
    Set<String> codes = new HashSet<>();
    for (Failure failure : Failure.values()) {
      assertThat(codes.add(failure.code())).as("%s is the first with its code", failure).isTrue();
      assertThat(Failure.ofCode(failure.code())).contains(failure);
    }
    assertThat(Failure.ofCode("V-000")).isEmpty();
    assertThat(Failure.ofCode("")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void every_code_is_a_family_and_three_digits(Failure failure) {
    assertThat(failure.code()).matches("[VEFL]-\\d{3}");
  }

  @ParameterizedTest
  @EnumSource
  void every_family_but_our_own_has_name_and_number(Failure failure) {
    boolean ours = failure.code().startsWith("L");
    assertThat(failure.number().isPresent()).isEqualTo(!ours);
    assertThat(failure.vendorName().isPresent()).isEqualTo(!ours);
    assertThat(failure.vendorName().orElse("").startsWith(ESE_NAMES))
        .isEqualTo(failure.code().startsWith("E"));
  }

  @ParameterizedTest
  @EnumSource
  void every_hint_is_one_sentence_that_fits_a_terminal(Failure failure) {
    assertThat(failure.hint()).matches("[A-Z][^\\n|]* [^\\n|]*[^ .]\\.").doesNotContain("  ");
    assertThat(failure.hint().length()).isBetween(20, 90);
  }

  @ParameterizedTest
  @EnumSource
  void only_waiting_makes_a_failure_retryable(Failure failure) {
    assertThat(failure.retryable()).isEqualTo(failure.retry() == Retry.LATER);
  }

  @ParameterizedTest
  @EnumSource
  void no_failure_claims_success(Failure failure) {
    assertThat(failure.exitCode()).isNotEqualTo(ExitCode.COMPLETED);
  }

  @Test
  void every_hresult_is_that_of_the_headers() {
    Map<Failure, Integer> ours = new EnumMap<>(Failure.class);
    Map<Failure, Integer> theirs = new EnumMap<>(Failure.class);
    withNumber()
        .filter(failure -> !failure.code().startsWith("E"))
        .forEach(
            failure -> {
              long number = failure.number().getAsLong();
              assertThat(number).as("%s is unsigned", failure).isBetween(1L, 0xFFFFFFFFL);
              ours.put(failure, (int) number);
              theirs.put(failure, HEADERS.get(failure.vendorName().orElseThrow()));
            });
    assertThat(ours).isEqualTo(theirs).hasSameSizeAs(HEADERS.keySet());
  }

  @ParameterizedTest
  @CsvSource({
    "BACKUP_IN_PROGRESS, -505",
    "LOGGING_DISABLED, -516",
    "NO_BACKUP, -520",
    "INVALID_BACKUP_SEQUENCE, -521",
    "INVALID_BACKUP, -526",
    "MISSING_FULL_BACKUP, -560",
    "MISSING_FILE_TO_BACKUP, -569",
    "LOG_FILE_NOT_COPIED, -616",
    "BACKUP_ABORTED_BY_CALLER, -800",
    "BACKUP_ABORTED_BY_SERVER, -801",
    "INVALID_GRBIT, -900",
    "STREAM_INVALID_PARAMETER, -1003",
    "HANDLE_TABLE_FULL, -1011",
    "RUNNING_IN_MULTI_INSTANCE_MODE, -1081",
    "CLIENT_REQUEST_TO_STOP_SERVICE, -1329"
  })
  void every_streaming_number_is_that_of_ese(Failure failure, long number) {
    assertThat(failure.number()).hasValue(number);
  }

  @Test
  void every_number_belongs_to_one_failure() {
    assertThat(withNumber().map(failure -> failure.number().getAsLong())).doesNotHaveDuplicates();
  }

  @Test
  void exit_codes_are_those_that_scripts_know() {
    assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::number))
        .containsExactly(0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 20, 21);
    assertThat(ExitCode.ofNumber(20)).contains(ExitCode.THAW_UNCONFIRMED);
    assertThat(ExitCode.ofNumber(6)).isEmpty();
  }

  private static Stream<Failure> withNumber() {
    return Arrays.stream(Failure.values()).filter(failure -> failure.number().isPresent());
  }
}
