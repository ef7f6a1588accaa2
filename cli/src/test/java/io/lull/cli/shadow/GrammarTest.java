package io.lull.cli.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.cli.frame.Trouble;
import io.lull.cli.shadow.Verb.Depth;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.writer.BackupType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarTest {
  private static final Map<String, String> VALUES =
      Map.of("data", "set-1@a:/data", "evil", "\" create # %data%", "empty", "", "USER", "otto");

  private static Optional<Verb> parse(String line) {
    return Grammar.parse(line, name -> Optional.ofNullable(VALUES.get(name)));
  }

  private static Arguments row(String line, Verb verb) {
    return Arguments.of(line, verb);
  }

  static Stream<Arguments> lines() {
    return Stream.of(
        row("set", new Verb.ShowSettings()),
        row("SET CONTEXT PERSISTENT", new Verb.SetContext(true, true)),
        row("set context persistent nowriters", new Verb.SetContext(true, false)),
        row("set context volatile", new Verb.SetContext(false, true)),
        row("set context volatile NoWriters", new Verb.SetContext(false, false)),
        row("set context clientaccessible", new Verb.SetContext(true, false)),
        row("set option lowest crash", new Verb.SetLowest(Grade.CRASH)),
        row("set option fuzzy", new Verb.SetFuzzy()),
        row("set option type full", new Verb.SetType(BackupType.FULL)),
        row("set option wait 10m", new Verb.SetWait(Duration.ofMinutes(10))),
        row("set metadata \"my file\"", new Verb.SetMetadata("my file")),
        row("set verbose on", new Verb.SetVerbose(true)),
        row("set verbose OFF", new Verb.SetVerbose(false)),
        row("begin backup", new Verb.BeginBackup()),
        row("\tBegin   BACKUP  ", new Verb.BeginBackup()),
        row("end backup", new Verb.EndBackup()),
        row("add", new Verb.ShowAdded()),
        row("add volume /srv", new Verb.AddVolume("/srv", Optional.empty(), Optional.empty())),
        row(
            "add volume a:/srv alias srv provider lvm",
            new Verb.AddVolume("a:/srv", Optional.of("srv"), Optional.of("lvm"))),
        row(
            "add volume /srv provider a/lvm alias Srv_1",
            new Verb.AddVolume("/srv", Optional.of("Srv_1"), Optional.of("a/lvm"))),
        row("add alias who %USER%", new Verb.AddAlias("who", "otto")),
        row("writer verify shop", new Verb.WriterVerify("shop")),
        row("writer exclude a/shop#orders", new Verb.WriterExclude("a/shop#orders")),
        row("create", new Verb.Create()),
        row("exec tar c %data%", new Verb.Exec(List.of("tar", "c", "set-1@a:/data"))),
        row("exec a \"\"", new Verb.Exec(List.of("a", ""))),
        row("exec sh -c \"a; b && c\"", new Verb.Exec(List.of("sh", "-c", "a; b && c"))),
        row("expose %data% /mnt", new Verb.Expose("set-1@a:/data", "/mnt")),
        row("unexpose /mnt", new Verb.Unexpose("/mnt")),
        row("delete shadows all", new Verb.DeleteAll()),
        row("delete shadows set s", new Verb.DeleteSet("s")),
        row("delete shadows id %data%", new Verb.DeleteCopy("set-1@a:/data")),
        row("delete shadows volume /srv", new Verb.DeleteOf("/srv", false)),
        row("delete shadows oldest /srv", new Verb.DeleteOf("/srv", true)),
        row("delete shadows exposed /mnt", new Verb.DeleteExposed("/mnt")),
        row("list writers", new Verb.ListWriters(Depth.STATUS)),
        row("list writers status", new Verb.ListWriters(Depth.STATUS)),
        row("list writers metadata", new Verb.ListWriters(Depth.METADATA)),
        row("list writers detailed", new Verb.ListWriters(Depth.DETAILED)),
        row("list shadows", new Verb.ListShadows(Optional.empty(), Optional.empty())),
        row("list shadows all", new Verb.ListShadows(Optional.empty(), Optional.empty())),
        row("list shadows set s", new Verb.ListShadows(Optional.of("s"), Optional.empty())),
        row("list shadows id s", new Verb.ListShadows(Optional.empty(), Optional.of("s"))),
        row("list providers", new Verb.ListProviders()),
        row("reset", new Verb.Reset()),
        row("help", new Verb.Help("")),
        row("help ADD volume", new Verb.Help("add volume")),
        row("?", new Verb.Help("")),
        row("exit", new Verb.Exit()),
        row("quit", new Verb.Exit()));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void a_line_is_one_verb(String line, Verb verb) {
    assertThat(parse(line)).contains(verb);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "\t", "rem", "REM a %nothing% \"", "# create", "  rem\tx"})
  void comments_and_empty_lines_are_nothing(String line) {
    assertThat(parse(line)).isEmpty();
  }

  @Test
  void a_value_parts_no_word_and_is_not_looked_into() {
    assertThat(parse("exec a b%evil%c"))
        .contains(new Verb.Exec(List.of("a", "b\" create # %data%c")));
    assertThat(parse("exec \"100%% of %USER%\" %%"))
        .contains(new Verb.Exec(List.of("100% of otto", "%")));
  }

  @Test
  void two_quotes_in_quotes_are_one() {
    assertThat(parse("exec \"say \"\"hello\"\"\" a\"b c\"d"))
        .contains(new Verb.Exec(List.of("say \"hello\"", "ab cd")));
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of("crate", "expected a verb, but got 'crate'"),
        Arguments.of("remove", "expected a verb"),
        Arguments.of("create now", "expected the end of the line, but got 'now'"),
        Arguments.of("set context", "ends after 'context'"),
        Arguments.of("set context sideways", "persistent, volatile or clientaccessible"),
        Arguments.of("set context persistent writers", "expected nowriters"),
        Arguments.of("set verbose maybe", "on or off"),
        Arguments.of("set option lowest good", "expected one of"),
        Arguments.of("set option wait soon", "expected a time"),
        Arguments.of("set option wait 0s", "more than 0"),
        Arguments.of("begin", "ends after 'begin'"),
        Arguments.of("begin lunch", "expected backup"),
        Arguments.of("add volume", "a directory, or HOST:/PATH"),
        Arguments.of("add volume \"\"", "but it is empty"),
        Arguments.of("add volume /a alias 1x", "but got '1x'"),
        Arguments.of("add volume /a alias a=b", "but got 'a=b'"),
        Arguments.of("add volume /a alias LULL_SET", "but got 'LULL_SET'"),
        Arguments.of("add volume /a alias b alias c", "one is there twice"),
        Arguments.of("add volume /a nonsense", "alias or provider"),
        Arguments.of("exec", "a program"),
        Arguments.of("expose a", "a directory"),
        Arguments.of("expose %empty% /mnt", "but it is empty"),
        Arguments.of("delete", "ends after 'delete'"),
        Arguments.of("delete everything", "expected shadows"),
        Arguments.of("delete shadows some", "all, set, id"),
        Arguments.of("list", "writers, shadows or providers"),
        Arguments.of("exec \"a", "a quote at the end"),
        Arguments.of("exec %nobody%", "an alias or a variable nobody"),
        Arguments.of("exec 50%", "a name between two %"),
        Arguments.of("exec %a b%", "a name between two %"),
        Arguments.of("exec a\u0000b", "control characters"),
        Arguments.of("exec \u001b[2J", "control characters"),
        Arguments.of("exec " + "x".repeat(9000), "at most 8192"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void what_is_no_line_is_said_in_one_sentence(String line, String what) {
    assertThatThrownBy(() -> parse(line))
        .isInstanceOfSatisfying(
            Trouble.class,
            trouble -> {
              assertThat(trouble.exit()).isEqualTo(ExitCode.USAGE);
              assertThat(trouble.what()).contains(what);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import",
        "mask",
        "break",
        "revert",
        "load metadata",
        "simulate restore",
        "set option differential",
        "set option transportable",
        "set option noautorecover"
      })
  void what_only_diskshadow_has_is_refused_with_what_to_do(String line) {
    assertThatThrownBy(() -> parse(line))
        .isInstanceOfSatisfying(
            Trouble.class,
            trouble -> {
              assertThat(trouble.exit()).isEqualTo(ExitCode.REFUSED);
              assertThat(trouble.hint()).isNotEmpty();
            });
  }

  @Test
  void rubbish_is_a_verb_or_a_trouble_and_never_anything_else() {
    Random random = new Random(7);
    String letters = "ab \t\"%#=/:@éx1_-";
    List<String> words =
        Stream.concat(Helped.words().stream(), Stream.of("shadows", "alias")).toList();
    for (int i = 0; i < 20_000; i++) {
      StringBuilder line = new StringBuilder();
      for (int j = random.nextInt(6); j >= 0; j--) {
        line.append(words.get(random.nextInt(words.size()))).append(' ');
        line.append(letters.charAt(random.nextInt(letters.length())));
      }
      try {
        parse(line.toString());
      } catch (Trouble said) {
        assertThat(said.what()).isNotEmpty();
      }
    }
  }

  @Test
  void every_verb_that_there_is_has_a_line_of_help() {
    for (String word : Helped.words()) {
      assertThat(Helped.about(word)).as(word).isNotEmpty().allMatch(line -> line.startsWith(word));
    }
    assertThat(Helped.about("")).hasSizeGreaterThan(30);
  }
}
