package io.lull.cli.text;

import io.lull.protocol.value.Visible;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows below a heading, aligned by spaces so that {@code awk} can take them apart. */
public final class Table {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();
  private final int columns;

  public Table(String... heading) {
    this.columns = heading.length;
    rows.add(List.of(heading));
  }

  /** Adds a row; what is empty becomes a dash, so that every row has every column. */
  public Table row(Object... cells) {
    if (cells.length != columns) {
      throw new IllegalArgumentException("expected " + columns + " cells, but got " + cells.length);
    }
    rows.add(Arrays.stream(cells).map(cell -> cell(String.valueOf(cell))).toList());
    return this;
  }

  public List<String> lines() {
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < columns; i++) {
      line.append(row.get(i));
      if (i < columns - 1) {
        line.append(" ".repeat(widths[i] - width(row.get(i)))).append(GAP);
      }
    }
    return line.toString();
  }

  private static String cell(String text) {
    return text.isBlank() ? "-" : Visible.of(text);
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
