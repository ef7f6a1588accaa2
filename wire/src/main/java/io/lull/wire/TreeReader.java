package io.lull.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes one tree of one message, and stops at the first thing that does not belong there. */
final class TreeReader {
  private final JsonParser parser;
  private int values;

  TreeReader(JsonParser parser) {
    this.parser = parser;
  }

  Tree read() throws IOException {
    Tree tree = value(parser.nextToken());
    if (parser.nextToken() != null) {
      throw WireException.malformed("one value", "something follows it");
    }
    return tree;
  }

  private Tree value(@Nullable JsonToken token) throws IOException {
    if (token == null) {
      throw WireException.malformed("a value", "there is none");
    }
    if (++values > WireLimits.VALUES) {
      throw WireLimits.exceeded("a number of values", WireLimits.VALUES);
    }
    return switch (token) {
      case START_OBJECT -> fields();
      case START_ARRAY -> row();
      case VALUE_STRING -> new Tree.Text(whole(parser.getText(), WireLimits.TEXT_CHARS));
      case VALUE_NUMBER_INT -> number();
      case VALUE_TRUE -> new Tree.Flag(true);
      case VALUE_FALSE -> new Tree.Flag(false);
      case VALUE_NULL -> new Tree.Nothing();
      case VALUE_NUMBER_FLOAT,
          VALUE_EMBEDDED_OBJECT,
          FIELD_NAME,
          END_OBJECT,
          END_ARRAY,
          NOT_AVAILABLE ->
          throw WireException.malformed(
              "an object, list, text, whole number, true, false or null", "got " + token);
    };
  }

  private Tree number() throws IOException {
    JsonParser.NumberType type = parser.getNumberType();
    if (type != JsonParser.NumberType.INT && type != JsonParser.NumberType.LONG) {
      throw WireException.malformed("a whole number of 64 bits", "got a larger one");
    }
    return new Tree.Whole(parser.getLongValue());
  }

  private Tree row() throws IOException {
    List<Tree> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      room(items.size());
      items.add(value(token));
    }
    return new Tree.Row(items);
  }

  private Tree fields() throws IOException {
    Map<String, Tree> fields = new LinkedHashMap<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_OBJECT;
        token = parser.nextToken()) {
      if (token != JsonToken.FIELD_NAME) {
        throw WireException.malformed("the name of a field", "got " + token);
      }
      room(fields.size());
      String name = whole(parser.currentName(), WireLimits.KEY_CHARS);
      // Two readers of the same bytes must not see two different messages.
      if (fields.putIfAbsent(name, value(parser.nextToken())) != null) {
        throw WireException.malformed("each field once", "got " + name + " again");
      }
    }
    return new Tree.Fields(fields);
  }

  private static void room(int size) {
    if (size >= WireLimits.ELEMENTS) {
      throw WireLimits.exceeded("a number of elements", WireLimits.ELEMENTS);
    }
  }

  /** Half a character cannot be written again, so it is not taken in. */
  private static String whole(String text, int limit) {
    if (text.length() > limit) {
      throw WireLimits.exceeded("a number of characters", limit);
    }
    if (!Texts.whole(text)) {
      throw WireException.malformed("text", "got half a character");
    }
    return text;
  }
}
