package io.lull.protocol.restore;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.document.BackupDocument;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.restore.RestoreEvent.MappingAdded;
import io.lull.protocol.restore.RestoreEvent.Replied;
import io.lull.protocol.restore.RestoreEvent.RestoreInitialized;
import io.lull.protocol.value.Samples;
import io.lull.protocol.value.Visible;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.FileRestoreStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RestoreLogTest {
  private static final Instant AT = Instant.parse("2026-03-01T02:03:04.567891Z");
  private static final ComponentId ORDERS =
      new ComponentId(new WriterId(new HostId("a"), "db"), "orders");

  // What says of itself what fits together cannot be made up by the samples.
  private static final Set<Class<?>> MADE =
      Set.of(RestoreInitialized.class, MappingAdded.class, Replied.class);

  static Stream<RestoreEvent> everyEvent() {
    BackupDocument document = new BackupDocument(new SetId("s1"), BackupType.COPY, false, Map.of());
    return Stream.concat(
        Stream.of(
            new Replied(
                new RestoreReply.Refused(
                    new RequestId("r"), Fault.of(Failure.BAD_STATE, Samples.HOSTILE))),
            new RestoreInitialized(new RestoreTerms(document, Limits.defaults(), true)),
            new MappingAdded(
                ORDERS, new LocationMapping(new Volume(new HostId("a"), "/from"), "/to"))),
        Arrays.stream(RestoreEvent.class.getPermittedSubclasses())
            .filter(type -> !MADE.contains(type))
            .flatMap(type -> Samples.of(type).stream())
            .map(RestoreEvent.class::cast));
  }

  @ParameterizedTest
  @MethodSource("everyEvent")
  void an_event_is_one_visible_line_that_names_it(RestoreEvent event) {
    String line = RestoreLog.line(AT, event);

    assertThat(line)
        .startsWith("2026-03-01T02:03:04.567Z  " + event.getClass().getSimpleName())
        .isEqualTo(Visible.of(line).strip());
  }

  @Test
  void options_are_the_writers_own_and_not_shown() {
    assertThat(RestoreLog.line(AT, new RestoreEvent.OptionsSet(ORDERS, "password=secret")))
        .endsWith("a/db                orders, 15 characters");
  }

  @Test
  void the_summary_says_what_became_of_each_component() {
    Restore restore =
        new RestoreMachine()
            .replay(
                Restore.unused(new SessionId("r1")),
                List.of(
                    new RestoreEvent.ComponentSelected(ORDERS),
                    new RestoreEvent.FileStatusSet(ORDERS, FileRestoreStatus.FAILED)));

    assertThat(RestoreLog.summary(restore))
        .isEqualTo("restore r1 · NEW · epoch 1 · 1 components · a/db#orders FAILED");
  }
}
