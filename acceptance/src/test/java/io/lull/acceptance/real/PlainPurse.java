package io.lull.acceptance.real;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.writer.redis.TestRedis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The purses that are in no server which speaks SQL. */
final class PlainPurse {
  private PlainPurse() {}

  static Purse redis(Path volume) throws Exception {
    TestRedis server = TestRedis.create(volume, "data", true);
    return new Purse() {
      @Override
      public Path volume() {
        return volume;
      }

      @Override
      public String writer() throws Exception {
        return SqlPurse.settings("redis", server.settings(), volume);
      }

      @Override
      public Hand hand(int number) {
        return new Hand() {
          @Override
          public void put(long amount) throws Exception {
            var _ = server.call("INCRBY", "purse" + number, Long.toString(amount));
          }

          @Override
          public void close() {}
        };
      }

      @Override
      public long count(Path copy) throws Exception {
        long money = 0;
        try (TestRedis restored = TestRedis.open(copy.resolve("data"), true)) {
          for (int hand = 0; hand < HANDS; hand++) {
            money += Long.parseLong(restored.call("INCRBY", "purse" + hand, "0"));
          }
        }
        return money;
      }

      @Override
      public void close() {
        server.close();
      }
    };
  }

  /** A file for each hand, with a line for whatever was put in. */
  static Purse files(Path volume, Path runDirectory) {
    return new Purse() {
      @Override
      public Path volume() {
        return volume;
      }

      @Override
      public String writer() {
        return "kind = filesystem, mount = \"%s\", run-directory = \"%s\""
            .formatted(volume, runDirectory);
      }

      @Override
      public Hand hand(int number) {
        Path file = volume.resolve("purse-" + number);
        return new Hand() {
          @Override
          public void put(long amount) throws Exception {
            Files.writeString(
                file, amount + "\n", UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          }

          @Override
          public void close() {}
        };
      }

      @Override
      public long count(Path copy) throws Exception {
        List<Path> files;
        try (Stream<Path> all = Files.list(copy)) {
          files = all.filter(file -> file.getFileName().toString().startsWith("purse-")).toList();
        }
        long money = 0;
        for (Path file : files) {
          for (String line : Files.readAllLines(file, UTF_8)) {
            money += Long.parseLong(line);
          }
        }
        return money;
      }

      @Override
      public void close() {}
    };
  }
}
