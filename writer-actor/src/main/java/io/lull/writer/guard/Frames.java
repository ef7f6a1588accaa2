package io.lull.writer.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Messages between node and guard as bytes: a length, a number for the kind, and the fields. */
final class Frames {
  /** The longest is the beginning of a hold, which may name many files. */
  static final int MAX = 1 << 20;

  private static final int LENGTH = 4;

  private Frames() {}

  /** Writes the fields of a message. */
  @FunctionalInterface
  private interface Fields {
    void write(DataOutputStream out) throws IOException;
  }

  /** Reads a message from its fields. */
  @FunctionalInterface
  private interface Reader<M> {
    M read(int kind, DataInputStream in) throws IOException;
  }

  static byte[] of(NodeMessage message) {
    return switch (message) {
      case NodeMessage.Beat m -> frame(1, out -> out.writeLong(m.number()));
      case NodeMessage.Begin m ->
          frame(
              2,
              out -> {
                note(out, m.note());
                out.writeLong(m.deadline());
              });
      case NodeMessage.End m -> frame(3, out -> out.writeUTF(m.token().hex()));
    };
  }

  static byte[] of(GuardMessage message) {
    return switch (message) {
      case GuardMessage.Ready m ->
          frame(
              11,
              out -> {
                out.writeLong(m.life().pid());
                out.writeLong(m.life().started());
                out.writeLong(m.clock());
                out.writeBoolean(m.locked());
              });
      case GuardMessage.Unfit m -> frame(12, out -> fault(out, m.fault()));
      case GuardMessage.Beat m -> frame(13, out -> out.writeLong(m.number()));
      case GuardMessage.Began m -> frame(14, out -> out.writeUTF(m.token().hex()));
      case GuardMessage.Refused m ->
          frame(
              15,
              out -> {
                out.writeUTF(m.token().hex());
                fault(out, m.fault());
              });
      case GuardMessage.Ended m ->
          frame(
              16,
              out -> {
                out.writeUTF(m.token().hex());
                out.writeUTF(m.end().name());
              });
    };
  }

  /**
   * Waits for the next message of the other side.
   *
   * @throws EOFException when the other side has closed the pipe
   * @throws IOException also if it says what nobody understands; then nothing more can be read
   */
  static NodeMessage readNode(InputStream in) throws IOException {
    return read(in, Frames::node);
  }

  /** As {@link #readNode}, on the side of the node. */
  static GuardMessage readGuard(InputStream in) throws IOException {
    return read(in, Frames::guard);
  }

  private static <M> M read(InputStream in, Reader<M> reader) throws IOException {
    DataInputStream data = new DataInputStream(in);
    int length = data.readInt();
    if (length <= 0 || length > MAX) {
      throw malformed("a message of 1 to " + MAX + " bytes, but got " + length);
    }
    byte[] bytes = new byte[length];
    data.readFully(bytes);
    DataInputStream fields = new DataInputStream(new ByteArrayInputStream(bytes));
    try {
      M message = reader.read(fields.readUnsignedByte(), fields);
      if (fields.available() > 0) {
        throw malformed("nothing behind a message");
      }
      return message;
    } catch (IllegalArgumentException wrong) {
      throw malformed("values that can be, but " + wrong.getMessage());
    } catch (EOFException cut) {
      // Not the end of the pipe, which would only say that nobody is there.
      throw malformed("a whole message");
    }
  }

  private static NodeMessage node(int kind, DataInputStream in) throws IOException {
    return switch (kind) {
      case 1 -> new NodeMessage.Beat(in.readLong());
      case 2 -> new NodeMessage.Begin(note(in), in.readLong());
      case 3 -> new NodeMessage.End(new HoldToken(in.readUTF()));
      default -> throw malformed("a message of a node, but got number " + kind);
    };
  }

  private static GuardMessage guard(int kind, DataInputStream in) throws IOException {
    return switch (kind) {
      case 11 ->
          new GuardMessage.Ready(
              new GuardLife(in.readLong(), in.readLong()), in.readLong(), in.readBoolean());
      case 12 -> new GuardMessage.Unfit(fault(in));
      case 13 -> new GuardMessage.Beat(in.readLong());
      case 14 -> new GuardMessage.Began(new HoldToken(in.readUTF()));
      case 15 -> new GuardMessage.Refused(new HoldToken(in.readUTF()), fault(in));
      case 16 -> new GuardMessage.Ended(new HoldToken(in.readUTF()), HoldEnd.valueOf(in.readUTF()));
      default -> throw malformed("a message of a guard, but got number " + kind);
    };
  }

  private static void note(DataOutputStream out, HoldNote note) throws IOException {
    byte[] text = note.lines().text().getBytes(UTF_8);
    out.writeInt(text.length);
    out.write(text);
  }

  private static HoldNote note(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw malformed("a note of a hold");
    }
    return HoldNote.of(Lines.parse(new String(in.readNBytes(length), UTF_8)));
  }

  private static void fault(DataOutputStream out, Fault fault) throws IOException {
    out.writeUTF(fault.failure().code());
    out.writeUTF(fault.detail());
  }

  private static Fault fault(DataInputStream in) throws IOException {
    String code = in.readUTF();
    Failure failure =
        Failure.ofCode(code)
            .orElseThrow(() -> new IllegalArgumentException("there is no failure " + code));
    return new Fault(failure, in.readUTF());
  }

  private static byte[] frame(int kind, Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(0);
      out.writeByte(kind);
      fields.write(out);
    } catch (IOException tooLong) {
      throw new UncheckedIOException(tooLong);
    }
    byte[] frame = bytes.toByteArray();
    int length = frame.length - LENGTH;
    if (length > MAX) {
      throw new IllegalArgumentException(
          "expected a message of up to " + MAX + " bytes, but it has " + length);
    }
    ByteBuffer.wrap(frame).putInt(0, length);
    return frame;
  }

  private static IOException malformed(String expected) {
    return new IOException("expected " + expected);
  }
}
