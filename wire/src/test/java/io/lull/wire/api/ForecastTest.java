package io.lull.wire.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.window.FailedWriter;
import io.lull.protocol.window.WindowMoments;
import io.lull.protocol.window.WindowPlan;
import io.lull.protocol.window.WindowReport;
import io.lull.protocol.window.WindowWriter;
import io.lull.protocol.window.WriterMoments;
import io.lull.protocol.writer.WriterLevel;
import io.lull.protocol.writer.WriterStep;
import io.lull.wire.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ForecastTest {
  private static final SessionId SESSION = new SessionId("s1");
  private static final WriterId DB = new WriterId(new HostId("a"), "db");
  private static final WriterId WEB = new WriterId(new HostId("a"), "web");

  private static Forecast told(Optional<Fault> failure, WriterMoments... moments) {
    WindowPlan plan =
        new WindowPlan(
            SESSION,
            new SetId("set"),
            Epoch.FIRST,
            Limits.defaults(),
            List.of(writer(DB, 60), writer(WEB, 17)),
            List.of());
    WindowReport report =
        new WindowReport(
            plan.set(),
            plan.epoch(),
            failure,
            failure.map(fault -> new FailedWriter(WEB, WriterStep.FREEZE, fault)).stream().toList(),
            List.of(),
            List.of(),
            List.of(),
            Set.of(),
            Duration.ofSeconds(9),
            Optional.of(new WindowMoments(List.of(moments), List.of())));
    Forecast forecast = Forecast.of(SESSION, plan, report, Optional.empty());
    assertThat(Wire.json().read(Wire.json().write(forecast), Forecast.class)).isEqualTo(forecast);
    return forecast;
  }

  private static WindowWriter writer(WriterId id, long lease) {
    return new WindowWriter(
        id, Incarnation.FIRST, new SlotEpoch(1), WriterLevel.BACK_END, Duration.ofSeconds(lease));
  }

  private static WriterMoments moments(WriterId id, Optional<Duration> held, long ran) {
    return new WriterMoments(
        id,
        Duration.ofSeconds(1),
        held,
        Optional.of(Duration.ofSeconds(4)),
        Optional.of(Duration.ofSeconds(ran)));
  }

  private static Optional<Duration> seconds(long seconds) {
    return Optional.of(Duration.ofSeconds(seconds));
  }

  @Test
  void copies_may_take_their_limit_beside_what_was_measured() {
    Forecast.Stand db =
        told(Optional.empty(), moments(DB, seconds(3), 5), moments(WEB, seconds(3), 5))
            .writers()
            .getFirst();

    assertThat(db.freezing()).isEqualTo(seconds(2));
    assertThat(db.measured()).isEqualTo(seconds(4));
    assertThat(db.most()).isEqualTo(seconds(14));
    assertThat(db.fits()).isTrue();
  }

  @Test
  void who_would_stand_longer_than_it_may_does_not_fit() {
    Forecast forecast =
        told(Optional.empty(), moments(DB, seconds(3), 9), moments(WEB, seconds(3), 9));

    assertThat(forecast.writers())
        .extracting(stand -> stand.writer() + " " + stand.fits())
        .containsExactly("a/db true", "a/web false");
  }

  @Test
  void of_who_never_stood_still_nothing_is_known() {
    Fault fault = Fault.of(Failure.FREEZE_DEADLINE, "too slow");
    Forecast forecast =
        told(Optional.of(fault), moments(DB, seconds(3), 5), moments(WEB, Optional.empty(), 2));

    Forecast.Stand web = forecast.writers().getLast();
    assertThat(web.measured()).isEmpty();
    assertThat(web.most()).isEmpty();
    assertThat(web.fits()).isFalse();
    assertThat(web.fault()).contains(fault);
  }
}
