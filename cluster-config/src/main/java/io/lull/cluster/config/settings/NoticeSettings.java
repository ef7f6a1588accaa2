package io.lull.cluster.config.settings;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Who is told how a plan went, and in which way.
 *
 * @param name what it is called in the plan
 * @param onlyFailures whether a success is told to nobody
 * @param limit of one attempt
 */
public record NoticeSettings(
    String name, boolean onlyFailures, Way way, Duration limit, int attempts) {
  private static final int ATTEMPTS_MAX = 100;

  /** How somebody is told. */
  public sealed interface Way {}

  /** A program is run. */
  public record Run(List<String> command) implements Way {
    public Run {
      command = List.copyOf(command);
    }
  }

  /** Something is sent. Both parts are secret: who has the address can send there too. */
  public record Webhook(URI address, Optional<String> token) implements Way {
    /** As much of it as everybody may see. */
    @Override
    public String toString() {
      return address.getScheme() + "://" + address.getAuthority() + "/…";
    }
  }

  /** The notice below {@code at}; none if it is not good, which the reader knows then. */
  static Optional<NoticeSettings> read(SettingsReader reader, String at, String name) {
    Optional<URI> address =
        reader.of(at + "webhook", "an address such as https://host/path", NoticeSettings::address);
    Optional<String> token = reader.optionalText(at + "token");
    List<String> command = PlanSettings.command(reader, at + "command");
    boolean onlyFailures = reader.of(at + "when", "always or failure", NoticeSettings::onFailure);
    Duration limit = reader.time(at + "limit");
    int attempts = reader.count(at + "attempts", ATTEMPTS_MAX);
    boolean one = address.isPresent() != !command.isEmpty();
    reader.require(
        one,
        at + "webhook",
        "expected either a webhook or a command, but there "
            + (command.isEmpty() ? "is neither" : "are both"));
    reader.require(
        token.stream().allMatch(text -> text.matches("[!-~]+")),
        at + "token",
        "expected a token of visible ASCII characters, but it has others");
    reader.require(
        token.isEmpty() || address.isPresent(),
        at + "token",
        "expected a webhook to show the token to, but there is none");
    return one
        ? Optional.of(
            new NoticeSettings(
                name,
                onlyFailures,
                address.<Way>map(to -> new Webhook(to, token)).orElseGet(() -> new Run(command)),
                limit,
                attempts))
        : Optional.empty();
  }

  private static boolean onFailure(String word) {
    return switch (word) {
      case "always" -> false;
      case "failure" -> true;
      default ->
          throw new IllegalArgumentException("expected always or failure, but it is " + word);
    };
  }

  /** What is wrong with it is said without it, because it is a secret. */
  private static Optional<URI> address(String text) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    URI address;
    try {
      address = URI.create(text);
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException(
          "expected an address such as https://host/path, but it is none");
    }
    String host = address.getHost();
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    if (host == null || address.getRawUserInfo() != null || address.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "expected an address with a host and without user or fragment, but it is another");
    }
    boolean near = scheme.equals("http") && new NodeAddress(host, 1).loopback();
    if (!near && !scheme.equals("https")) {
      throw new IllegalArgumentException(
          "expected https, or http to the machine itself, but it is neither");
    }
    return Optional.of(address);
  }
}
