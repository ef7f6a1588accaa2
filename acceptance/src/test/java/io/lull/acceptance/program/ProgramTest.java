package io.lull.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.test.Ports;
import io.lull.protocol.failure.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command of the program against a node that is one, as processes that are started. */
class ProgramTest extends BesideServed {
  /** How it ends that is listed as such; whoever adds a number has to add how it is come by. */
  @ParameterizedTest
  @EnumSource(ExitCode.class)
  void every_exit_code_is_seen(ExitCode code) throws Exception {
    Ran ran =
        switch (code) {
          case COMPLETED -> lull("node", "--help");
          case FAILED -> lull("backup", served.path("shop"), "--exec", "false");
          case USAGE -> lull("backup");
          case BUSY -> besideAnother();
          case NOT_AUTHORISED -> lull("sets", "--token-file", stranger());
          case UNREACHABLE -> lull("sets", "--node", "http://127.0.0.1:1");
          case ABORTED -> interrupted();
          case ABORTED_BY_LIMIT -> lull("backup", served.path("brittle"));
          case BELOW_GRADE -> lull("backup", served.path("nobody"), "--allow-fuzzy");
          case REFUSED -> lull("backup", served.path("shop"), "--provider", "here/none");
          case STILL_RUNNING -> impatient();
          case THAW_UNCONFIRMED -> unheard();
          case VERIFY_FAILED -> lull("certificate", forged());
        };
    ran.ends(code);
  }

  private static Ran besideAnother() {
    try (Started slow = served.freezing()) {
      Ran busy = lull("backup", served.path("shop"));
      lull("abort", Served.session(slow)).ends(ExitCode.COMPLETED);
      slow.ran();
      return busy;
    }
  }

  private static Ran interrupted() {
    try (Started backup = served.freezing()) {
      return backup.interrupt().ran();
    }
  }

  private static Ran impatient() {
    try (Started slow = served.freezing()) {
      Ran wait = lull("wait", Served.session(slow), "--timeout", "1s");
      lull("abort", Served.session(slow)).ends(ExitCode.COMPLETED);
      slow.ran();
      return wait;
    }
  }

  /** Whom to look at is said at once, and not only when he is heard of again. */
  private static Ran unheard() {
    Ran ran = lull("backup", served.path("stuck"));
    assertThat(ran.err()).contains("nobody has said that these run again: [here/stuck]");
    return ran;
  }

  private static String stranger() throws IOException {
    return Files.writeString(directory.resolve("stranger"), "nobody-knows-me\n").toString();
  }

  /** A certificate that says of its one hold that it ended otherwise. */
  private static String forged() throws IOException {
    String set = lull("backup", served.path("shop")).ends(ExitCode.COMPLETED).word("set-");
    String certificate = lull("certificate", set, "-o", "json").ends(ExitCode.COMPLETED).out();
    String inner = certificate.substring(certificate.indexOf("{", 1));
    Path forged = directory.resolve("forged.json");
    Files.writeString(
        forged, inner.substring(0, inner.indexOf(",\"against\"")).replace("HELD", "LAPSED"));
    return forged.toString();
  }

  @Test
  void a_set_is_made_looked_at_and_deleted() throws Exception {
    Ran backup = lull("backup", served.path("shop")).ends(ExitCode.COMPLETED);
    String set = backup.word("set-");
    String session = backup.word("s-");
    String place = backup.word(directory + "/copies/");
    assertThat(backup.out()).contains("grade    APPLICATION");
    assertThat(Path.of(place, "file")).hasContent("data of shop");

    assertThat(lull("sets").ends(ExitCode.COMPLETED).out().lines().filter(l -> l.contains(set)))
        .singleElement()
        .asString()
        .contains("CERTIFIED", "APPLICATION", session);
    assertThat(lull("sessions").ends(ExitCode.COMPLETED).out()).contains(session);
    assertThat(lull("sessions", "--open").ends(ExitCode.COMPLETED).out()).doesNotContain(session);
    assertThat(lull("show", session).ends(ExitCode.COMPLETED).out())
        .contains(set, "RELEASED, over", "here/shop");
    assertThat(lull("wait", session).ends(ExitCode.COMPLETED).out()).contains(session);
    assertThat(lull("certificate", set).ends(ExitCode.COMPLETED).out())
        .contains("verdict   Yes", "here/shop", "HELD");

    Path log = directory.resolve("session.log");
    Files.writeString(log, lull("log", session).ends(ExitCode.COMPLETED).out());
    assertThat(lull("replay", log.toString()).ends(ExitCode.COMPLETED).out())
        .contains(session, set, "verdict   Yes");

    lull("delete", set, "--yes").ends(ExitCode.COMPLETED);
    assertThat(Path.of(place)).doesNotExist();
    assertThat(lull("sets").out().lines().filter(l -> l.contains(set)))
        .singleElement()
        .asString()
        .contains("DELETED");
  }

