package io.lull.writer.source.sqlite.wal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WriterLeaseTest {
  private static final long BEGAN = Long.MAX_VALUE - 5;
  private static final long LAST = BEGAN + WriterLease.MOST.toNanos();

  private final WriterLease lease = new WriterLease();

  @Test
  void itIsOverWhenAWriterOfAnyDatabaseHasWaitedForTooLong() {
    lease.begin("orders", BEGAN);
    lease.begin("users", BEGAN + 1);

    assertThat(lease.isOver(LAST)).isFalse();
    assertThat(lease.isOver(LAST + 1)).isTrue();
  }

  @Test
  void itIsNeverOverWhileNobodyWaits() {
    lease.begin("orders", BEGAN);
    lease.end("orders");

    assertThat(lease.isOver(LAST + 1)).isFalse();
  }
}
