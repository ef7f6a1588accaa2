package io.lull.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever happens to a message on its way: it is read as a value that its constructor accepted, or
 * refused in the two words there are for it.
 */
class MutationTest {
  private static final int SEEDS = Integer.getInteger("lull.seeds", 100);
  private static final List<Tree> STRANGE =
      List.of(
          new Tree.Nothing(),
          new Tree.Flag(true),
          new Tree.Whole(-1),
          new Tree.Whole(Long.MIN_VALUE),
          new Tree.Text(""),
          new Tree.Text("../../etc"),
          new Tree.Text("a:/x"),
          new Tree.Row(List.of()),
          new Tree.Fields(Map.of()));

  static List<Family<?>> families() {
    return Names.ALL;
  }

  @ParameterizedTest
  @MethodSource("families")
  void changed_bytes_are_read_or_refused(Family<?> family) {
    for (int seed = 0; seed < SEEDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Class<?> member = member(family, random);
      for (Wire wire : List.of(Wire.json(), Wire.cbor())) {
        byte[] bytes = wire.write(Arbitrary.of(seed).of(member));
        for (int step = 0; step < 4; step++) {
          bytes = mutated(bytes, random);
          check(wire, bytes, family.root(), seed);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("families")
  void changed_values_are_read_or_refused(Family<?> family) {
    for (int seed = 0; seed < SEEDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Tree tree = Forms.give(Arbitrary.of(seed).of(member(family, random)));
      for (int step = 0; step < 4; step++) {
        check(Wire.json(), Wire.json().write(mutated(tree, random)), family.root(), seed);
      }
    }
  }

  private static Class<?> member(Family<?> family, SplittableRandom random) {
    List<Class<?>> members = List.copyOf(family.members().values());
    return members.get(random.nextInt(members.size()));
  }

  private static void check(Wire wire, byte[] bytes, Class<?> type, int seed) {
    Object read;
    try {
      read = wire.read(bytes, type);
    } catch (WireException refused) {
      assertThat(refused.fault().failure()).isIn(Failure.MALFORMED, Failure.TOO_LARGE);
      return;
    } catch (RuntimeException | StackOverflowError other) {
      throw new AssertionError("expected a value or a fault, but not this; seed " + seed, other);
    }
    Object again = wire.read(wire.write(read), type);
    assertThat(again).as("seed %d", seed).isEqualTo(read);
  }

  private static byte[] mutated(byte[] bytes, SplittableRandom random) {
    if (bytes.length == 0) {
      return new byte[] {(byte) random.nextInt(256)};
    }
    int at = random.nextInt(bytes.length);
    byte[] changed = bytes.clone();
    switch (random.nextInt(5)) {
      case 0 -> changed[at] = (byte) random.nextInt(256);
      case 1 -> changed[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> changed = Arrays.copyOf(bytes, at);
      case 3 -> {
        // A piece once more, as a network never does and a bad disk might.
        int length = Math.min(bytes.length - at, 1 + random.nextInt(16));
        changed = Arrays.copyOf(bytes, bytes.length + length);
        System.arraycopy(bytes, at, changed, at + length, bytes.length - at);
      }
      default -> {
        int length = Math.min(bytes.length - at, 1 + random.nextInt(16));
        changed = Arrays.copyOf(bytes, bytes.length - length);
        System.arraycopy(bytes, at + length, changed, at, bytes.length - at - length);
      }
    }
    return changed;
  }

  private static Tree mutated(Tree tree, SplittableRandom random) {
    if (random.nextInt(4) == 0) {
      return STRANGE.get(random.nextInt(STRANGE.size()));
    }
    return switch (tree) {
      case Tree.Row(List<Tree> items) when !items.isEmpty() -> {
        List<Tree> changed = new ArrayList<>(items);
        int at = random.nextInt(changed.size());
        switch (random.nextInt(3)) {
          case 0 -> changed.remove(at);
          case 1 -> changed.add(changed.get(at));
          default -> changed.set(at, mutated(changed.get(at), random));
        }
        yield new Tree.Row(changed);
      }
      case Tree.Fields(Map<String, Tree> fields) when !fields.isEmpty() -> {
        Map<String, Tree> changed = new LinkedHashMap<>(fields);
        String at = List.copyOf(fields.keySet()).get(random.nextInt(fields.size()));
        switch (random.nextInt(6)) {
          case 0 -> changed.remove(at);
          case 1 -> changed.put("stranger", changed.get(at));
          default -> changed.put(at, mutated(changed.get(at), random));
        }
        yield new Tree.Fields(changed);
      }
      case Tree.Row _, Tree.Fields _, Tree.Text _, Tree.Whole _, Tree.Flag _, Tree.Nothing _ ->
          STRANGE.get(random.nextInt(STRANGE.size()));
    };
  }
}