  @Test
  void a_dry_run_of_anything_says_what_it_would_do_and_does_nothing() throws Exception {
    String before = writer("shop");
    List<Path> copied = copied();
    Ran dry = lull("backup", served.path("shop"), "--dry-run").ends(ExitCode.COMPLETED);
    assertThat(dry.out())
        .contains("grade    APPLICATION at best", "orders", "here/copies  GRADUAL")
        .containsPattern("here/shop +APPLICATION_AND_FILES");
    Ran fuzzy = lull("backup", served.path("nobody"), "--dry-run").ends(ExitCode.REFUSED);
    assertThat(fuzzy.out()).contains("No writer would be frozen.");
    assertThat(writer("shop")).isEqualTo(before);
    assertThat(copied()).isEqualTo(copied);
    assertThat(lull("show", dry.word("s-")).ends(ExitCode.COMPLETED).out())
        .contains("RELEASED, over");
    assertThat(lull("sets").out()).doesNotContain(dry.word("s-"));

    String set = lull("backup", served.path("shop")).ends(ExitCode.COMPLETED).word("set-");
    Path file = Path.of(served.path("shop"), "file");
    Ran restore = lull("restore", set, "--dry-run").ends(ExitCode.REFUSED);
    assertThat(restore.out()).contains("asks     here/shop", "12 B");
    assertThat(restore.err()).contains("RESTORE_IF_NOT_THERE");
    assertThat(lull("restore", set, "--dry-run", "--to", "looked").ends(ExitCode.COMPLETED).out())
        .contains(directory.resolve("looked") + served.path("shop"));
    assertThat(directory.resolve("looked")).doesNotExist();
    assertThat(file).hasContent("data of shop");
    assertThat(lull("restores").ends(ExitCode.COMPLETED).out()).doesNotContain(set);

    assertThat(lull("delete", set, "--dry-run").ends(ExitCode.COMPLETED).out())
        .contains("grade    APPLICATION", "here/copies");
    lull("delete", set, "--yes").ends(ExitCode.COMPLETED);
    lull("delete", set, "--dry-run").ends(ExitCode.USAGE);
  }

  /** The data in copies; a provider notes beside it what it was asked for. */
  private static List<Path> copied() throws IOException {
    return User.files(directory.resolve("copies")).stream()
        .filter(path -> path.endsWith("file"))
        .toList();
  }

  @Test
  void what_participants_do_is_listed() {
    String before = writer("shop");
    lull("backup", served.path("shop"), "--exec", "true").ends(ExitCode.COMPLETED);
    assertThat(writer("shop")).isNotEqualTo(before).contains("ms");

    assertThat(lull("providers").ends(ExitCode.COMPLETED).out()).contains("here/copies", "GRADUAL");
    assertThat(lull("providers", "-o", "yaml").ends(ExitCode.COMPLETED).out())
        .contains("cut: GRADUAL");
  }

