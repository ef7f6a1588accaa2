package io.lull.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Accounts that are files. Each is replaced as a whole, so that nobody reads half a number. */
record FileStore(String name, Path directory) implements Store {
  FileStore {
    try {
      Files.createDirectories(directory);
      for (int hand = 0; hand < HANDS; hand++) {
        Files.writeString(account(directory, hand), "0", US_ASCII);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Path account(Path directory, int hand) {
    return directory.resolve("account-" + hand);
  }

  private static long read(Path account) throws IOException {
    return Long.parseLong(Files.readString(account, US_ASCII));
  }

  @Override
  public void put(int hand, long amount) throws IOException {
    Path account = account(directory, hand);
    Path fresh = account.resolveSibling(".account-" + hand);
    Files.writeString(fresh, Long.toString(read(account) + amount), US_ASCII);
    Files.move(fresh, account, ATOMIC_MOVE);
  }

  @Override
  public void copy(Path to) throws IOException {
    Files.createDirectories(to);
    for (int hand = 0; hand < HANDS; hand++) {
      Files.copy(account(directory, hand), account(to, hand));
    }
  }

  @Override
  public long count(Path copy) throws IOException {
    long sum = 0;
    for (int hand = 0; hand < HANDS; hand++) {
      sum += read(account(copy, hand));
    }
    return sum;
  }
}
