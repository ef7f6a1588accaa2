package io.lull.writer.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WalFileTest {
  @ParameterizedTest
  @CsvSource({
    "00000001000000000000000A, 16777216, 00000001000000000000000B",
    "0000000200000001000000FF, 16777216, 000000020000000200000000",
    "000000010000000000000003, 1073741824, 000000010000000100000000",
  })
  void each_file_is_followed_by_the_next(String name, long bytes, String next) {
    WalFile file = WalFile.named(name, bytes);
    assertThat(file.name()).isEqualTo(name);
    assertThat(file.next().name()).isEqualTo(next);
  }

  @ParameterizedTest
  @CsvSource({
    "0/0, 000000030000000000000000",
    "0/FFFFFF, 000000030000000000000000",
    "1/6B374D8, 000000030000000100000006",
  })
  void each_position_lies_in_one_file(String position, String name) {
    WalFile any = WalFile.named("000000030000000A0000000A", 16 << 20);
    assertThat(any.at(position).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00000001000000000000000", "../../../../../../../etc/passwd"})
  void nothing_else_is_the_name_of_a_file(String name) {
    assertThatThrownBy(() -> WalFile.named(name, 16 << 20))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
