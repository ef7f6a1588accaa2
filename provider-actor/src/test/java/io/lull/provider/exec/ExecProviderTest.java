package io.lull.provider.exec;

import static io.lull.protocol.provider.ProviderFixture.PROVIDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.ProviderFixture;
import io.lull.protocol.provider.ProviderKind;
import io.lull.protocol.provider.ProviderStep;
import io.lull.provider.ProviderRegistry;
import io.lull.provider.contract.Creation;
import io.lull.provider.record.CopyName;
import io.lull.provider.spi.Provider;
import io.lull.provider.spi.ProviderException;
import io.lull.provider.tool.OwnThread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class ExecProviderTest {
  @TempDir Path directory;
  private Scripts scripts;
  private Volume volume;

  @BeforeEach
  void write() throws IOException {
    scripts = new Scripts(directory);
    volume =
        new Volume(ProviderFixture.HOST, Files.createDirectory(directory.resolve("v")).toString());
  }

  private static Fault fault(ThrowingCallable call) {
    ProviderException[] refused = new ProviderException[1];
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(ProviderException.class, thrown -> refused[0] = thrown);
    return refused[0].fault();
  }

  private Creation prepared(Provider provider) throws Exception {
    return Creation.of("a", volume).upTo(provider, ProviderStep.PRE_COMMIT);
  }

  @Test
  void the_environment_is_what_is_documented_and_nothing_else() throws Exception {
    Path create = scripts.script("env", "#!/bin/sh\nenv > '" + directory + "/env'\necho /place\n");
    Path delete =
        scripts.script(
            "env-of-delete",
            "#!/bin/sh\nenv > '" + directory + "/env'; echo $2 > '" + directory + "/place'\n");
    Provider provider = scripts.provider("create", create.toString(), "delete", delete.toString());
    Creation set = prepared(provider);
    set.step(provider, ProviderStep.COMMIT);
    String copy = CopyName.of(set.copy());
    String common =
        "LC_ALL=C.UTF-8 LULL_COPY="
            + copy
            + " LULL_HOST=h1 LULL_PROVIDER=btrfs LULL_SESSION=s-a"
            + " LULL_SET=a LULL_VOLUME="
            + volume.path()
            + " PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin PWD=/";
    assertThat(directory.resolve("env"))
        .content()
        .satisfies(
            env ->
                assertThat(env.lines().filter(line -> !line.startsWith("_=")))
                    .containsExactlyInAnyOrder((common + " LULL_COMMAND=create").split(" ")));
    provider.delete(set.copy());
    assertThat(directory.resolve("env")).content().contains("LULL_PLACE=/place");
    assertThat(directory.resolve("place")).hasContent("/place");
  }

  @Test
  void the_cut_is_made_in_the_window_and_the_rest_after_it() throws Exception {
    Path log = directory.resolve("log");
    Path verb =
        scripts.script(
            "verb",
            "#!/bin/sh\necho $LULL_COMMAND $# >> '"
                + log
                + "'\n"
                + "test $LULL_COMMAND = ready && echo /the/place; true\n");
    Provider provider =
        scripts.provider(
            "create",
            verb.toString(),
            "ready",
            verb.toString(),
            "finish",
            verb.toString(),
            "delete",
            verb.toString());
    Creation set = prepared(provider);
    set.step(provider, ProviderStep.COMMIT);
    set.step(provider, ProviderStep.POST_COMMIT);
    assertThat(log).hasContent("create 1");
    assertThat(provider.place(set.copy())).isEmpty();
    set.step(provider, ProviderStep.PRE_FINAL_COMMIT);
    assertThat(provider.place(set.copy())).contains(Path.of("/the/place"));
    set.step(provider, ProviderStep.POST_FINAL_COMMIT);
    assertThat(scripts.provider().place(set.copy())).contains(Path.of("/the/place"));
    provider.delete(set.copy());
    assertThat(log).hasContent("create 1\nready 2\nfinish 2\ndelete 2\n");
  }

  @Test
  void what_a_command_complains_about_is_said() throws Exception {
    Path create = scripts.script("create", "#!/bin/sh\necho 'pool is full' >&2\nexit 3\n");
    Provider provider = scripts.provider("create", create.toString());
    Creation set = prepared(provider);
    Fault fault = fault(() -> set.step(provider, ProviderStep.COMMIT));
    assertThat(fault.failure()).isEqualTo(Failure.PROVIDER_VETO);
    assertThat(fault.detail()).contains("'create'", "status 3: pool is full");
  }

  @Test
  void a_place_that_is_no_path_is_refused() throws Exception {
    Path create = scripts.script("create", "#!/bin/sh\necho done\n");
    Provider provider = scripts.provider("create", create.toString());
    Creation set = prepared(provider);
    assertThat(fault(() -> set.step(provider, ProviderStep.COMMIT)).detail())
        .contains("it printed 'done'");
  }

  @Test
  void a_flood_of_output_is_read_and_not_kept() throws Exception {
    Path create =
        scripts.script(
            "create",
            """
            #!/bin/sh
            echo /place
            head -c 50000000 /dev/zero
            head -c 50000000 /dev/zero >&2
            """);
    Provider provider = scripts.provider("create", create.toString());
    Creation set = prepared(provider);
    set.step(provider, ProviderStep.COMMIT);
    assertThat(provider.place(set.copy())).contains(Path.of("/place"));
  }

  @Test
  void an_interrupt_ends_a_command_that_hangs_with_all_that_it_has_started() throws Exception {
    Path pids = directory.resolve("pids");
    Path create =
        scripts.script(
            "create",
            "#!/bin/sh\ntrap '' TERM\n(trap '' TERM; sleep 1000) &\n"
                + "printf '%s %s\\n' $$ $! > '"
                + pids
                + ".part'; mv '"
                + pids
                + ".part' '"
                + pids
                + "'\n"
                + "sleep 1000\nwait\n");
    Provider provider = scripts.provider("create", create.toString());
    Creation set = prepared(provider);
    OwnThread commit = new OwnThread(() -> set.step(provider, ProviderStep.COMMIT));
    long[] started = awaitPids(pids);
    commit.interrupt();
    provider.discard(set.copy());

    assertThat(commit.failure()).containsInstanceOf(InterruptedException.class);
    for (long pid : started) {
      ProcessHandle.of(pid).ifPresent(handle -> handle.onExit().join());
    }
    assertThat(provider.copies()).isEmpty();
  }

  private static long[] awaitPids(Path file) throws IOException {
    while (!Files.exists(file)) {
      Thread.onSpinWait();
    }
    String[] words = Files.readString(file).strip().split(" ");
    return new long[] {Long.parseLong(words[0]), Long.parseLong(words[1])};
  }

  @Test
  void what_was_never_made_is_not_deleted_and_what_may_be_there_is() throws Exception {
    Path log = directory.resolve("log");
    Path delete = scripts.script("delete", "#!/bin/sh\necho gone\necho \"$2.\" >> '" + log + "'\n");
    Provider provider = scripts.provider("delete", delete.toString());
    Creation set = prepared(provider);
    provider.discard(set.copy());
    assertThat(log).doesNotExist();

    Creation other = Creation.of("b", volume).upTo(provider, ProviderStep.PRE_COMMIT);
    scripts.provider("delete", delete.toString()).discard(other.copy());
    assertThat(log).as("the life before may have made it").hasContent(".");
  }

  @Test
  void a_delete_that_fails_leaves_the_copy_known() throws Exception {
    Path delete = scripts.script("delete", "#!/bin/sh\nexit 1\n");
    Provider provider = scripts.provider("delete", delete.toString());
    Creation set = Creation.of("a", volume).upTo(provider, ProviderStep.POST_FINAL_COMMIT);
    fault(() -> provider.delete(set.copy()));
    assertThat(provider.copies()).hasSize(1);
    scripts.provider().delete(set.copy());
    assertThat(scripts.copies).isEmptyDirectory();
  }

  @Test
  void a_line_for_a_shell_is_one_only_if_it_is_said() throws Exception {
    Provider provider =
        scripts.provider(
            "shell",
            "true",
            "check",
            "test -d \"$1\" && :",
            "create",
            "echo /a;: ",
            "delete",
            "true");
    assertThat(provider.accepts(volume)).isEmpty();
    Provider plain = scripts.provider("check", "/bin/echo && exit 1;");
    assertThat(plain.accepts(volume)).as("all of it are words for echo").isEmpty();
  }

  @Test
  void a_program_that_others_can_change_is_not_started() throws Exception {
    Path check = scripts.script("check", "#!/bin/sh\ntouch '" + directory + "/started'\n");
    Files.setPosixFilePermissions(check, PosixFilePermissions.fromString("rwxrwxr-x"));
    assertThat(scripts.provider("check", check.toString()).accepts(volume).orElseThrow().failure())
        .isEqualTo(Failure.ACCESS_DENIED);
    assertThat(directory.resolve("started")).doesNotExist();
    assertThat(scripts.provider("check", "/no/such/program").accepts(volume)).isPresent();
  }

  @Test
  void what_it_is_told_about_itself_it_says() {
    Provider provider = scripts.provider("atomic", "true", "class", "hardware");
    assertThat(provider.atomic()).isTrue();
    assertThat(provider.kind()).isEqualTo(ProviderKind.HARDWARE);
    assertThat(scripts.provider().atomic()).isFalse();
    assertThat(scripts.provider().writesTo(volume)).hasValue(Path.of(volume.path()));
    assertThat(scripts.provider("copies-frozen", "true").writesTo(volume)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "check,     snap,         check: expected a program by its absolute path",
    "create,    '',           expected the setting 'create'",
    "delete,    /x 'y,        expected a",
    "directory, here,         expected 'directory' as an absolute path",
    "atomic,    maybe,        expected 'atomic' to be true or false",
    "class,     soft,         expected a class of"
  })
  void a_wrong_setting_is_refused_in_a_sentence(String setting, String value, String sentence) {
    assertThatThrownBy(() -> scripts.provider(setting, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void the_commands_have_to_be_said() {
    assertThatThrownBy(
            () ->
                ProviderRegistry.installed()
                    .create(PROVIDER, Map.of("kind", "exec", "directory", "/x")))
        .hasMessage("expected the setting 'check'");
  }
}
