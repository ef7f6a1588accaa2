package io.lull.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.HostId;
import io.lull.protocol.slot.SlotEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TypeNamesTest {
  private static final Path FORMS =
      Path.of(System.getProperty("lull.root", ".."), "wire/src/test/resources/forms/v1");

  static List<Family<?>> families() {
    return Names.ALL;
  }

  /** The files with the examples stay what they are for ever, and so do the names. */
  @ParameterizedTest
  @MethodSource("families")
  void a_family_is_called_like_the_file_of_its_examples(Family<?> family) {
    String name = TypeNames.nameOf(family.root()).orElseThrow();

    assertThat(FORMS.resolve(name + ".json")).matches(Files::exists, "exists");
    assertThat(TypeNames.typeOf(name)).contains(family.root());
    assertThat(family.members().values())
        .allMatch(member -> TypeNames.nameOf(member).equals(TypeNames.nameOf(family.root())));
  }

  @Test
  void what_stands_alone_has_a_name_too() {
    Stream<Class<?>> alone =
        RoundTripTest.STANDALONE.stream().filter(type -> type != EventLog.Header.class);

    assertThat(alone).allMatch(type -> TypeNames.nameOf(type).isPresent());
    assertThat(TypeNames.types()).allMatch(type -> TypeNames.nameOf(type).isPresent());
  }

  @Test
  void a_part_or_a_class_name_is_no_name() {
    assertThat(TypeNames.nameOf(HostId.class)).isEmpty();
    assertThat(TypeNames.nameOf(Object.class)).isEmpty();
    assertThat(TypeNames.typeOf(SlotEvent.class.getName())).isEmpty();
  }
}
