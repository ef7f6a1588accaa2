package io.lull.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.Attestation;
import io.lull.protocol.certificate.Digest;
import io.lull.protocol.certificate.Hold;
import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.window.WindowMoments;
import io.lull.protocol.window.WindowReport;
import io.lull.protocol.window.WriterMoments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A report is journaled as one event and may go from node to node: it has to fit. */
class ReportSizeTest {
  private static final SetId SET = new SetId("set-2a1e4f0c-5a70-4a39-9a0f-6d2b8c1e7f53");

  @ParameterizedTest
  @CsvSource({
    // What one node sends another by default, 1 MiB, ...
    "1000, 1048576",
    // ... and what anybody reads at all.
    "10000, 16777216",
  })
  void the_report_of_many_writers_fits(int writers, int most) {
    WindowReport report = report(writers);

    byte[] bytes = Wire.cbor().write(report);

    assertThat(bytes.length).isLessThan(most);
    assertThat(Wire.cbor().read(bytes, WindowReport.class)).isEqualTo(report);
    assertThat(Wire.json().read(Wire.json().write(report), WindowReport.class)).isEqualTo(report);
  }

  private static WindowReport report(int count) {
    List<Hold> holds = new ArrayList<>();
    List<Attestation> attestations = new ArrayList<>();
    List<WriterMoments> moments = new ArrayList<>();
    Digest receipts = Digest.of("receipts", List.of());
    for (int number = 0; number < count; number++) {
      WriterId writer =
          new WriterId(new HostId("database-%05d.example.org".formatted(number)), "main");
      HoldToken token =
          new HoldToken(Digest.of("token", List.of(writer.toString())).hex().substring(0, 32));
      Incarnation life = new Incarnation(1_790_000_000_000L + number);
      holds.add(new Hold(writer, life, token));
      attestations.add(
          new Attestation(writer, SET, new Epoch(3), life, token, HoldEnd.HELD, receipts));
      moments.add(
          new WriterMoments(
              writer,
              Duration.ofNanos(number),
              Optional.of(Duration.ofNanos(12_345_678_901L + number)),
              Optional.of(Duration.ofNanos(23_456_789_012L + number)),
              Optional.of(Duration.ofNanos(34_567_890_123L + number))));
    }
    return new WindowReport(
        SET,
        new Epoch(3),
        Optional.empty(),
        List.of(),
        holds,
        List.of(),
        attestations,
        Set.of(),
        Duration.ofSeconds(35),
        Optional.of(new WindowMoments(moments, List.of())));
  }
}
