package io.lull.protocol.failure;

import static io.lull.protocol.failure.Failure.MALFORMED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTest {
  @Test
  void a_fault_reads_as_code_name_and_fact() {
    assertThat(Fault.expected(MALFORMED, "an epoch of 1 or more", "it is 0"))
        .hasToString("L-901 MALFORMED: expected an epoch of 1 or more, but it is 0");
  }

  @Test
  void what_does_not_show_is_escaped() {
    assertThat(Fault.of(MALFORMED, "a\nb\u0000c\u001b[31m\u202ed\u2028e\ud800f").detail())
        .isEqualTo("a\\u000ab\\u0000c\\u001b[31m\\u202ed\\u2028e\\ud800f");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\nb", "a\u001bb", "\u202eb", "\ud800"})
  void a_detail_that_does_not_show_is_refused_when_it_was_not_cleaned(String detail) {
    assertThatThrownBy(() -> new Fault(MALFORMED, detail))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void the_longest_detail_is_kept_and_one_more_is_cut() {
    String longest = "x".repeat(Fault.DETAIL_MAX);
    assertThat(Fault.of(MALFORMED, longest).detail()).isEqualTo(longest);
    assertThat(Fault.of(MALFORMED, longest + "y").detail())
        .isEqualTo("x".repeat(Fault.DETAIL_MAX - 1) + "…");
    assertThatThrownBy(() -> new Fault(MALFORMED, longest + "y"))
        .hasMessageContaining("1 to 500 characters");
  }

  @Test
  void a_cut_never_splits_a_character() {
    String faces = "\ud83d\ude00".repeat(Fault.DETAIL_MAX);
    for (int shift = 0; shift < 3; shift++) {
      String detail = Fault.of(MALFORMED, "x".repeat(shift) + faces).detail();
      assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(detail)).isTrue();
    }
  }

  @Test
  void nothing_to_say_is_said() {
    assertThat(Fault.of(MALFORMED, "  ").detail()).isEqualTo("no detail was given");
  }

  @Test
  void any_text_becomes_a_detail_and_cleaning_it_again_changes_nothing() {
    SplittableRandom random = new SplittableRandom(17);
    for (int round = 0; round < 2_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(700); i > 0; i--) {
        text.append((char) random.nextInt(random.nextBoolean() ? 0x100 : 0x10000));
      }
      Fault fault = Fault.of(MALFORMED, text.toString());
      assertThat(Fault.of(MALFORMED, fault.detail())).isEqualTo(fault);
    }
  }
}
