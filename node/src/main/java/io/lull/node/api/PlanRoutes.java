package io.lull.node.api;

import static org.apache.pekko.http.javadsl.server.Directives.complete;
import static org.apache.pekko.http.javadsl.server.Directives.concat;
import static org.apache.pekko.http.javadsl.server.Directives.get;
import static org.apache.pekko.http.javadsl.server.Directives.pathEnd;
import static org.apache.pekko.http.javadsl.server.Directives.pathPrefix;
import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import io.lull.cluster.config.settings.Nearest;
import io.lull.cluster.config.settings.NoticeSettings;
import io.lull.cluster.config.settings.PlanSettings;
import io.lull.node.Inside;
import io.lull.protocol.plan.NamePattern;
import io.lull.wire.api.PlanView;
import io.lull.wire.api.Plans;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.pekko.http.javadsl.server.Route;

/** The plans of this node, as far as everybody may see them. */
final class PlanRoutes {
  private final Inside inside;

  PlanRoutes(Inside inside) {
    this.inside = inside;
  }

  Route routes() {
    return pathPrefix(
        "plans",
        () ->
            concat(
                pathEnd(() -> get(() -> complete(Answers.of(all())))),
                pathPrefix(
                    segment(),
                    name ->
                        pathEnd(
                            () -> get(() -> complete(Answers.of(view(named(inside, name)))))))));
  }

  private Plans all() {
    return new Plans(inside.plans().values().stream().map(PlanRoutes::view).toList());
  }

  /** The plan of this name, or a refusal with the one that was probably meant. */
  static PlanSettings named(Inside inside, String name) {
    PlanSettings plan = inside.plans().get(name);
    if (plan == null) {
      throw RefusedRequest.notFound(
          "a plan of this node",
          "it has none of this name" + Nearest.hint(name, inside.plans().keySet()),
          "Compare the name with what `lull plans` shows.");
    }
    return plan;
  }

  private static PlanView view(PlanSettings plan) {
    SortedMap<String, String> notices = new TreeMap<>();
    plan.notices().forEach(notice -> notices.put(notice.name(), shown(notice)));
    return new PlanView(
        plan.name(),
        plan.selector().labels(),
        texts(plan.selector().include()),
        texts(plan.selector().exclude()),
        texts(plan.selector().prefer()),
        plan.stays(),
        plan.type(),
        plan.lowest(),
        plan.limits(),
        program(plan.before().command()),
        program(plan.after().command()),
        notices);
  }

  private static List<String> texts(List<NamePattern> patterns) {
    return patterns.stream().map(NamePattern::text).toList();
  }

  private static String shown(NoticeSettings notice) {
    return switch (notice.way()) {
      case NoticeSettings.Webhook webhook -> webhook.toString();
      case NoticeSettings.Run run -> run.command().getFirst();
    };
  }

  /** The arguments may be nobody else's business. */
  private static Optional<String> program(List<String> command) {
    return command.stream().findFirst();
  }
}
