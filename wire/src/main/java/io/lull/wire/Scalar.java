package io.lull.wire;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Forms of values that have no parts. */
final class Scalar {
  private Scalar() {}

  /** A value that is written as a text; the parser validates it. */
  record Text<T>(Function<T, String> show, Function<String, T> parse) implements Form.Key<T> {
    @Override
    public Tree give(T value) {
      return new Tree.Text(show.apply(value));
    }

    @Override
    public T take(Tree tree, Place place) {
      if (!(tree instanceof Tree.Text(String text))) {
        throw place.malformed("a text", "got " + tree.kind());
      }
      return ofKey(text, place);
    }

    @Override
    public String key(T value) {
      return show.apply(value);
    }

    @Override
    public T ofKey(String key, Place place) {
      try {
        return parse.apply(key);
      } catch (RuntimeException refused) {
        throw place.refused(refused);
      }
    }
  }

  /** A value that is written as a whole number; the constructor validates it. */
  record Whole<T>(ToLongFunction<T> show, LongFunction<T> parse) implements Form.Key<T> {
    @Override
    public Tree give(T value) {
      return new Tree.Whole(show.applyAsLong(value));
    }

    @Override
    public T take(Tree tree, Place place) {
      if (!(tree instanceof Tree.Whole(long number))) {
        throw place.malformed("a whole number", "got " + tree.kind());
      }
      return of(number, place);
    }

    @Override
    public String key(T value) {
      return Long.toString(show.applyAsLong(value));
    }

    @Override
    public T ofKey(String key, Place place) {
      try {
        return of(Long.parseLong(key), place);
      } catch (NumberFormatException notANumber) {
        throw place.refused(notANumber);
      }
    }

    private T of(long number, Place place) {
      try {
        return parse.apply(number);
      } catch (RuntimeException refused) {
        throw place.refused(refused);
      }
    }
  }

  /** Yes or no. */
  record Flag() implements Form<Boolean> {
    @Override
    public Tree give(Boolean value) {
      return new Tree.Flag(value);
    }

    @Override
    public Boolean take(Tree tree, Place place) {
      if (!(tree instanceof Tree.Flag(boolean flag))) {
        throw place.malformed("true or false", "got " + tree.kind());
      }
      return flag;
    }
  }

  /** An enum by the name of its constant; a constant that is not known is not guessed at. */
  static Text<Object> ofEnum(Class<?> type) {
    Map<String, Object> byName =
        Arrays.stream(type.getEnumConstants())
            .collect(Collectors.toUnmodifiableMap(Scalar::constant, Function.identity()));
    return named(
        type.getSimpleName(), Scalar::constant, text -> Optional.ofNullable(byName.get(text)));
  }

  private static String constant(Object value) {
    return ((Enum<?>) value).name();
  }

  /** A value out of a known few. */
  static <T> Text<T> named(
      String what, Function<T, String> show, Function<String, Optional<T>> find) {
    return new Text<>(
        show,
        text ->
            find.apply(text)
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "expected a " + what + " that this version knows, but got " + text)));
  }
}
