package io.lull.wire;

import java.util.List;
import java.util.Map;

/** What JSON and CBOR have in common, and all that a message is made of. */
sealed interface Tree {
  /** A text without any half of a character. */
  record Text(String text) implements Tree {}

  /** A whole number; the protocol knows no others. */
  record Whole(long number) implements Tree {}

  /** True or false. */
  record Flag(boolean flag) implements Tree {}

  /** Nothing, said expressly. */
  record Nothing() implements Tree {}

  /** Several values in their order. */
  record Row(List<Tree> items) implements Tree {}

  /** Several values, each under another name, in the order in which they came. */
  record Fields(Map<String, Tree> fields) implements Tree {}

  /** How an error message calls it: the kind only, since a value may be long and secret. */
  default String kind() {
    return switch (this) {
      case Text _ -> "a text";
      case Whole _ -> "a number";
      case Flag _ -> "true or false";
      case Nothing _ -> "null";
      case Row _ -> "a list";
      case Fields _ -> "an object";
    };
  }
}
