package io.lull.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The forms stay readable for ever: one example of every type lies in a file, and is read and
 * written again to the letter.
 *
 * <p>A new type needs an example: {@code mvn -pl protocol,wire test -Dlull.forms=add} adds what is
 * missing and touches nothing else. An example that fails says that a journal or a node of another
 * version can no longer be understood: add an optional component or a message of a new name
 * instead. Only before a first release may {@code -Dlull.forms=rewrite} make all of them anew.
 */
class GoldenFormsTest {
  private static final Path FILES =
      Path.of(System.getProperty("lull.root", ".."), "wire/src/test/resources/forms/v1");
  private static final String MODE = System.getProperty("lull.forms", "compare");

  static List<Family<?>> families() {
    return Names.ALL;
  }

  @ParameterizedTest
  @MethodSource("families")
  void every_message_reads_and_writes_as_ever(Family<?> family) throws IOException {
    Map<String, Class<?>> types = new LinkedHashMap<>();
    family.members().forEach(types::put);

    compare(ProtocolTypes.kebab(family.root()) + ".json", types);
  }

  @Test
  void every_record_that_stands_alone_reads_and_writes_as_ever() throws IOException {
    Map<String, Class<?>> types = new LinkedHashMap<>();
    RoundTripTest.everything().stream()
        .filter(Class::isRecord)
        .filter(type -> Names.familyOf(type).isEmpty())
        .forEach(
            type ->
                assertThat(types.put(ProtocolTypes.kebab(type), type)).as("two types").isNull());

    compare("records.json", types);
  }

  @Test
  void every_constant_is_called_as_ever() throws IOException {
    Map<String, Tree> wanted = new LinkedHashMap<>();
    for (Class<?> type : RoundTripTest.everything()) {
      if (type.isEnum()) {
        wanted.put(
            ProtocolTypes.kebab(type),
            new Tree.Row(Arrays.stream(type.getEnumConstants()).map(Forms::give).toList()));
      }
    }
    Map<String, Tree> kept = kept("enums.json");
    wanted.forEach(
        (name, constants) -> {
          if (MODE.equals("rewrite") || (MODE.equals("add") && !kept.containsKey(name))) {
            kept.put(name, constants);
          }
        });
    keep("enums.json", kept);

    assertThat(kept.keySet()).as("enums.json").isEqualTo(wanted.keySet());
    kept.forEach(
        (name, constants) ->
            assertThat(((Tree.Row) wanted.get(name)).items())
                .as(name)
                .containsAll(((Tree.Row) constants).items()));
  }

  private static void compare(String file, Map<String, Class<?>> types) throws IOException {
    Map<String, Tree> kept = kept(file);
    types.forEach(
        (name, type) -> {
          if (MODE.equals("rewrite") || (MODE.equals("add") && !kept.containsKey(name))) {
            kept.put(name, Forms.give(Arbitrary.full(name.hashCode()).of(type)));
          }
        });
    if (MODE.equals("rewrite")) {
      kept.keySet().retainAll(types.keySet());
    }
    keep(file, kept);

    for (Map.Entry<String, Tree> example : kept.entrySet()) {
      Class<?> type = types.get(example.getKey());
      if (type == null) {
        fail("expected to read " + example.getKey() + " of " + file + " for ever, but it is gone");
      }
      byte[] bytes = Wire.json().write(example.getValue());
      assertThat(text(Wire.json().write((Object) Wire.json().read(bytes, type))))
          .as("%s of %s", example.getKey(), file)
          .isEqualTo(text(bytes));
    }
    assertThat(kept.keySet())
        .as("examples in %s; -Dlull.forms=add adds what is missing", file)
        .containsAll(types.keySet());
  }

  private static Map<String, Tree> kept(String file) throws IOException {
    Map<String, Tree> kept = new LinkedHashMap<>();
    if (Files.exists(FILES.resolve(file))) {
      for (String line : Files.readAllLines(FILES.resolve(file))) {
        Tree.Fields one = (Tree.Fields) Wire.json().tree(line.getBytes(UTF_8));
        kept.putAll(one.fields());
      }
    }
    return kept;
  }

  private static void keep(String file, Map<String, Tree> examples) throws IOException {
    if (MODE.equals("compare")) {
      return;
    }
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, Tree> example : examples.entrySet()) {
      Tree line = new Tree.Fields(Map.of(example.getKey(), example.getValue()));
      lines.add(text(Wire.json().write(line)));
    }
    Files.createDirectories(FILES);
    Files.write(FILES.resolve(file), lines);
  }

  private static String text(byte[] json) {
    return new String(json, UTF_8);
  }
}
