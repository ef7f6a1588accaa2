package io.lull.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "password = hunter2",
        "PASSWORD=hunter2",
        "db.passwd : 'hunter2'",
        "\"password\": \"hunter2\"",
        "password += \"hunter2\"",
        "password = \"a \\\" hunter2\"",
        "PGPASSWORD=hunter2 pg_dump",
        "mount -o user=x,password=hunter2,vers=3",
        "jdbc:postgresql://host/db?user=lull&password=hunter2&ssl=true",
        "jdbc:mariadb://root:hunter2@host/db",
        "https://:hunter2@host/",
        "Authorization: Bearer hunter2",
        "authorization: basic hunter2=",
        "tool --password hunter2",
        "tool --token=hunter2",
        "api_key: hunter2",
        "aws.access-key=hunter2",
        "-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\nhunter2\nand no end"
      })
  void what_is_called_a_secret_goes(String text) {
    assertThat(Secrets.NONE.outOf(text)).doesNotContain("hunter2").contains(Secrets.INSTEAD);
  }

  @Test
  void the_hash_of_a_token_goes_too() {
    String hash = "ab".repeat(32);

    assertThat(Secrets.NONE.outOf("vera viewer sha256:" + hash)).doesNotContain(hash);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "api.tokens-file = \"/etc/lull/tokens\"",
        "own-token-file = \"data/api.token\"",
        "the token is not known",
        "secrets are not shown",
        "lull_frozen{host=\"a\",writer=\"db\"} 0.0",
        "2026-11-22T04:05:06Z INFO session - http://127.0.0.1:7357 answers"
      })
  void what_is_none_stays(String text) {
    assertThat(Secrets.NONE.outOf(text)).isEqualTo(text);
  }

  @Test
  void what_is_known_goes_wherever_it_stands_and_the_longer_first() {
    Secrets secrets = Secrets.of(List.of("hunter2", "hunter2-and-more", "ab"));

    assertThat(secrets.outOfRecord("x hunter2-and-more, about hunter2 \"token\":\"abc\""))
        .isEqualTo("x (not shown), about (not shown) \"token\":\"abc\"");
  }

  @Test
  void a_text_tells_what_it_calls_secrets() {
    assertThat(
            Secrets.namedIn(
                "password = one # x\n token: \"two three\"\n a.secret='four'\n name = five"))
        .containsExactly("one", "two three", "four");
  }

  @Test
  void a_long_text_without_end_takes_no_time_to_speak_of() {
    String hostile = "password=\"" + "\\\\".repeat(2000) + "token".repeat(20_000);

    assertThat(Secrets.NONE.outOf(hostile)).isNotNull();
  }
}
