package io.lull.kernel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The name of a file in its directory, byte for byte: it need not be text in any encoding. */
public final class Name {
  private final byte[] bytes;

  private Name(byte[] bytes) {
    this.bytes = bytes;
  }

  public static Name of(String text) {
    return new Name(text.getBytes(StandardCharsets.UTF_8));
  }

  public static Name of(byte[] bytes) {
    return new Name(bytes.clone());
  }

  /** As {@link #of(byte[])}, for bytes that nobody else has. */
  static Name owning(byte[] bytes) {
    return new Name(bytes);
  }

  public int length() {
    return bytes.length;
  }

  public byte at(int index) {
    return bytes[index];
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  /** Without a copy, for calls that only read it. */
  byte[] raw() {
    return bytes;
  }

  /** Writes the bytes to a place in an array. */
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, bytes.length);
  }

  /** Whether these bytes are the ones between two places in an array. */
  public boolean is(byte[] other, int from, int to) {
    return Arrays.equals(bytes, 0, bytes.length, other, from, to);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Name name && Arrays.equals(bytes, name.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** As text, for people; bytes that are none show as replacement characters. */
  @Override
  public String toString() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
