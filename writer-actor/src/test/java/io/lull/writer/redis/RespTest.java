package io.lull.writer.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol of Redis, also as no Redis would speak it. */
class RespTest {
  private ServerSocket listening;
  private Resp resp;
  private Socket server;

  @BeforeEach
  void connect() throws IOException {
    listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    resp = Resp.open("127.0.0.1", listening.getLocalPort(), Duration.ofSeconds(10));
    server = listening.accept();
  }

  @AfterEach
  void close() throws IOException {
    resp.close();
    server.close();
    listening.close();
  }

  private void says(String text) throws IOException {
    server.getOutputStream().write(text.getBytes(UTF_8));
  }

  @Test
  void a_command_is_a_list_of_texts_counted_in_bytes() throws IOException {
    resp.send("SET", "a b", "é\r\n");
    byte[] sent = server.getInputStream().readNBytes(32);
    assertThat(new String(sent, UTF_8))
        .isEqualTo("*3\r\n$3\r\nSET\r\n$3\r\na b\r\n$4\r\né\r\n\r\n");
  }

  @Test
  void every_kind_of_answer_is_understood() throws IOException {
    says("+OK\r\n:42\r\n$-1\r\n$4\r\na\r\nb\r\n*2\r\n$1\r\nx\r\n*1\r\n:-1\r\n");
    assertThat(resp.answer()).isEqualTo("OK");
    assertThat(resp.answer()).isEqualTo(42L);
    assertThat(resp.answer()).isEqualTo("");
    assertThat(resp.answer()).isEqualTo("a\r\nb");
    assertThat(resp.answer()).isEqualTo(List.of("x", List.of(-1L)));
  }

  @Test
  void a_refusal_says_whether_rights_are_missing() throws IOException {
    says("-NOPERM this user has no permissions\r\n-ERR unknown\r\n");
    assertThatThrownBy(resp::answer)
        .isInstanceOfSatisfying(
            Resp.Refused.class, refused -> assertThat(refused.forLackOfRights()).isTrue());
    assertThatThrownBy(resp::answer)
        .isInstanceOfSatisfying(
            Resp.Refused.class, refused -> assertThat(refused.forLackOfRights()).isFalse());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 400 Bad Request\r\n",
        "$99999999999\r\n",
        "*99999999\r\n",
        ":12x\r\n",
        "$2\r\nabc\r\n",
        "\r\n",
        "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n"
      })
  void what_no_redis_says_is_refused(String text) throws IOException {
    says(text);
    server.shutdownOutput();
    assertThatThrownBy(resp::answer).isInstanceOf(IOException.class);
  }

  @Test
  void silence_an_answer_and_an_end_are_told_apart() throws IOException {
    assertThat(resp.hasAnswered()).isFalse();
    says(":1\r\n");
    // The answer needs a moment to get here.
    while (!resp.hasAnswered()) {
      Thread.onSpinWait();
    }
    assertThat(resp.isOver()).isFalse();
    assertThat(resp.answer()).isEqualTo(1L);
    server.close();
    while (!resp.hasAnswered()) {
      Thread.onSpinWait();
    }
    assertThat(resp.isOver()).isTrue();
  }
}
