package io.lull.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.wire.api.Problem;
import io.lull.wire.api.Sets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MisbehavingNodeTest {
  @TempDir Path directory;
  private final FakeNode node = new FakeNode();

  @AfterEach
  void close() {
    node.close();
  }

  private Typed sets(HttpHandler handler, String... more) {
    node.handlers.put("/v1/sets", handler);
    String[] args = new String[more.length + 1];
    args[0] = "sets";
    System.arraycopy(more, 0, args, 1, more.length);
    Typed typed = Typed.at(node, directory, args);
    assertThat(typed.out()).isEmpty();
    assertThat(typed.err().lines()).hasSize(1);
    assertThat(typed.err()).doesNotContain("Exception", "\u001b");
    return typed;
  }

  @Test
  void that_never_answers_is_given_up() {
    CountDownLatch never = new CountDownLatch(1);
    Typed typed =
        sets(
            _ -> {
              try {
                never.await();
              } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
              }
            },
            "--timeout",
            "300ms");
    never.countDown();

    assertThat(typed.exit()).isEqualTo(5);
    assertThat(typed.err()).contains("within 300 ms, but none came");
  }

  @Test
  void that_is_cut_in_the_middle_is_no_answer() {
    Typed typed =
        sets(
            exchange -> {
              exchange.sendResponseHeaders(200, 1000);
              exchange.getResponseBody().write("{\"sets\":[".getBytes(StandardCharsets.UTF_8));
              exchange.getResponseBody().flush();
              exchange.close();
            });

    assertThat(typed.exit()).isEqualTo(5);
    assertThat(typed.err()).contains("the connection was cut");
  }

  @Test
  void that_answers_something_else_is_told_of() {
    Typed typed = sets(exchange -> FakeNode.answer(exchange, 200, "<html>\u001b[2J"));

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.err()).contains("expected the node to answer with a Sets");
  }

  @Test
  void that_never_ends_is_read_no_further_than_a_message_goes() {
    byte[] part = new byte[1 << 20];
    Typed typed =
        sets(
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              try (var out = exchange.getResponseBody()) {
                for (int i = 0; i < 64; i++) {
                  out.write(part);
                }
              }
            });

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.err()).contains("but got more");
  }

  @Test
  void a_problem_is_told_with_its_hint_and_its_exit_code() {
    Fault fault = Fault.of(Failure.SNAPSHOT_SET_IN_PROGRESS, "held by s-7");
    Typed typed = sets(exchange -> FakeNode.answer(exchange, 409, Problem.of(fault, 409)));

    assertThat(typed.exit()).isEqualTo(3);
    assertThat(typed.err())
        .isEqualTo(
            "lull: V-002 SNAPSHOT_SET_IN_PROGRESS: held by s-7. " + fault.failure().hint() + "\n");

    Typed json =
        sets(exchange -> FakeNode.answer(exchange, 409, Problem.of(fault, 409)), "-o", "json");
    assertThat(json.err()).contains("\"exit\":3", "\"code\":\"V-002\"", "\"retryable\":true");
  }

  @Test
  void a_node_without_its_journal_counts_as_unreachable() {
    Fault fault = Fault.of(Failure.JOURNAL_UNAVAILABLE, "it is down");

    assertThat(sets(exchange -> FakeNode.answer(exchange, 503, Problem.of(fault, 503))).exit())
        .isEqualTo(5);
  }

  @Test
  void an_unknown_user_is_told_where_a_token_goes() {
    Typed typed = sets(exchange -> FakeNode.answer(exchange, 401, ""));

    assertThat(typed.exit()).isEqualTo(4);
    assertThat(typed.err()).contains("--token-file");
  }

  @Test
  void nobody_is_followed_elsewhere() {
    node.values.put("/elsewhere", new Sets(List.of()));
    Typed typed =
        sets(
            exchange -> {
              exchange.getResponseHeaders().add("Location", node.url() + "/elsewhere");
              FakeNode.answer(exchange, 302, "");
            });

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(node.requests).containsExactly("GET /v1/sets");
  }
}
