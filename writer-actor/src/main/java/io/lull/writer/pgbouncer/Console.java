package io.lull.writer.pgbouncer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.writer.pgbouncer.Messages.Message;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** One connection to the console of PgBouncer, by which it is told what to do. */
public final class Console implements AutoCloseable {
  private final Messages messages;

  /**
   * What it said.
   *
   * @param tag the word for what it did
   * @param rows by the names of their columns; nothing is an empty text
   */
  public record Answer(String tag, List<Map<String, String>> rows) {
    public Answer {
      rows = List.copyOf(rows);
    }
  }

  private Console(Messages messages) {
    this.messages = messages;
  }

  static Console open(Pooler pooler, String name, Duration patience) throws IOException {
    long until = System.nanoTime() + patience.toNanos();
    Socket socket = new Socket();
    try {
      socket.connect(
          new InetSocketAddress(pooler.server().host(), pooler.server().port()),
          Math.clamp(patience.toMillis(), 1, 60_000));
      Console console = new Console(new Messages(socket));
      Login login = new Login(console.messages, pooler);
      login.begin(name);
      while (true) {
        Message message =
            console
                .messages
                .next(() -> System.nanoTime() - until < 0)
                .orElseThrow(() -> new SocketTimeoutException("no answer in " + patience));
        switch (message.type()) {
          case 'R' -> login.answer(message);
          case 'E' -> throw error(message);
          case 'Z' -> {
            return console;
          }
          default -> {}
        }
      }
    } catch (IOException | RuntimeException failed) {
      socket.close();
      throw failed;
    }
  }

  /** Tells it to do something, and does not wait until that is done. */
  public void send(String command) throws IOException {
    messages.send('Q', (command + "\0").getBytes(UTF_8));
  }

  /**
   * The answer to the first command that it has not answered yet.
   *
   * @return nothing if it is not waited for any longer
   * @throws ConsoleException if it refuses to do it
   */
  public Optional<Answer> answer(BooleanSupplier wanted) throws IOException {
    return answer(wanted, _ -> true);
  }

  private Optional<Answer> answer(BooleanSupplier wanted, Predicate<Map<String, String>> keep)
      throws IOException {
    String tag = "";
    Optional<ConsoleException> refused = Optional.empty();
    List<String> columns = List.of();
    List<Map<String, String>> rows = new ArrayList<>();
    boolean ending = false;
    while (true) {
      Optional<Message> next = messages.next(wanted);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      Message message = next.get();
      switch (message.type()) {
        case 'T' -> columns = columns(message);
        case 'D' -> {
          Map<String, String> row = row(message, columns);
          if (keep.test(row)) {
            rows.add(row);
          }
        }
        case 'C' -> tag = message.text();
        case 'E' -> refused = Optional.of(error(message));
        case 'Z' -> {
          if (refused.isPresent()) {
            throw refused.get();
          }
          return Optional.of(new Answer(tag, rows));
        }
        default -> {}
      }
      boolean result = message.type() == 'C' || message.type() == 'E';
      // One that never comes to its end is not waited for longer than one that is silent; but who
      // has heard the result hears the end, which follows at once.
      if ((ending || !result) && !wanted.getAsBoolean()) {
        return Optional.empty();
      }
      ending = result;
    }
  }

  /** Asks for something that it answers at once. */
  public Answer ask(String command, Duration patience) throws IOException {
    return ask(command, patience, _ -> true);
  }

  /**
   * Asks for something of which there may be much.
   *
   * @param keep which rows are not forgotten at once
   */
  public Answer ask(String command, Duration patience, Predicate<Map<String, String>> keep)
      throws IOException {
    long until = System.nanoTime() + patience.toNanos();
    send(command);
    return answer(() -> System.nanoTime() - until < 0, keep)
        .orElseThrow(() -> new SocketTimeoutException("no answer in " + patience));
  }

  private static List<String> columns(Message message) {
    List<String> columns = new ArrayList<>();
    for (int left = message.body().getShort(); left > 0; left--) {
      columns.add(message.text());
      message.body().position(message.body().position() + 18);
    }
    return columns;
  }

  private static Map<String, String> row(Message message, List<String> columns)
      throws EOFException {
    Map<String, String> row = new HashMap<>();
    int count = message.body().getShort();
    if (count != columns.size()) {
      throw new EOFException("expected " + columns.size() + " columns, but got " + count);
    }
    for (String column : columns) {
      int length = Math.max(0, message.body().getInt());
      if (length > message.body().remaining()) {
        throw new EOFException("expected " + length + " bytes of " + column + ", but got fewer");
      }
      byte[] value = new byte[length];
      message.body().get(value);
      row.put(column, new String(value, UTF_8));
    }
    return row;
  }

  /** It says the same in several forms, of which one is for people. */
  private static ConsoleException error(Message message) {
    String said = "nothing more";
    while (message.body().hasRemaining()) {
      char field = (char) message.body().get();
      String text = message.text();
      if (field == 'M') {
        said = text;
      }
    }
    return new ConsoleException(said);
  }

  @Override
  public void close() {
    messages.close();
  }
}
