package io.lull.provider.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.Marker;
import io.lull.protocol.provider.ProviderFixture;
import io.lull.protocol.provider.ProviderStep;
import io.lull.provider.spi.Provider;
import io.lull.provider.spi.ProviderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a requester and a writer rely on, whichever provider made the copy. */
public abstract class ProviderContract {
  /** A provider as every life of the process makes it, with nothing in memory. */
  protected abstract Provider provider() throws Exception;

  /** A new empty volume whose last name is this one. */
  protected abstract Volume volume(String name) throws Exception;

  /** A path of this host that is no volume of the provider. */
  protected abstract Volume foreign() throws Exception;

  /**
   * Whether a marker is on the disk as soon as a step of the window returns; if not, what
   * EndPrepare has kept is there until PreFinalCommit.
   */
  protected boolean keepsMarkersInTheWindow() {
    return true;
  }

  private static void write(Volume volume, String text) throws IOException {
    Files.writeString(Path.of(volume.path(), "file"), text);
  }

  private static String read(Path directory) throws IOException {
    return Files.readString(directory.resolve("file"));
  }

  @Test
  void a_copy_shows_the_volume_as_it_was_at_commit() throws Exception {
    Provider provider = provider();
    Volume volume = volume("v");
    write(volume, "before");
    Creation set = Creation.of("a", volume).upTo(provider, ProviderStep.PRE_COMMIT);
    assertThat(provider.place(set.copy())).isEmpty();
    write(volume, "at the cut");
    set.step(provider, ProviderStep.COMMIT);
    write(volume, "after");
    set.step(provider, ProviderStep.POST_COMMIT);
    set.step(provider, ProviderStep.PRE_FINAL_COMMIT);
    set.step(provider, ProviderStep.POST_FINAL_COMMIT);

    assertThat(read(provider.place(set.copy()).orElseThrow())).isEqualTo("at the cut");
    assertThat(read(Path.of(volume.path()))).isEqualTo("after");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = "ABORT.*|DELETE.*")
  void the_marker_of_a_step_is_found_by_the_next_life_and_the_copy_can_be_removed(ProviderStep step)
      throws Exception {
    Volume v = volume("v");
    Volume w = volume("w");
    Creation set = Creation.of("a", v, w).upTo(provider(), step);

    Provider next = provider();
    List<Marker> kept = set.markers(keptAfter(step));
    assertThat(next.copies()).containsExactlyElementsOf(kept);
    next.discard(set.copy(v));
    assertThat(next.copies()).containsExactly(kept.getLast());
    next.delete(set.copy(w));
    assertThat(next.copies()).isEmpty();
    assertThat(next.place(set.copy(v))).isEmpty();
    assertThat(provider().copies()).isEmpty();
  }

  private ProviderStep keptAfter(ProviderStep step) {
    boolean window =
        EnumSet.range(ProviderStep.PRE_COMMIT, ProviderStep.POST_COMMIT).contains(step);
    return window && !keepsMarkersInTheWindow() ? ProviderStep.END_PREPARE : step;
  }

  @Test
  void every_step_may_come_again() throws Exception {
    Provider provider = provider();
    Volume volume = volume("v");
    write(volume, "first");
    Creation set = Creation.of("a", volume);
    for (ProviderStep step : ProviderFixture.creation()) {
      set.step(provider, step);
      if (step != ProviderStep.PRE_COMMIT) {
        write(volume, "after " + step);
        set.step(provider, step);
      }
    }
    assertThat(provider.copies())
        .containsExactlyElementsOf(set.markers(ProviderStep.POST_FINAL_COMMIT));
    assertThat(read(provider.place(set.copy()).orElseThrow()))
        .isEqualTo("after " + ProviderStep.END_PREPARE);
  }

  @Test
  void a_copy_is_never_said_to_be_of_other_holds_than_it_was_made_under() throws Exception {
    Provider provider = provider();
    Creation set = Creation.of("a", volume("v")).upTo(provider, ProviderStep.COMMIT);
    assertThatThrownBy(() -> set.underOtherHolds().step(provider, ProviderStep.COMMIT))
        .isInstanceOfSatisfying(
            ProviderException.class,
            refused -> assertThat(refused.fault().failure()).isEqualTo(Failure.BAD_STATE));
    assertThat(provider.copies()).containsExactlyElementsOf(set.markers(ProviderStep.COMMIT));
  }

  @Test
  void what_was_never_there_is_removed_already() throws Exception {
    Creation set = Creation.of("a", volume("v"));
    provider().delete(set.copy());
    provider().discard(set.copy());
    assertThat(provider().place(set.copy())).isEmpty();
    assertThat(provider().copies()).isEmpty();
  }

  @Test
  void a_step_without_those_before_it_is_refused() throws Exception {
    Provider provider = provider();
    Creation set = Creation.of("a", volume("v"));
    for (ProviderStep step : List.of(ProviderStep.COMMIT, ProviderStep.PRE_FINAL_COMMIT)) {
      assertThatThrownBy(() -> set.step(provider, step)).isInstanceOf(ProviderException.class);
    }
    assertThat(provider.copies()).isEmpty();
  }

  @Test
  void sets_do_not_see_each_other() throws Exception {
    Provider provider = provider();
    Volume volume = volume("v");
    write(volume, "one");
    Creation one = Creation.of("one", volume).upTo(provider, ProviderStep.POST_FINAL_COMMIT);
    write(volume, "two");
    Creation two = Creation.of("two", volume).upTo(provider, ProviderStep.POST_FINAL_COMMIT);
    provider.delete(one.copy());

    assertThat(provider.copies())
        .containsExactlyElementsOf(two.markers(ProviderStep.POST_FINAL_COMMIT));
    assertThat(read(provider.place(two.copy()).orElseThrow())).isEqualTo("two");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a b", "--help", "..x", "$(touch x)", "quo\"te's", "ünïcödé", "semi;colon", "*"})
  void hostile_names_are_names(String name) throws Exception {
    Provider provider = provider();
    Volume volume = volume(name);
    write(volume, name);
    Creation set = Creation.of("a", volume).upTo(provider, ProviderStep.POST_FINAL_COMMIT);
    assertThat(read(provider.place(set.copy()).orElseThrow())).isEqualTo(name);
    provider.delete(set.copy());
    assertThat(provider.copies()).isEmpty();
  }

  @Test
  void what_it_cannot_copy_is_refused_and_does_not_throw() throws Exception {
    assertThat(provider().accepts(volume("v"))).isEmpty();
    assertThat(provider().accepts(foreign())).isPresent();
    assertThat(provider().accepts(new Volume(ProviderFixture.HOST, "/no/such/thing"))).isPresent();
    assertThat(provider().accepts(new Volume(new HostId("elsewhere"), volume("w").path())))
        .isPresent();
  }
}
