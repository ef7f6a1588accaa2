package io.lull.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.protocol.slot.CreationGate;
import io.lull.protocol.stream.Use;
import io.lull.protocol.table.Cell;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NamesTest {
  /** Sealed, but parts of a table or of a state; nobody sends or keeps them. */
  private static final Set<Class<?>> NEVER_SENT =
      Set.of(Cell.class, Use.class, CreationGate.Admission.class);

  static List<Family<?>> families() {
    return Names.ALL;
  }

  @Test
  void every_sealed_family_of_the_protocol_has_names() {
    List<Class<?>> named = Names.ALL.stream().<Class<?>>map(Family::root).toList();

    assertThat(ProtocolTypes.sealedRoots())
        .filteredOn(root -> !NEVER_SENT.contains(root))
        .containsExactlyInAnyOrderElementsOf(named);
  }

  @ParameterizedTest
  @MethodSource("families")
  void every_permitted_record_has_a_name_and_no_other_class_has(Family<?> family) {
    assertThat(new HashSet<Class<?>>(family.members().values()))
        .isEqualTo(new HashSet<>(ProtocolTypes.members(family.root())));
  }

  @ParameterizedTest
  @MethodSource("families")
  void names_are_short_and_of_one_style(Family<?> family) {
    assertThat(family.members().keySet()).allMatch(name -> name.matches("[a-z]+(-[a-z]+){0,3}"));
  }

  @ParameterizedTest
  @MethodSource("families")
  void every_member_is_a_record(Family<?> family) {
    assertThat(family.members().values()).allMatch(Class::isRecord);
  }

  @Test
  void no_record_belongs_to_two_families() {
    List<Class<?>> members =
        Names.ALL.stream()
            .flatMap(family -> family.members().values().stream())
            .collect(java.util.stream.Collectors.toList());

    assertThat(members).doesNotHaveDuplicates();
  }

  private sealed interface Pet {
    record Cat() implements Pet {}

    record Dog() implements Pet {}
  }

  @Test
  void a_name_cannot_be_given_twice_in_a_family() {
    Family<Pet> family = Family.of(Pet.class).with("cat", Pet.Cat.class);

    assertThatThrownBy(() -> family.with("cat", Pet.Dog.class)).hasMessageContaining("cat");
    assertThatThrownBy(() -> family.with("tom", Pet.Cat.class)).hasMessageContaining("tom");
  }

  @Test
  void a_family_without_names_has_no_form() {
    assertThatThrownBy(() -> Wire.json().write(new Holder(new Pet.Cat())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Pet");
  }

  private record Holder(Pet pet) {}

  @Test
  void a_component_cannot_be_called_like_the_field_of_the_name() {
    assertThatThrownBy(() -> Wire.json().write(new Existence("yes")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'is'");
  }

  private record Existence(String is) {}
}
