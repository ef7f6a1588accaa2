package io.lull.writer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.SessionId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketsTest {
  private static final Grant GRANT = new Grant(new SessionId("s1"), new InstanceId("mail"), 7);

  private final Tickets tickets = Tickets.fresh();

  @Test
  void a_token_grants_what_it_was_made_for() {
    assertThat(tickets.check(tickets.issue(GRANT))).contains(GRANT);
  }

  @Test
  void the_longest_names_fit() {
    Grant longest =
        new Grant(new SessionId("s".repeat(64)), new InstanceId("i".repeat(64)), Long.MAX_VALUE);

    assertThat(tickets.check(tickets.issue(longest))).contains(longest);
  }

  @Test
  void a_token_of_another_life_grants_nothing() {
    assertThat(Tickets.fresh().check(tickets.issue(GRANT))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "=", "====", "AAAA", "ä", "a b", "../../etc/passwd", "\u0000", "*"})
  void what_nobody_made_grants_nothing(String hostile) {
    assertThat(tickets.check(hostile)).isEmpty();
  }

  @Test
  void a_code_without_a_grant_grants_nothing() {
    assertThat(tickets.check("A".repeat(43))).isEmpty();
  }

  @Test
  void a_token_without_end_is_not_even_looked_at() {
    assertThat(tickets.check("A".repeat(1 << 20))).isEmpty();
  }

  @Test
  void a_token_in_which_any_bit_is_turned_grants_nothing() {
    byte[] token = Base64.getUrlDecoder().decode(tickets.issue(GRANT));
    for (int bit = 0; bit < token.length * Byte.SIZE; bit++) {
      byte[] turned = token.clone();
      turned[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);

      assertThat(tickets.check(Base64.getUrlEncoder().encodeToString(turned)))
          .as("bit %d", bit)
          .isEmpty();
    }
  }

  @Test
  void the_grant_of_one_token_with_the_code_of_another_grants_nothing() {
    byte[] one = Base64.getUrlDecoder().decode(tickets.issue(GRANT));
    byte[] other =
        Base64.getUrlDecoder()
            .decode(tickets.issue(new Grant(GRANT.session(), GRANT.instance(), 8)));
    System.arraycopy(other, 0, one, 0, other.length - 32);

    assertThat(tickets.check(Base64.getUrlEncoder().encodeToString(one))).isEmpty();
  }

  @Test
  void noise_grants_nothing() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      byte[] noise = new byte[random.nextInt(120)];
      random.nextBytes(noise);

      assertThat(tickets.check(Base64.getUrlEncoder().encodeToString(noise))).isEmpty();
      assertThat(tickets.check(new String(noise, StandardCharsets.ISO_8859_1))).isEmpty();
    }
  }
}
