package io.lull.node.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The digest of a file that is read in blocks of one byte each, their own number. */
class DigestsTest {
  private static final int LAST = Digests.KEPT + 10;

  private final Digests digests = new Digests();

  private Optional<byte[]> take(int block) {
    return digests.take(block, part(block)).map(MessageDigest::digest);
  }

  private static List<byte[]> part(int block) {
    return List.of(new byte[] {(byte) block});
  }

  private static byte[] upTo(int block) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (int i = 0; i <= block; i++) {
      part(i).forEach(digest::update);
    }
    return digest.digest();
  }

  private void takeAll() {
    for (int i = 0; i <= LAST; i++) {
      assertThat(take(i)).isPresent();
    }
  }

  @Test
  void a_file_that_is_gone_on_with_has_the_digest_of_what_was_sent() throws Exception {
    takeAll();

    for (int block : new int[] {LAST, LAST + 1, LAST - Digests.KEPT + 3}) {
      assertThat(take(block).orElseThrow()).isEqualTo(upTo(block));
    }
  }

  @Test
  void a_block_that_comes_again_with_other_bytes_counts_as_it_was_sent_last() throws Exception {
    takeAll();
    var _ = digests.take(LAST - 1, part(7));

    MessageDigest expected = MessageDigest.getInstance("SHA-256");
    for (int i = 0; i < LAST - 1; i++) {
      part(i).forEach(expected::update);
    }
    expected.update((byte) 7);
    part(LAST).forEach(expected::update);
    assertThat(take(LAST).orElseThrow()).isEqualTo(expected.digest());
  }

  @Test
  void what_was_sent_long_ago_is_forgotten_but_not_how_a_file_begins() throws Exception {
    takeAll();

    assertThat(take(LAST - Digests.KEPT + 1)).isEmpty();
    assertThat(take(LAST + 2)).isEmpty();
    assertThat(take(0).orElseThrow()).isEqualTo(upTo(0));
    assertThat(take(1).orElseThrow()).isEqualTo(upTo(1));
  }

  @Test
  void nothing_goes_before_the_beginning() {
    assertThat(take(1)).isEmpty();
    assertThat(take(0)).isPresent();
  }
}
