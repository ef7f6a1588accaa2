package io.lull.protocol.certificate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Sets that went well, of any shape that a seed can think of. */
final class RandomEvidence {
  private static final List<String> HOSTS = List.of("a", "b", "c");
  private final SplittableRandom random;
  private final EvidenceFixture set = new EvidenceFixture();
  private final List<String> volumes = new ArrayList<>();
  private final List<String> writers = new ArrayList<>();

  private RandomEvidence(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** One to six writers, one to four providers, on up to three hosts. */
  static EvidenceFixture of(long seed) {
    RandomEvidence evidence = new RandomEvidence(seed);
    evidence.providers(1 + evidence.random.nextInt(4));
    evidence.writers(1 + evidence.random.nextInt(6));
    if (evidence.oneIn(5)) {
      evidence.set.droppedOut(evidence.oneOf(HOSTS) + "/gone");
    }
    if (evidence.oneIn(8)) {
      evidence.set.answerLost(evidence.oneOf(HOSTS) + "/silent");
    }
    return evidence.set;
  }

  private void providers(int count) {
    for (int i = 0; i < count; i++) {
      String host = oneOf(HOSTS);
      String[] copied = new String[1 + random.nextInt(3)];
      for (int v = 0; v < copied.length; v++) {
        copied[v] = host + ":/v" + i + v;
        volumes.add(copied[v]);
      }
      set.provider(host + "/p" + i, oneIn(6) ? Cut.GRADUAL : Cut.ATOMIC, copied);
    }
  }

  private void writers(int count) {
    HoldKind usual = oneOf(List.of(HoldKind.values()));
    for (int i = 0; i < count; i++) {
      String id = oneOf(HOSTS) + "/w" + i;
      Optional<String> front = writers.isEmpty() || !oneIn(3) ? Optional.empty() : any(writers);
      // Kinds that differ from writer to writer all but never make a good grade.
      HoldKind kind = oneIn(3) ? oneOf(List.of(HoldKind.values())) : usual;
      List<String> on = new ArrayList<>(volumes.stream().filter(_ -> !oneIn(3)).toList());
      if (oneIn(6)) {
        on.add("a:/not-copied");
      }
      set.writer(id, kind, front.map(EvidenceFixture::writerId), on.toArray(String[]::new));
      writers.add(id);
      if (oneIn(10)) {
        set.failedAfterwards(id);
      } else if (oneIn(15)) {
        set.answerLost(id);
      }
    }
  }

  private Optional<String> any(List<String> from) {
    return Optional.of(oneOf(from));
  }

  private <T> T oneOf(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }
}
