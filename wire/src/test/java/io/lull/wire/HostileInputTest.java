package io.lull.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.slot.SlotInput;
import io.lull.protocol.writer.WriterInput;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileInputTest {
  private static final String TAKE = "{\"is\":\"take-slot\",\"session\":\"s1\",\"set\":\"set1\"}";

  private static <T> T read(String json, Class<T> type) {
    return Wire.json().read(json.getBytes(UTF_8), type);
  }

  private static Fault fault(byte[] json, Class<?> type) {
    return catchThrowableOfType(WireException.class, () -> Wire.json().read(json, type)).fault();
  }

  private static Fault fault(String json, Class<?> type) {
    return fault(json.getBytes(UTF_8), type);
  }

  private static void assertMalformed(String json, Class<?> type, String detail) {
    Fault fault = fault(json, type);
    assertThat(fault.failure()).isEqualTo(Failure.MALFORMED);
    assertThat(fault.detail()).contains(detail);
  }

  @Test
  void a_field_that_is_not_known_is_skipped() {
    String more = TAKE.replace("}", ",\"priority\":{\"deep\":[1,2]},\"note\":null}");

    assertThat(read(more, SlotInput.class)).isEqualTo(read(TAKE, SlotInput.class));
  }

  @Test
  void a_message_that_is_not_known_is_refused() {
    assertMalformed(TAKE.replace("take", "steal"), SlotInput.class, "steal-slot");
  }

  @Test
  void a_constant_that_is_not_known_is_refused() {
    assertMalformed(
        "{\"is\":\"phase-entered\",\"phase\":\"DANCING\"}",
        SessionEvent.class,
        "DANCING, at /phase");
    assertMalformed("{\"failure\":\"V-999\",\"detail\":\"x\"}", Fault.class, "V-999, at /failure");
  }

  @Test
  void a_class_name_is_not_a_name() {
    assertMalformed(
        TAKE.replace("take-slot", SlotInput.TakeSlot.class.getName()),
        SlotInput.class,
        "SlotInput");
    assertMalformed("{\"@class\":\"java.lang.Runtime\"}", SlotInput.class, "does not say");
  }

  @Test
  void a_member_of_the_family_cannot_stand_where_only_some_may() {
    String identify = "{\"is\":\"identify\",\"session\":\"s1\",\"incarnation\":1}";

    assertThat(read(identify, WriterInput.class)).isInstanceOf(WriterInput.Identify.class);
    assertMalformed(identify, WriterInput.WriterRequest.class, "identify");
  }

  @Test
  void a_missing_field_is_refused_unless_it_is_optional() {
    assertMalformed("{\"is\":\"take-slot\",\"session\":\"s1\"}", SlotInput.class, "/set");
    assertThat(read("{\"is\":\"release-begun\"}", SessionEvent.class))
        .isEqualTo(new SessionEvent.ReleaseBegun(Optional.empty()));
  }

  @Test
  void a_bad_identity_is_refused_with_its_place() {
    assertMalformed(
        "{\"is\":\"slot-taken\",\"host\":\"../x\",\"slot\":1}", SessionEvent.class, "at /host");
    assertMalformed(
        "{\"is\":\"writers-disabled\",\"writers\":[\"a/db\",\"nohost\"]}",
        SessionEvent.class,
        "at /writers/1");
    assertMalformed("\"a:/x/../y\"", Volume.class, "'..' segments");
    assertMalformed("\"a/db\"", ComponentId.class, "host/writer#path");
    assertMalformed("0", Epoch.class, "epoch of 1 or more");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1e3", "\"1\"", "99999999999999999999", "null", "true", "[1]"})
  void a_number_is_a_whole_number_and_nothing_is_made_to_fit(String number) {
    assertThat(fault(number, Epoch.class).failure()).isEqualTo(Failure.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"is\":\"take-slot\"",
        "[",
        "{}",
        "[]",
        "null",
        "\u0000",
        "{\"is\":7}",
        "{\"is\":\"take-slot\",\"session\":null,\"set\":\"set1\"}",
        "{\"is\":\"take-slot\",\"session\":\"s1\",\"session\":\"s2\",\"set\":\"set1\"}",
        "{'is':'take-slot'}",
        "{\"is\":\"take-slot\",\"session\":\"s1\",\"set\":\"set1\"} {}",
        "{\"is\":\"take-slot\",\"session\":\"s1\",\"set\":\"set1\"}x",
        "{\"is\":\"take-slot\",\"session\":\"s1\",\"set\":\"\\ud800\"}",
        "\uFEFF{\"is\":\"take-slot\",\"session\":\"s1\",\"set\":\"set\\u0000\"}",
        "// comment\n{}",
        "NaN"
      })
  void what_is_not_whole_and_plain_is_refused(String json) {
    assertThat(fault(json, SlotInput.class).failure()).isEqualTo(Failure.MALFORMED);
  }

  @Test
  void other_encodings_are_refused() {
    assertThat(fault(TAKE.getBytes(java.nio.charset.StandardCharsets.UTF_16), SlotInput.class))
        .matches(fault -> fault.detail().contains("UTF-8"));
    // Overlong, and half a pair: two spellings of what has one.
    for (byte[] bad :
        new byte[][] {
          {'"', (byte) 0xC0, (byte) 0xAF, '"'}, {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'}
        }) {
      assertThat(fault(bad, HostId.class).failure()).isEqualTo(Failure.MALFORMED);
    }
  }

  @Test
  void what_comes_twice_in_a_set_or_in_two_spellings_in_a_map_is_refused() {
    assertMalformed(
        "{\"is\":\"writers-disabled\",\"writers\":[\"a/db\",\"a/db\"]}",
        SessionEvent.class,
        "once");
  }

  private static void assertTooLarge(String json, Class<?> type) {
    assertThat(fault(json, type).failure()).isEqualTo(Failure.TOO_LARGE);
  }

  @Test
  void what_is_larger_than_anything_honest_is_refused() {
    assertTooLarge("\"" + "a".repeat(WireLimits.TEXT_CHARS + 1) + "\"", HostId.class);
    assertTooLarge("{\"" + "a".repeat(WireLimits.KEY_CHARS + 1) + "\":1}", Stamp.class);
    assertTooLarge("[".repeat(WireLimits.DEPTH + 1), Stamp.class);
    assertTooLarge("[".repeat(1_000_000), Stamp.class);
    assertTooLarge("1".repeat(1_000_000), Epoch.class);
    assertTooLarge("[" + "1,".repeat(WireLimits.ELEMENTS) + "1]", Stamp.class);
    assertTooLarge(" ".repeat(WireLimits.MESSAGE_BYTES + 1), Stamp.class);
    String row = "[" + "1,".repeat(WireLimits.ELEMENTS - 1) + "1]";
    assertTooLarge("[" + (row + ",").repeat(10) + row + "]", Stamp.class);
  }

  @Test
  void what_nobody_would_read_is_not_written() {
    Set<WriterId> many =
        IntStream.rangeClosed(0, WireLimits.ELEMENTS)
            .mapToObj(i -> new WriterId(new HostId("a"), "w" + i))
            .collect(Collectors.toSet());
    WireException refused =
        catchThrowableOfType(
            WireException.class, () -> Wire.json().write(new SessionEvent.WritersDisabled(many)));

    assertThat(refused.fault().failure()).isEqualTo(Failure.TOO_LARGE);
  }

  @Test
  void what_is_written_at_the_limits_is_read() {
    Tree deep = new Tree.Whole(1);
    for (int i = 0; i < WireLimits.DEPTH; i++) {
      deep = new Tree.Row(List.of(deep));
    }
    Tree wide = new Tree.Row(Collections.nCopies(WireLimits.ELEMENTS, new Tree.Flag(true)));
    Tree text = new Tree.Text("ä".repeat(WireLimits.TEXT_CHARS));
    for (Tree tree : List.of(deep, wide, text)) {
      assertThat(Wire.json().tree(Wire.json().write(tree))).isEqualTo(tree);
      assertThat(Wire.cbor().tree(Wire.cbor().write(tree))).isEqualTo(tree);
    }
  }

  @Test
  void a_stranger_cannot_fill_the_log_through_an_error() {
    String detail =
        fault("{\"is\":\"" + "\u0007x".repeat(20_000) + "\"}", SlotInput.class).detail();

    assertThat(detail.length()).isLessThanOrEqualTo(Fault.DETAIL_MAX);
    assertThat(detail).doesNotContain("\u0007");
  }
}
