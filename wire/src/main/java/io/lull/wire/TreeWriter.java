package io.lull.wire;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Writes one tree, within the limits of whoever will read it. */
final class TreeWriter {
  private final JsonGenerator out;
  private int values;

  TreeWriter(JsonGenerator out) {
    this.out = out;
  }

  void write(Tree tree) throws IOException {
    value(tree, 0);
    out.flush();
  }

  // The depth is that of the lists and objects around the value.
  private void value(Tree tree, int depth) throws IOException {
    within("a number of values", ++values, WireLimits.VALUES);
    switch (tree) {
      case Tree.Text(String text) -> out.writeString(whole(text, WireLimits.TEXT_CHARS));
      case Tree.Whole(long number) -> out.writeNumber(number);
      case Tree.Flag(boolean flag) -> out.writeBoolean(flag);
      case Tree.Nothing() -> out.writeNull();
      case Tree.Row(List<Tree> items) -> {
        room(items.size(), depth);
        out.writeStartArray(items, items.size());
        for (Tree item : items) {
          value(item, depth + 1);
        }
        out.writeEndArray();
      }
      case Tree.Fields(Map<String, Tree> fields) -> {
        room(fields.size(), depth);
        out.writeStartObject(fields, fields.size());
        for (Map.Entry<String, Tree> field : fields.entrySet()) {
          out.writeFieldName(whole(field.getKey(), WireLimits.KEY_CHARS));
          value(field.getValue(), depth + 1);
        }
        out.writeEndObject();
      }
    }
  }

  private static void room(int elements, int depth) {
    within("a number of elements", elements, WireLimits.ELEMENTS);
    within("a depth", depth + 1, WireLimits.DEPTH);
  }

  private static String whole(String text, int limit) {
    within("a number of characters", text.length(), limit);
    if (!Texts.whole(text)) {
      throw WireException.malformed("text", "got half a character");
    }
    return text;
  }

  private static void within(String what, int size, int limit) {
    if (size > limit) {
      throw WireLimits.exceeded(what, limit);
    }
  }
}
