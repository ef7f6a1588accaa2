package io.lull.provider.test;

import static io.lull.protocol.provider.ProviderFixture.A;
import static io.lull.protocol.provider.ProviderFixture.HOST;
import static io.lull.protocol.provider.ProviderFixture.V;
import static io.lull.protocol.provider.ProviderFixture.W;
import static io.lull.protocol.provider.ProviderFixture.copy;
import static io.lull.protocol.provider.ProviderFixture.marker;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.Volume;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryStoreTest {
  @TempDir Path directory;

  /** Another process, which keeps copies until it is killed and says which it has kept. */
  static final class Keeper {
    private Keeper() {}

    public static void main(String[] arguments) throws IOException {
      CopyStore store = CopyStore.in(Path.of(arguments[0]));
      for (int i = 0; ; i++) {
        Volume volume = new Volume(HOST, "/volume/" + i);
        store.put(new Copy(marker(A, volume, true), true, false));
        System.out.println(volume.path());
      }
    }
  }

  @Test
  void a_copy_is_kept_with_its_marker_and_found_by_the_next_life() throws Exception {
    CopyStore store = CopyStore.in(directory);
    Copy begun = new Copy(marker(A, V, false), false, false);
    Copy made = new Copy(marker(A, V, true), true, true);
    Copy other = new Copy(marker(A, W, false), false, false);
    store.put(begun);
    store.put(other);
    store.put(made);

    assertThat(CopyStore.in(directory).all()).containsExactly(made, other);
    assertThat(CopyStore.in(directory).get(copy(A, V))).contains(made);
  }

  @Test
  void what_is_removed_is_gone_and_may_be_removed_again() throws Exception {
    CopyStore store = CopyStore.in(directory);
    store.put(new Copy(marker(A, V, false), false, false));
    store.remove(copy(A, V));
    store.remove(copy(A, V));

    assertThat(CopyStore.in(directory).all()).isEmpty();
    assertThat(store.get(copy(A, V))).isEmpty();
  }

  @Test
  void a_half_written_copy_of_a_life_before_is_no_copy() throws Exception {
    Files.writeString(directory.resolve("half.copy.1.part"), "{\"mar");
    assertThat(CopyStore.in(directory).all()).isEmpty();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void no_copy_that_was_reported_is_lost_or_broken_when_the_process_is_killed() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Keeper.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Set<String> reported = new HashSet<>();
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        reported.add(line);
        if (reported.size() == 200) {
          process.toHandle().destroyForcibly();
        }
      }
    }
    List<String> found =
        CopyStore.in(directory).all().stream()
            .map(copy -> copy.marker().snapshot().volume().path())
            .toList();
    assertThat(reported).hasSizeGreaterThanOrEqualTo(200);
    assertThat(found).containsAll(reported);
  }

  @Test
  void the_diary_of_a_process_can_be_read_by_another() throws Exception {
    Path file = directory.resolve("diary.jsonl");
    Happening first =
        new Happening(
            ProviderCall.COMMIT,
            List.of(copy(A, V)),
            1,
            marker(A, V, true).holds(),
            Optional.of(Trick.Kind.WRONG_DIGEST));
    Happening second =
        new Happening(ProviderCall.COPIES, List.of(), 0, Optional.empty(), Optional.empty());
    assertThat(Diary.in(file).read()).isEmpty();
    Diary.in(file).write(first);
    Diary.in(file).write(second);
    assertThat(Diary.in(file).read()).containsExactly(first, second);
    Files.writeString(file, "{\"call\":", StandardOpenOption.APPEND);
    assertThat(Diary.in(file).read()).containsExactly(first, second);
  }
}
