package io.lull.cli.command;

import io.lull.cli.text.Table;
import io.lull.protocol.failure.ExitCode;
import io.lull.wire.api.PlanView;
import io.lull.wire.api.Plans;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a node can be told to run by a name. */
@picocli.CommandLine.Command(
    name = "plans",
    description = {
      "List the plans of the node: backups that its settings describe.",
      "",
      "'lull backup PLAN' runs one, 'lull rehearse PLAN' tries it without making a copy."
    })
public final class PlansCommand extends Command {
  public PlansCommand(Context context) {
    super(context);
  }

  @Override
  protected ExitCode run() {
    Plans plans = context.api().get("/v1/plans", Plans.class);
    context.screen().show(plans, () -> lines(plans));
    return ExitCode.COMPLETED;
  }

  /** The same for people. */
  public static List<String> lines(Plans plans) {
    Table table =
        new Table("PLAN", "OF", "WITHOUT", "SET", "TYPE", "LOWEST", "BEFORE", "AFTER", "TELLS");
    for (PlanView plan : plans.plans()) {
      table.row(
          plan.name(),
          of(plan),
          String.join(" ", plan.exclude()),
          plan.stays() ? "persistent" : "auto-release",
          plan.type().name().toLowerCase(Locale.ROOT),
          plan.lowest(),
          plan.before().orElse(""),
          plan.after().orElse(""),
          String.join(" ", plan.notices().keySet()));
    }
    return table.lines();
  }

  private static String of(PlanView plan) {
    List<String> all = new ArrayList<>();
    plan.labels().forEach((label, value) -> all.add(label + "=" + value));
    all.addAll(plan.include());
    return all.isEmpty() ? "everything" : String.join(" ", all);
  }
}
