package io.lull.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cli.frame.Surroundings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrongInputTest {
  private static final Set<String> LAUNCHED = Set.of("node", "demo", "doctor", "config", "thaw");

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "writrs|Did you mean 'writers'?",
        "writers --nod x|Did you mean '--node'?",
        "writers x|unexpected argument 'x'",
        "providers -o xml|expected one of table, json, yaml, but got 'xml'",
        "sessions --opne|Did you mean '--open'?",
        "sessions --limit 0|expected --limit of at least 1, but got 0",
        "sessions --limit x|'--limit'",
        "show|missing required parameter: 'ID'",
        "show --bogus|unknown option '--bogus' of 'lull show'",
        "show --timeotu 5s|Did you mean '--timeout'?",
        "certificate --bogus|unknown option '--bogus'",
        "delete --bogus|unknown option '--bogus'",
        "delete --yes|missing required parameter: 'SET'",
        "show a/b|expected a session id",
        "wait s-1 --for nothing|expected a phase after --for, but got 'nothing'",
        "wait s-1 --timeout 5|expected a time with its unit",
        "wait s-1 --timeout 0s|more than 0",
        "abort|missing required parameter: 'ID'",
        "abort s-1 --if-version x|'--if-version'",
        "sets --limit 3|unknown option '--limit'",
        "delete ../x --yes|expected a set id",
        "delete set-1|expected --yes",
        "cleanup --keep-last 1|expected --yes",
        "cleanup --keep-last -1 --yes|expected a number of 0 to 10000 for 'last', but got -1",
        "cleanup --keep-last some --dry-run|'--keep-last'",
        "cleanup --keep-within 7 --yes|expected a time with its unit",
        "cleanup --keep-within PT-7S --yes|expected a time of at least 0",
        "cleanup --keep-within 36526d --yes|expected a time of 0 to 36525 days",
        "cleanup --keep-dayly 7|unknown option '--keep-dayly' of 'lull cleanup'",
        "cleanup set-1 --yes|unexpected argument 'set-1'",
        "restore|missing required parameter: 'SET'",
        "restore ../x --to y|expected a set id",
        "restore set-1 --to x --options y|expected one of --to and --options",
        "verify|missing required parameter: 'SET'",
        "verify ../x|expected a set id",
        "verify set-1 --query x|expected --query and --expect together",
        "verify set-1 --expect x|expected --query and --expect together",
        "verify set-1 --database x|expected --query with --database",
        "verify set-1 --exec|expected a command after --exec",
        "verify set-1 --timeout x|expected a time with its unit",
        "certificate|missing required parameter",
        "certificate no/such/file|there is no file",
        "log|missing required parameter: 'ID'",
        "replay|missing required parameter: 'FILE'",
        "replay nothing.jsonl|expected a file at",
        "completion tcsh|expected one of bash, zsh, fish, but got 'tcsh'",
        "version x|unexpected argument 'x'",
        "doctor|expected 'lull doctor' with nothing before it",
        "doctor --yes|unknown option '--yes'",
        "thaw --list|missing required option: '--local'",
        "config|missing required parameter: 'check|show'",
        "backup|expected something to back up",
        "backup --writer a/b/c|writer name",
        "backup / --lowest best|expected one of application, filesystem, crash, fuzzy",
        "backup / --lowest fuzzy|--allow-fuzzy",
        "backup / --context other|persistent or auto-release",
        "backup / --context auto-release|expected --exec or --to",
        "backup / --provider x|expected a provider as host/name",
        "backup / --exec|--exec",
        "backup / --to x --exec y|expected one of --to and --exec",
        "backup / --plan p|expected nothing beside a plan",
        "sets --node ftp://x|expected the address of a node",
        "sets --node http://u:p@localhost|expected the address of a node",
        "sets --token-file none|expected a file with a token",
        "debug|expected 'bundle'",
        "debug bundel|unexpected argument 'bundel'",
        "debug bundle --sessions x|--sessions",
        "debug bundle --config none|expected a file with settings",
        "''|expected a command"
      })
  void is_one_line_that_says_what_and_ends_with_2(String line, String says) {
    try (FakeNode node = new FakeNode()) {
      String[] args = line.isEmpty() ? new String[0] : line.split(" ");
      Typed typed =
          line.contains("--node ") ? Typed.run(directory, args) : Typed.at(node, directory, args);

      assertThat(typed.exit()).as(typed.err()).isEqualTo(2);
      assertThat(typed.out()).isEmpty();
      assertThat(typed.err().lines()).hasSize(1);
      assertThat(typed.err()).startsWith("lull: ").contains(says).doesNotContain("Exception");
    }
  }

  @Test
  void is_json_where_json_was_asked_for() {
    Typed typed = Typed.run(directory, "-o", "json", "setz");

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err())
        .startsWith("{\"exit\":2,")
        .contains("\"hint\":\"Did you mean 'sets'?\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-o yaml setz", "-oyaml setz", "setz --output=yaml", "-o yaml show x/y"})
  void is_yaml_where_yaml_was_asked_for(String line) {
    Typed typed = Typed.run(directory, line.split(" "));

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err()).startsWith("exit: 2\n").contains("\nhint: ");
  }

  @Test
  void no_node_is_started_for_what_is_refused_anyway() {
    Typed typed = Typed.run(directory, "delete", "set-1");

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err()).startsWith("lull: expected --yes");
  }

  @Test
  void steers_no_terminal() {
    Typed typed = Typed.run(directory, "\u001b[2Jx\nlull: all is well");

    assertThat(typed.err().lines()).hasSize(1);
    assertThat(typed.err()).contains("\\u001b[2Jx");
  }

  @Test
  void a_token_is_not_sent_in_plain_text_to_another_machine() throws Exception {
    Files.writeString(directory.resolve("token"), "secret\n");

    Typed typed =
        Typed.run(directory, "sets", "--node", "http://192.0.2.1:1", "--token-file", "token");

    assertThat(typed.exit()).isEqualTo(2);
    assertThat(typed.err()).contains("expected https").doesNotContain("secret");
  }

  @Test
  void every_command_has_help() {
    for (String command :
        new Program(Surroundings.ofProcess()).program().getSubcommands().keySet()) {
      Typed typed = Typed.run(directory, command, "--help");

      assertThat(typed.exit()).isZero();
      assertThat(typed.out()).startsWith("Usage: lull " + command);
      boolean asksANode = !LAUNCHED.contains(command);
      assertThat(typed.out().contains("--timeout")).as(command).isEqualTo(asksANode);
    }
  }
}
