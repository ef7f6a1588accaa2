package io.lull.cli.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cli.shadow.Script.Member;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Volume;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What may be said when: each verb at each stage. */
class ScriptTest {
  private static final Member DATA =
      new Member(new Volume(new HostId("a"), "/data"), Optional.of("data"), Optional.empty());
  private static final Script FRESH = Script.FRESH;
  private static final Script ADDED = FRESH.with(DATA);
  private static final Script BEGUN = FRESH.begin();
  private static final Script READY = BEGUN.with(DATA);
  private static final Script MADE = READY.created();
  private static final Script LASTING = ADDED.created();
  private static final Script RESTORING = ADDED.restoring(true);

  private static final Map<String, Verb> VERBS =
      Map.ofEntries(
          Map.entry("set context", new Verb.SetContext(true, true)),
          Map.entry("set option", new Verb.SetFuzzy()),
          Map.entry("set metadata", new Verb.SetMetadata("f")),
          Map.entry("set verbose", new Verb.SetVerbose(true)),
          Map.entry("begin backup", new Verb.BeginBackup()),
          Map.entry("add volume", new Verb.AddVolume("/x", Optional.empty(), Optional.empty())),
          Map.entry("add alias", new Verb.AddAlias("a", "b")),
          Map.entry("writer verify", new Verb.WriterVerify("w")),
          Map.entry("writer exclude", new Verb.WriterExclude("w")),
          Map.entry("create", new Verb.Create()),
          Map.entry("end backup", new Verb.EndBackup()),
          Map.entry("begin restore", new Verb.BeginRestore("set-1", List.of())),
          Map.entry("end restore", new Verb.EndRestore()),
          Map.entry("exec", new Verb.Exec(List.of("x"))),
          Map.entry("expose", new Verb.Expose("c", "/x")),
          Map.entry("delete", new Verb.DeleteAll()),
          Map.entry("list", new Verb.ListProviders()),
          Map.entry("reset", new Verb.Reset()),
          Map.entry("exit", new Verb.Exit()));

  private static final Set<String> ALWAYS =
      Set.of("set verbose", "add alias", "exec", "expose", "delete", "list", "reset", "exit");

  /** All that can be said, without what can always be said. */
  private static Set<String> allowed(Script script) {
    Map<String, Verb> rest = new TreeMap<>(VERBS);
    ALWAYS.forEach(
        name -> {
          assertThat(script.refusal(VERBS.get(name))).as(name).isEmpty();
          rest.remove(name);
        });
    return rest.entrySet().stream()
        .filter(entry -> script.refusal(entry.getValue()).isEmpty())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  @Test
  void what_may_be_said_depends_on_how_far_the_script_is() {
    assertThat(allowed(FRESH))
        .containsExactlyInAnyOrder(
            "set context",
            "set option",
            "set metadata",
            "begin backup",
            "begin restore",
            "add volume",
            "writer verify",
            "writer exclude");
    assertThat(allowed(ADDED))
        .containsExactlyInAnyOrder(
            "begin backup",
            "begin restore",
            "add volume",
            "writer verify",
            "writer exclude",
            "create");
    assertThat(allowed(BEGUN))
        .containsExactlyInAnyOrder("add volume", "writer verify", "writer exclude");
    assertThat(allowed(READY))
        .containsExactlyInAnyOrder("add volume", "writer verify", "writer exclude", "create");
    assertThat(allowed(MADE)).containsExactly("end backup");
    assertThat(allowed(LASTING)).isEmpty();
    assertThat(allowed(MADE.ended())).isEqualTo(allowed(FRESH));
    assertThat(allowed(RESTORING)).containsExactly("end restore");
    assertThat(allowed(RESTORING.restoring(false))).isEqualTo(allowed(ADDED));
  }

  @Test
  void an_alias_means_one_copy() {
    Verb again = new Verb.AddVolume("/logs", Optional.of("data"), Optional.empty());

    assertThat(ADDED.refusal(again)).hasValueSatisfying(why -> assertThat(why).contains("taken"));
    assertThat(FRESH.alias("data", "x").refusal(again)).isPresent();
    assertThat(FRESH.refusal(again)).isEmpty();
  }

  @Test
  void the_end_of_a_backup_keeps_settings_and_aliases_and_forgets_the_choice() {
    Script script =
        MADE.with(MADE.settings().verbose(true)).alias("x", "y").verifying("w").excluding("v");

    Script ended = script.ended();

    assertThat(ended.settings().verbose()).isTrue();
    assertThat(ended.aliases()).containsEntry("x", "y");
    assertThat(ended.members()).isEmpty();
    assertThat(ended.verified()).isEmpty();
    assertThat(ended.excluded()).isEmpty();
  }
}
