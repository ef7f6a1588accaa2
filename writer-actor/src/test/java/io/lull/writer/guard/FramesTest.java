package io.lull.writer.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.kernel.Identity;
import io.lull.kernel.Mounting;
import io.lull.kernel.SuperBlock;
import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FramesTest {
  static final HoldToken TOKEN = new HoldToken("0123456789abcdef0123456789abcdef");
  static final HoldNote NOTE =
      new HoldNote(
          TOKEN,
          new SetId("set"),
          new WriterId(new HostId("host"), "files"),
          new FileSystem(
              "/mnt/a b\nc \\ ü \ud83d\ude00/..",
              new Identity(1, 2, 3, -4),
              new SuperBlock("btrfs 00"),
              new Mounting(5)));

  private static final List<NodeMessage> NODE =
      List.of(
          new NodeMessage.Beat(Long.MIN_VALUE),
          new NodeMessage.Begin(NOTE, -1),
          new NodeMessage.End(TOKEN));
  private static final List<GuardMessage> GUARD =
      List.of(
          new GuardMessage.Ready(new GuardLife(1, 2), 3, true),
          new GuardMessage.Unfit(Fault.of(Failure.INTERNAL, "no")),
          new GuardMessage.Beat(7),
          new GuardMessage.Began(TOKEN),
          new GuardMessage.Refused(TOKEN, Fault.of(Failure.HOLD_REFUSED, "ü".repeat(499))),
          new GuardMessage.Ended(TOKEN, HoldEnd.HELD));

  @Test
  void every_message_comes_out_as_it_went_in() throws Exception {
    for (NodeMessage message : NODE) {
      assertThat(Frames.readNode(in(Frames.of(message)))).isEqualTo(message);
    }
    for (GuardMessage message : GUARD) {
      assertThat(Frames.readGuard(in(Frames.of(message)))).isEqualTo(message);
    }
    assertThat(NODE).hasSameSizeAs(NodeMessage.class.getPermittedSubclasses());
    assertThat(GUARD).hasSameSizeAs(GuardMessage.class.getPermittedSubclasses());
  }

  @Test
  void whatever_comes_is_a_message_or_the_end_and_never_more() {
    Random random = new Random(42);
    for (int run = 0; run < 20_000; run++) {
      byte[] bytes = Frames.of(NODE.get(random.nextInt(NODE.size()))).clone();
      byte[] other = Frames.of(GUARD.get(random.nextInt(GUARD.size()))).clone();
      for (byte[] frame : List.of(bytes, other)) {
        for (int change = random.nextInt(4); change >= 0; change--) {
          frame[random.nextInt(frame.length)] = (byte) random.nextInt();
        }
        total(frame);
      }
    }
  }

  private static void total(byte[] bytes) {
    try {
      Frames.readNode(in(bytes));
    } catch (IOException understood) {
      assertThat(understood).hasNoSuppressedExceptions();
    }
    try {
      Frames.readGuard(in(bytes));
    } catch (IOException understood) {
      assertThat(understood).hasNoSuppressedExceptions();
    }
  }

  @Test
  void a_message_that_is_cut_is_the_end_and_one_that_is_short_is_malformed() {
    byte[] whole = Frames.of(NODE.get(1));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Frames.readNode(in(cut))).isInstanceOf(EOFException.class);
    }
    byte[] tooShort = {0, 0, 0, 3, 3, 0, 32};
    assertThatThrownBy(() -> Frames.readNode(in(tooShort)))
        .isNotInstanceOf(EOFException.class)
        .hasMessageContaining("a whole message");
    byte[] more = {0, 0, 0, 10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    assertThatThrownBy(() -> Frames.readNode(in(more))).hasMessageContaining("nothing behind");
    byte[] huge = {(byte) 0x7f, 0, 0, 0};
    assertThatThrownBy(() -> Frames.readNode(in(huge))).hasMessageContaining("1048576");
  }

  private static ByteArrayInputStream in(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }
}