  private static String writer(String name) {
    return lull("writers")
        .ends(ExitCode.COMPLETED)
        .out()
        .lines()
        .filter(line -> line.startsWith("here/" + name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_backup_that_freezes_is_followed_and_aborted() {
    try (Started backup = served.freezing()) {
      String session = Served.session(backup);
      assertThat(lull("sessions", "--open").out()).contains(session);
      try (Started show = served.user().start("show", session, "--follow")) {
        show.await("WindowOpened");
        assertThat(lull("abort", session).ends(ExitCode.COMPLETED).out())
            .contains("aborted", "runs again: here/slow");
        assertThat(show.ran().ends(ExitCode.COMPLETED).out()).contains("over");
      }
      backup.ran().ends(ExitCode.ABORTED);
      lull("wait", session).ends(ExitCode.ABORTED);
      assertThat(lull("sessions", "--open").out()).doesNotContain(session);
    }
  }

  @Test
  void control_c_undoes_a_backup() {
    try (Started backup = served.freezing()) {
      Ran ran = backup.interrupt().ran().ends(ExitCode.ABORTED);
      assertThat(ran.err()).contains("interrupted");
      assertThat(lull("sessions", "--open").out()).doesNotContain(Served.session(backup));
      assertThat(writer("slow")).doesNotContain("HELD");
    }
  }

  @Test
  void a_gradual_copy_of_what_nobody_holds_is_only_made_for_whoever_accepts_it() throws Exception {
    Ran refused = lull("backup", served.path("nobody")).ends(ExitCode.REFUSED);
    assertThat(refused.err()).contains("FUZZY", "--allow-fuzzy", "lull providers");

    Ran fuzzy =
        lull("backup", served.path("nobody"), "--allow-fuzzy", "--to", "out", "-o", "json")
            .ends(ExitCode.BELOW_GRADE);
    assertThat(fuzzy.out()).contains("\"grade\":\"FUZZY\"");
    assertThat(fuzzy.err()).contains("copying 100 %");
    assertThat(User.files(directory.resolve("out")))
        .filteredOn(file -> file.endsWith("file"))
        .singleElement()
        .satisfies(file -> assertThat(file).hasContent("data of nobody"));
    assertThat(lull("sets").out().lines().filter(l -> l.contains(fuzzy.word("set-"))))
        .singleElement()
        .asString()
        .contains("FUZZY", "DELETED");
  }

  @Test
  void a_command_is_run_on_the_set_which_is_let_go_then() {
    Ran ran =
        lull(
                "backup",
                served.path("shop"),
                "--exec",
                "sh",
                "-c",
                "echo \"$LULL_COPIES of $LULL_VOLUME_0 in $LULL_SET:\"; cat \"$LULL_COPY_0/file\"")
            .ends(ExitCode.COMPLETED);
    assertThat(ran.out())
        .contains("1 of here:" + served.path("shop") + " in set-", "data of shop", "let go");
  }

  @Test
  void a_writer_that_fails_when_all_is_done_is_told_of() {
    Ran ran = lull("backup", served.path("forgetful"), "--exec", "true").ends(ExitCode.COMPLETED);
    assertThat(ran.out()).contains("FAILED   here/forgetful: V-");
  }

  @Test
  void the_version_and_what_shells_complete_are_those_of_this_program() {
    String version = lull("version").ends(ExitCode.COMPLETED).out();
    assertThat(version).contains(Runtime.version().toString());
    assertThat(lull("--version").out()).isEqualTo(version);
    for (String shell : new String[] {"bash", "zsh", "fish"}) {
      assertThat(lull("completion", shell).ends(ExitCode.COMPLETED).out())
          .contains("doctor", "thaw", "allow-fuzzy");
    }
    try (Started shell =
        served
            .user()
            .shell(
                "source <(lull completion bash) && COMP_WORDS=(lull sess) COMP_CWORD=1"
                    + " && _complete_lull && echo \"${COMPREPLY[@]}\"")) {
      assertThat(shell.ran().ends(ExitCode.COMPLETED).out()).isEqualTo("sessions\n");
    }
  }

  @Test
  void settings_are_checked_and_shown() throws IOException {
    String conf = directory.resolve("node.conf").toString();
    assertThat(lull("config", "check", conf).ends(ExitCode.COMPLETED).out())
        .contains("host here", "writers 5", "providers 1");
    assertThat(lull("config", "show", conf).ends(ExitCode.COMPLETED).out())
        .contains("lull.node.host = \"here\"");
    Path wrong = Files.writeString(directory.resolve("wrong.conf"), "lull.node.hots = here\n");
    assertThat(lull("config", "check", wrong.toString()).ends(ExitCode.USAGE).err())
        .contains("hots");
    assertThat(lull("config", "check", wrong.toString(), "-o", "json").ends(ExitCode.USAGE).err())
        .startsWith("{\"exit\":2,");
    assertThat(lull("config", "check", conf, "-o", "json").ends(ExitCode.COMPLETED).out())
        .startsWith("{\"host\":\"here\"");
    assertThat(lull("node", wrong.toString()).ends(ExitCode.USAGE).err()).contains("hots");
  }

  @Test
  void the_doctor_tells_the_node_that_runs_from_another_that_has_its_port() throws IOException {
    Path conf = directory.resolve("node.conf");
    String own = Files.readString(conf);
    assertThat(lull("doctor", conf.toString()).out())
        .contains("a node with these settings runs, process ")
        .doesNotContain("cannot listen");

    Path other =
        Files.writeString(
            directory.resolve("other.conf"), own + "\nlull.cluster.port = " + Ports.free() + "\n");
    Ran doctor = lull("doctor", other.toString()).ends(ExitCode.FAILED);
    assertThat(doctor.out()).contains("FAULT", "(lull.api.listen)", " has it", "faults to mend");
    assertThat(lull("doctor", "-o", "json", other.toString()).out())
        .startsWith("{\"faults\":")
        .contains("\"level\":\"FAULT\"");
  }

  @Test
  void this_machine_is_thawed_only_if_that_is_said() throws IOException {
    Path run = Files.createDirectories(directory.resolve("run"));
    String[] list = {"thaw", "--local", "--list", "--run-directory", run.toString()};
    assertThat(lull(list).out()).contains("nothing is held by Lull, as far as " + run + " says");
    String[] yaml = {"thaw", "--local", "--list", "-o", "yaml", "--run-directory", run.toString()};
    assertThat(lull(yaml).out()).contains("state: NOTHING_HELD", "what: " + run);

    // What others may have written is nothing to thaw by.
    Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxrwxrwx"));
    lull(list).ends(ExitCode.THAW_UNCONFIRMED);

    assertThat(lull("thaw", "--list").ends(ExitCode.USAGE).err()).contains("--local");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "node --wiht-parent",
        "node no/such/file",
        "demo now",
        "doctor no/such/file",
        "doctor one two",
        "doctor --bogus",
        "config",
        "config chekc",
        "config check no/such/file",
        "config check --bogus",
        "config show -o xml",
        "thaw",
        "thaw --local --lits",
        "--no-color doctor"
      })
  void wrong_input_is_refused_in_one_line(String typed) {
    lull(typed.isEmpty() ? new String[0] : typed.split(" ")).isOneLineOfWrongInput();
  }

  @Test
  void errors_are_json_where_that_was_asked_for() {
    assertThat(lull("show", "s-none", "-o", "json").ends(ExitCode.USAGE).err())
        .startsWith("{\"exit\":2,")
        .contains("\"code\":\"V-003\"");
  }

  @Test
  void there_is_colour_and_a_bar_on_a_terminal_only() {
    assertThat(lull("--help").ends(ExitCode.COMPLETED).out())
        .contains("node ", "demo ", "doctor ", "config ", "thaw ", "backup ")
        .doesNotContain("\u001b");
    String onTerminal = "TERM=xterm script --quiet --return --command 'lull --help' /dev/null";
    try (Started shell = served.user().shell(onTerminal)) {
      assertThat(shell.ran().out()).contains("\u001b[");
    }
    String copied = onTerminal.replace("--help", "backup nobody --allow-fuzzy --to there");
    try (Started shell = served.user().shell(copied)) {
      assertThat(shell.ran().ends(ExitCode.BELOW_GRADE).out()).contains("copying ████");
    }
    try (Started shell = served.user().shell("NO_COLOR=1 " + onTerminal)) {
      assertThat(shell.ran().out()).doesNotContain("\u001b[");
    }
  }
}
