package io.lull.protocol.story;

import io.lull.protocol.certificate.Grade;
import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.limit.Setting;
import io.lull.protocol.provider.ProviderKind;
import io.lull.protocol.session.Policy;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.RestoreMethod;
import io.lull.protocol.writer.WriterLevel;
import io.lull.protocol.writer.WriterMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A tiny language for stories: one line is one thing that somebody does or that befalls somebody.
 *
 * <pre>
 * writer a/db [front-end|back-end|system] [holds 20s] [parts x y/z]   who is there, on a:/data
 * provider a/disk [hardware|software|system]
 * policy [lowest crash|filesystem|application] [leased] [SETTING 5s]…
 * set up [CONTEXT]        everything up to a started set with all volumes, unprinted
 * requester VERB [args]   one call, see {@link Verbs}
 * let WHO HOW STEP [always]
 * answer WHO STEP         a kept answer arrives
 * slot HOST busy|free     another session has the slot
 * lose HOST · restart HOST · crash coordinator · recover coordinator · advance 6s
 * late report             the last window's report comes again
 * </pre>
 */
public final class Story {
  private final World world;
  private final Verbs verbs;
  private Policy policy = new Policy(Limits.defaults(), Grade.APPLICATION, false);

  private Story(World world) {
    this.world = world;
    this.verbs = new Verbs(world);
  }

  /** Runs these lines from the beginning. */
  public static Story of(String... lines) {
    return new Story(new World(new Cast(), new SessionId("s1"))).then(lines);
  }

  /** A story of another session among the same participants. */
  public Story another() {
    return new Story(new World(world.cast, new SessionId(world.session().id() + "x")));
  }

  /** Goes on with these lines. */
  public Story then(String... lines) {
    for (String line : lines) {
      line.strip().lines().map(String::strip).forEach(this::run);
    }
    return this;
  }

  /** The host and its writers and provider that most stories need: one of each. */
  public static Story ofOne() {
    return of("writer a/db", "provider a/disk");
  }

  /** A front end on one host and the database behind it on another. */
  public static Story ofTwo() {
    return of("writer a/db", "writer b/web front-end", "provider a/disk", "provider b/disk");
  }

  public World world() {
    return world;
  }

  public Cast cast() {
    return world.cast;
  }

  public SessionPhase phase() {
    return world.session().phase();
  }

  /** The last answer to the requester. */
  public SessionReply reply() {
    return world.replies().getLast();
  }

  /** All answers to one call, in order. */
  public List<SessionReply> replies(String request) {
    return world.replies().stream().filter(r -> r.request().name().equals(request)).toList();
  }

  /** With which failure the last call was refused. */
  public Failure refusal() {
    return switch (reply()) {
      case SessionReply.Refused refused -> refused.fault().failure();
      default -> throw new AssertionError("expected a refusal, but got " + reply());
    };
  }

  /** What was printed so far. */
  List<String> printed() {
    return world.print.lines();
  }

  private void run(String line) {
    if (line.isEmpty() || line.startsWith("#")) {
      return;
    }
    world.print.line("> " + line);
    List<String> words = new ArrayList<>(Arrays.asList(line.split(" +")));
    String first = words.removeFirst();
    switch (first) {
      case "writer" -> world.cast.writer(new WriterDouble(metadata(words)));
      case "provider" -> world.cast.provider(provider(words.getFirst()), kind(words));
      case "policy" -> policy = policy(words);
      case "set" -> setUp(words);
      case "requester" -> verbs.call(words, policy);
      case "let" -> let(words);
      case "answer" -> world.release(words.getFirst(), words.getLast());
      case "slot" -> world.cast.slot(new HostId(words.getFirst()), holder(words.getLast()));
      case "lose" -> world.lose(new HostId(words.getFirst()));
      case "restart" -> world.cast.restart(new HostId(words.getFirst()));
      case "crash" -> world.crash();
      case "recover" -> world.recover();
      case "advance" -> world.advance(duration(words.getFirst()));
      case "late" -> world.give(new SessionInput.WindowReported(world.reports().getLast()));
      default -> throw new IllegalArgumentException("expected a line of a story, but got " + line);
    }
    world.print.line("    = " + phase());
  }

