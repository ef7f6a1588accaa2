package io.lull.protocol.table;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A table as a reader wants it: what happens row by row, everything at a glance, and a picture.
 *
 * @param <P> phase
 */
final class TableDoc<P extends Enum<P>> {
  /** So many phases that share a row are named "all others", because a list would hide the rest. */
  private static final int MANY = 5;

  private final String machine;
  private final Table<P, ?, ?, ?, ?> table;
  private final Map<String, String> sentences;

  /**
   * Prepares a document.
   *
   * @param sentences what the code says of each phase, by name
   */
  TableDoc(String machine, Table<P, ?, ?, ?, ?> table, Map<String, String> sentences) {
    this.machine = machine;
    this.table = table;
    this.sentences = sentences;
  }

  String markdown() {
    return introduction() + phases() + rows() + matrix() + picture();
  }

  private String introduction() {
    return
"""
# %s

%d phases and %d inputs. Every phase meets every input in exactly one row; the program does not start with a
cell that nobody has decided.

"""
        .formatted(machine, table.phases().size(), table.inputs().size());
  }

  private String phases() {
    StringBuilder text =
        new StringBuilder("## Phases\n\n| no. | phase | meaning |\n|--:|---|---|\n");
    for (P phase : table.phases()) {
      String sentence = sentences.getOrDefault(phase.name(), "");
      text.append(row(number(phase), "`" + phase + "`", sentence));
    }
    return text.append('\n').toString();
  }

  private String rows() {
    StringBuilder text =
        new StringBuilder("## Rows\n\n| input | in phase | what happens |\n|---|---|---|\n");
    for (Class<?> input : table.inputs()) {
      String name = "`" + input.getSimpleName() + "`";
      for (Map.Entry<String, List<P>> group : grouped(input)) {
        text.append(row(name, phases(input, group), group.getKey()));
        name = "";
      }
    }
    return text.append('\n').toString();
  }

  /** The phases by what happens in them; the largest group comes last, as "all others". */
  private List<Map.Entry<String, List<P>>> grouped(Class<?> input) {
    Map<String, List<P>> groups = new LinkedHashMap<>();
    for (P phase : table.phases()) {
      groups.computeIfAbsent(what(phase, input), _ -> new ArrayList<>()).add(phase);
    }
    List<Map.Entry<String, List<P>>> ordered = new ArrayList<>(groups.entrySet());
    ordered.stream()
        .max(Comparator.comparingInt(group -> group.getValue().size()))
        .filter(group -> group.getValue().size() >= MANY)
        .ifPresent(
            largest -> {
              ordered.remove(largest);
              ordered.add(largest);
            });
    return ordered;
  }

  private String phases(Class<?> input, Map.Entry<String, List<P>> group) {
    List<P> phases = group.getValue();
    if (phases.size() == table.phases().size()) {
      return "every phase";
    }
    boolean last = grouped(input).getLast().getKey().equals(group.getKey());
    return last && phases.size() >= MANY
        ? "all others"
        : phases.stream().map(phase -> "`" + phase + "`").collect(joining(", "));
  }

  private String what(P phase, Class<?> input) {
    return switch (table.cell(phase, input)) {
      case Cell.On<P, ?, ?, ?, ?> on -> "**on**: " + on.why() + " → " + targets(phase, on.to());
      case Cell.Ignore<P, ?, ?, ?, ?> ignore -> "ignore: " + ignore.why();
      case Cell.Reject<P, ?, ?, ?, ?> reject -> "refused: " + reject.failure();
      case Cell.Impossible<P, ?, ?, ?, ?> impossible -> "impossible: " + impossible.why();
    };
  }

  private String targets(P phase, List<P> to) {
    return to.equals(List.of(phase))
        ? "stays"
        : to.stream().map(target -> "`" + target + "`").collect(joining(", "));
  }

  private String matrix() {
    StringBuilder text =
        new StringBuilder(
            """
            ## Everything at a glance

            `→` acted upon, may lead to another phase · `●` acted upon, stays · `·` ignored · `✗` refused ·
            `!` impossible. The columns are the phases by number.

            """);
    List<P> phases = table.phases();
    text.append("| |")
        .append(phases.stream().map(this::number).collect(joining("|")))
        .append("|\n");
    text.append("|---|").append(":-:|".repeat(phases.size())).append('\n');
    for (Class<?> input : table.inputs()) {
      text.append("|`")
          .append(input.getSimpleName())
          .append("`|")
          .append(phases.stream().map(phase -> sign(phase, input)).collect(joining("|")))
          .append("|\n");
    }
    return text.append('\n').toString();
  }

  private String sign(P phase, Class<?> input) {
    return switch (table.cell(phase, input)) {
      case Cell.On<P, ?, ?, ?, ?> on -> on.to().equals(List.of(phase)) ? "●" : "→";
      case Cell.Ignore<P, ?, ?, ?, ?> _ -> "·";
      case Cell.Reject<P, ?, ?, ?, ?> _ -> "✗";
      case Cell.Impossible<P, ?, ?, ?, ?> _ -> "!";
    };
  }

  private String picture() {
    StringBuilder text = new StringBuilder("## The ways from phase to phase\n\n");
    text.append("```mermaid\nstateDiagram-v2\n");
    text.append("    [*] --> ").append(table.phases().getFirst()).append('\n');
    for (P from : table.phases()) {
      Map<P, List<String>> edges = new TreeMap<>();
      for (Class<?> input : table.inputs()) {
        if (table.cell(from, input) instanceof Cell.On<P, ?, ?, ?, ?> on) {
          for (P to : on.to()) {
            if (to != from) {
              edges.computeIfAbsent(to, _ -> new ArrayList<>()).add(input.getSimpleName());
            }
          }
        }
      }
      edges.forEach(
          (to, inputs) ->
              text.append("    %s --> %s: %s\n".formatted(from, to, String.join(", ", inputs))));
    }
    return text.append("```\n").toString();
  }

  private String number(P phase) {
    return Integer.toString(table.phases().indexOf(phase) + 1);
  }

  private static String row(String... cells) {
    StringBuilder text = new StringBuilder("|");
    for (String cell : cells) {
      text.append(' ').append(cell.replace("|", "\\|")).append(" |");
    }
    return text.append('\n').toString();
  }
}
