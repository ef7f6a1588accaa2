package io.lull.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.catalogue.SetState;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.session.SessionReply;
import io.lull.wire.Wire;
import io.lull.wire.api.Pinning;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinTest {
  @TempDir Path directory;
  private final FakeNode node = new FakeNode();
  private final List<Pinning> asked = new ArrayList<>();

  @AfterEach
  void close() {
    node.close();
  }

  /** A node that says this whenever the set is pinned or unpinned. */
  private void answers(int status, Object value) {
    node.handlers.put(
        "/v1/sets/set-1/pin",
        exchange -> {
          if (exchange.getRequestMethod().equals("PUT")) {
            asked.add(Wire.json().read(exchange.getRequestBody().readAllBytes(), Pinning.class));
          }
          FakeNode.answer(exchange, status, value);
        });
  }

  private static CatalogueEntry entry(Optional<String> pinned) {
    return new CatalogueEntry(
        new SetId("set-1"),
        new SessionId("s-1"),
        SetState.CERTIFIED,
        Instant.EPOCH,
        Optional.of(Instant.EPOCH),
        new TreeMap<>(),
        new TreeSet<>(),
        Optional.empty(),
        Optional.empty(),
        pinned,
        Optional.empty());
  }

  @Test
  void a_set_is_pinned_with_a_reason_or_with_the_name_of_who_does_it() {
    answers(200, entry(Optional.of("audit")));

    Typed typed = Typed.at(node, directory, "pin", "set-1", "--reason", "audit");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(typed.out()).isEqualTo("set set-1: pinned, audit\n");
    assertThat(Typed.at(node, directory, "pin", "set-1", "-o", "json").out())
        .contains("\"pinned\":\"audit\"");
    assertThat(asked)
        .containsExactly(
            new Pinning("audit"), new Pinning("by " + System.getProperty("user.name")));
  }

  @Test
  void a_set_is_unpinned() {
    answers(200, entry(Optional.empty()));

    Typed typed = Typed.at(node, directory, "unpin", "set-1");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(typed.out()).isEqualTo("set set-1: not pinned\n");
    assertThat(node.requests).containsExactly("DELETE /v1/sets/set-1/pin");
  }

  @Test
  void a_reason_that_is_not_one_line_is_refused_before_anybody_is_asked() {
    for (String bad : new String[] {"", "two\nlines", "\u001b[2J", "x".repeat(201)}) {
      Typed typed = Typed.at(node, directory, "pin", "set-1", "--reason", bad);

      assertThat(typed.exit()).isEqualTo(2);
      assertThat(typed.err()).contains("expected a reason of").doesNotContain("\u001b");
    }
    assertThat(node.requests).isEmpty();
  }

  @Test
  void a_set_that_is_being_created_cannot_be_pinned_yet() {
    answers(202, new SessionReply.Pending(new RequestId("r-1")));

    Typed typed = Typed.at(node, directory, "pin", "set-1");

    assertThat(typed.exit()).isEqualTo(14);
    assertThat(typed.err()).contains("it is being created").contains("lull wait");
  }
}