  /** The way to a started set is the same in most stories, so it is told once and then implied. */
  private void setUp(List<String> words) {
    world.print.silent(true);
    then("requester InitializeForBackup");
    if (words.size() > 1) {
      then("requester SetContext " + words.getLast());
    }
    then("requester SetBackupState", "requester GatherWriterMetadata");
    for (WriterDouble writer : world.cast.writers.values()) {
      String component = writer.metadata().components().getFirst().id().toString();
      then("requester AddComponent " + component);
    }
    then("requester StartSnapshotSet");
    for (ProviderDouble provider : world.cast.providers.values()) {
      then("requester AddToSnapshotSet " + provider.id().host() + ":/data");
    }
    world.print.silent(false);
    if (phase() != SessionPhase.SET_STARTED) {
      throw new IllegalStateException("expected that the set has started, but it is " + phase());
    }
  }

  private void let(List<String> words) {
    How how = How.valueOf(words.get(1).toUpperCase(Locale.ROOT));
    boolean always = words.getLast().equals("always");
    world.cast.let(words.getFirst(), how, words.get(2), always);
  }

  private static WriterMetadata metadata(List<String> words) {
    WriterId id = writer(words.getFirst());
    WriterLevel level =
        words.contains("front-end")
            ? WriterLevel.FRONT_END
            : words.contains("system") ? WriterLevel.SYSTEM : WriterLevel.BACK_END;
    int parts = words.indexOf("parts");
    List<String> paths = parts < 0 ? List.of("main") : words.subList(parts + 1, words.size());
    return new WriterMetadata(
        id,
        level,
        after(words, "holds").map(Story::duration).orElse(Duration.ofSeconds(60)),
        HoldKind.APPLICATION,
        Optional.empty(),
        RestoreMethod.RESTORE_IF_CAN_REPLACE,
        paths.stream().filter(path -> !path.startsWith("-")).map(path -> part(id, path)).toList(),
        paths.stream()
            .filter(path -> path.startsWith("-"))
            .map(path -> new ComponentId(id, path.substring(1)))
            .toList());
  }

  /** A path with a star cannot be chosen by itself. */
  private static Component part(WriterId writer, String path) {
    boolean selectable = !path.endsWith("*");
    ComponentId id = new ComponentId(writer, path.replace("*", ""));
    return new Component(id, Set.of(new Volume(writer.host(), "/data")), selectable, true);
  }

  private static Policy policy(List<String> words) {
    Grade lowest =
        after(words, "lowest")
            .map(word -> Grade.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(Grade.APPLICATION);
    Limits limits = Limits.defaults();
    for (Setting setting : Setting.values()) {
      Optional<String> value = after(words, setting.key());
      if (value.isPresent()) {
        limits = limits.with(setting, duration(value.get()));
      }
    }
    return new Policy(limits, lowest, words.contains("leased"));
  }

  private static Optional<String> after(List<String> words, String word) {
    int place = words.indexOf(word);
    return place < 0 ? Optional.empty() : Optional.of(words.get(place + 1));
  }

  private static ProviderKind kind(List<String> words) {
    return words.size() == 1
        ? ProviderKind.SYSTEM
        : ProviderKind.valueOf(words.getLast().toUpperCase(Locale.ROOT));
  }

  private static Optional<SessionId> holder(String word) {
    return word.equals("busy") ? Optional.of(new SessionId("other")) : Optional.empty();
  }

  private static Duration duration(String word) {
    return Duration.parse("PT" + word.toUpperCase(Locale.ROOT));
  }

  static WriterId writer(String word) {
    String[] parts = word.split("/", 2);
    return new WriterId(new HostId(parts[0]), parts[1]);
  }

  static ProviderId provider(String word) {
    String[] parts = word.split("/", 2);
    return new ProviderId(new HostId(parts[0]), parts[1]);
  }
}
