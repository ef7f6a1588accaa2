package io.lull.node.api;

import static org.apache.pekko.http.javadsl.server.Directives.extractRequest;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.path;

import io.lull.node.Inside;
import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.catalogue.SetState;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.retention.Candidate;
import io.lull.protocol.retention.Retention;
import io.lull.protocol.retention.RetentionPolicy;
import io.lull.wire.api.RetentionView;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.Query;
import org.apache.pekko.http.javadsl.server.Route;

/** Which sets would stay and which would go; whoever wants it deletes them one by one. */
final class RetentionRoutes {
  private static final List<String> RULES =
      List.of("last", "within", "hourly", "daily", "weekly", "monthly", "yearly");

  private final Inside inside;
  private final Reads reads;

  RetentionRoutes(Inside inside, Reads reads) {
    this.inside = inside;
    this.reads = reads;
  }

  Route routes() {
    return path("retention", () -> get(() -> extractRequest(this::decided)));
  }

  private Route decided(HttpRequest request) {
    RetentionPolicy policy = policy(request.getUri().query());
    return Answers.later(reads.read(() -> decided(policy)));
  }

  private RetentionView decided(RetentionPolicy policy) {
    ZoneId zone = inside.retention().zone();
    List<Candidate> sets =
        inside.chronicle().settledSets().stream().flatMap(RetentionRoutes::candidate).toList();
    // Only now, so that no set is newer than that because of the time it took to read.
    return RetentionView.of(
        policy, zone.getId(), Retention.decide(policy, sets, Instant.now(), zone));
  }

  /** What was never certified is the business of its session. */
  private static Stream<Candidate> candidate(CatalogueEntry set) {
    return set.state() == SetState.CERTIFIED
        ? set
            .grade()
            .map(
                grade ->
                    new Candidate(
                        set.set(),
                        new TreeSet<>(set.copies().keySet()),
                        set.created(),
                        grade,
                        set.verification().map(last -> last.found().good()).orElse(true),
                        !set.leaving().isEmpty(),
                        set.pinned().isPresent()))
            .stream()
        : Stream.empty();
  }

  /** What is asked for goes before what the settings say, rule by rule. */
  private RetentionPolicy policy(Query asked) {
    Optional<String> unknown =
        asked.toMap().keySet().stream().filter(name -> !RULES.contains(name)).findFirst();
    if (unknown.isPresent()) {
      throw RefusedRequest.of(
          Failure.INVALID_ARGUMENT, "rules of " + RULES, "one of them has another name");
    }
    RetentionPolicy own = inside.retention().policy();
    RetentionPolicy policy =
        new RetentionPolicy(
            count(asked, "last", own.last()),
            Inputs.age("within", asked.get("within"), own.within(), RetentionPolicy.WITHIN_MAX),
            count(asked, "hourly", own.hourly()),
            count(asked, "daily", own.daily()),
            count(asked, "weekly", own.weekly()),
            count(asked, "monthly", own.monthly()),
            count(asked, "yearly", own.yearly()));
    if (policy.isEmpty()) {
      throw RefusedRequest.of(
          Fault.expected(Failure.INVALID_ARGUMENT, "a rule that says what stays", "there is none"),
          "Say it by an option such as `--keep-last 7`, or in the settings below lull.retention.");
    }
    return policy;
  }

  private static int count(Query asked, String rule, int otherwise) {
    return Inputs.number(rule, asked.get(rule), otherwise, RetentionPolicy.COUNT_MAX);
  }
}
