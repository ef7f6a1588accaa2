package io.lull.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.test.Real;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The container image: unpacked layer by layer, and run as its configuration says. */
@Timeout(300)
class ImageIT {
  private static final String USER = "7357:7357";

  /** What whoever runs a container puts into it, whatever its image has. */
  private static final List<String> DEVICES = List.of("null", "zero", "random", "urandom");

  private static final String FURNISHED =
      "mount -t proc proc \"$0/proc\"; for one in "
          + String.join(" ", DEVICES)
          + "; do mount --bind /dev/$one \"$0/dev/$one\"; done; exec \"$@\"";

  @TempDir static Path scratch;
  private static Map<String, Object> configuration;
  private static Path root;

  @BeforeAll
  static void unpack() throws Exception {
    Real.needRoot();
    for (String command : List.of("chroot", "unshare", "mount")) {
      Real.needCommand(command);
    }
    Path image = Files.createDirectory(scratch.resolve("image"));
    root = Files.createDirectory(scratch.resolve("root"));
    Ran.of("tar", "-xf", Built.image().toString(), "-C", image.toString()).good();
    Map<String, Object> manifest = map(((List<?>) read(image.resolve("manifest.json"))).getFirst());
    Object all = read(image.resolve(manifest.get("Config").toString()));
    configuration = map(map(all).get("config"));
    for (Object layer : (List<?>) manifest.get("Layers")) {
      Path file = image.resolve(layer.toString());
      Ran.of("tar", "--numeric-owner", "-xpf", file.toString(), "-C", root.toString()).good();
    }
    Files.createDirectories(root.resolve("proc"));
    Files.createDirectories(root.resolve("dev"));
    for (String device : DEVICES) {
      Files.createFile(root.resolve("dev").resolve(device));
    }
  }

  /** JSON is YAML too. */
  private static Object read(Path file) throws IOException {
    return new Yaml().load(Files.readString(file));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object json) {
    return (Map<String, Object>) json;
  }

  private static List<String> words(String what) {
    return ((List<?>) configuration.get(what)).stream().map(Object::toString).toList();
  }

  /**
   * Runs the entry point with these words, as the user and in the directory of the image. What is
   * mounted for it goes with its last process.
   */
  private static Ran run(List<String> words) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "bash", "-euc"));
    command.addAll(List.of(FURNISHED, root.toString()));
    command.addAll(
        List.of("/usr/sbin/chroot", "--userspec=" + user(), root.toString(), "/usr/bin/env"));
    command.add("--chdir=" + configuration.get("WorkingDir"));
    command.addAll(words("Entrypoint"));
    command.addAll(words);
    return Ran.of(Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin"), command);
  }

  private static String user() {
    return configuration.get("User").toString();
  }

  @Test
  void it_runs_as_somebody_who_is_not_root() {
    assertThat(user()).isEqualTo(USER);
  }

  @Test
  void its_entry_point_is_the_program() throws Exception {
    Ran version = run(List.of("version"));
    assertThat(version.good()).startsWith("lull " + Built.VERSION);
    assertThat(version.err()).isEmpty();
  }

  @Test
  void unless_it_is_told_something_else_it_runs_a_node_with_good_settings() throws Exception {
    List<String> words = words("Cmd");
    assertThat(words.getFirst()).isEqualTo("node");
    assertThat(run(List.of("config", "check", words.getLast())).good())
        .startsWith("the settings are good");
  }

  @Test
  void its_user_may_write_where_the_journal_is_and_not_where_the_program_is() throws Exception {
    Path state = root.resolve("var/lib/lull");
    assertThat(Ran.of("stat", "-c", "%a", state.toString()).good().strip()).isEqualTo("777");
    assertThat(((Map<?, ?>) configuration.get("Volumes")).keySet()).hasToString("[/var/lib/lull]");
    String found =
        Ran.of("find", root.resolve("usr/lib/lull").toString(), "!", "-user", "0").good();
    assertThat(found).isEmpty();
  }

  @Test
  void each_jar_is_in_it_once() throws Exception {
    List<String> jars =
        Ran.of("find", root.toString(), "-name", "protocol-*.jar").good().lines().toList();
    assertThat(jars).hasSize(1);
  }
}
