package io.lull.cluster.config.settings;

import io.lull.protocol.limit.Times;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the instances of a node are streamed.
 *
 * @param door where clients fetch the bytes of a stream; empty if they cannot
 * @param begin how long an instance may take to be put into backup
 * @param open how long it may take until a file can be read
 * @param read how long one read may take
 * @param roll how long it may take to begin a new log
 * @param close how long it may take to close what is open
 * @param delete how long it may take to delete the logs of one stream
 * @param reportEvery how often a session is told what it has not said to have journaled
 */
public record StreamSettings(
    Optional<String> door,
    Duration begin,
    Duration open,
    Duration read,
    Duration roll,
    Duration close,
    Duration delete,
    Duration reportEvery) {
  private static final String ADDRESS = "streams.address";

  /** So long the program and the Java client wait for one call, and no longer. */
  private static final Duration CALL = Duration.ofHours(1);

  private static final Pattern EVERYWHERE = Pattern.compile("0+(\\.0+){3}|\\[[0:.]*]");

  static StreamSettings read(SettingsReader reader, ApiSettings api) {
    Optional<String> said = reader.of(ADDRESS, "a web address", StreamSettings::address);
    reader.require(
        said.isEmpty() || api.listen().isPresent(),
        ADDRESS,
        "expected lull.api.listen beside it, for nobody would answer there, but that is empty");
    return new StreamSettings(
        said.or(() -> api.listen().flatMap(at -> door(at, api.tls().isPresent()))),
        call(reader, "streams.begin"),
        call(reader, "streams.open"),
        call(reader, "streams.read"),
        call(reader, "streams.roll"),
        reader.time("streams.close"),
        reader.time("streams.delete"),
        reader.time("streams.report-every"));
  }

  private static Duration call(SettingsReader reader, String key) {
    Duration time = reader.time(key);
    reader.require(
        time.compareTo(CALL) <= 0,
        key,
        "expected at most 1 hour, for whoever calls waits no longer, but got " + Times.text(time));
    return time;
  }

  /** Nobody can go to every address there is. */
  private static Optional<String> door(NodeAddress at, boolean tls) {
    return EVERYWHERE.matcher(at.host()).matches()
        ? Optional.empty()
        : Optional.of((tls ? "https://" : "http://") + at);
  }

  private static Optional<String> address(String text) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    URI address = URI.create(text);
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    boolean plain =
        String.valueOf(address.getRawPath()).isEmpty()
            && address.getRawQuery() == null
            && address.getRawFragment() == null
            && address.getRawUserInfo() == null;
    if (!(scheme.equals("http") || scheme.equals("https")) || address.getHost() == null || !plain) {
      throw new IllegalArgumentException(
          "expected an address such as https://db1:7357 with nothing behind it, but got " + text);
    }
    return Optional.of(text);
  }
}
