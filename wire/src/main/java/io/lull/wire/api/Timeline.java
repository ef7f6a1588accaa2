package io.lull.wire.api;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.window.ProviderMoments;
import io.lull.protocol.window.WindowMoments;
import io.lull.protocol.window.WindowReport;
import io.lull.protocol.window.WriterMoments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who stood still and who copied in the last window of a session, on the coordinator's clock.
 *
 * @param frozen from the first Freeze sent to the last Thaw answered
 * @param spans writers in the order in which they were frozen, then providers; those of one
 *     participant follow one another
 */
public record Timeline(SessionId session, Duration frozen, List<Span> spans) {
  public Timeline {
    spans = List.copyOf(spans);
  }

  /** What somebody did for a while. */
  public enum Deed {
    /** A writer was asked to stand still, and had not said yet that it does. */
    FREEZING,
    /** A writer stood still. */
    HELD,
    /** A writer was asked to go on, and had not said yet that it does. */
    THAWING,
    /** A provider made its copies. */
    COPYING
  }

  /** From when to when somebody did what, since the first Freeze was sent. */
  public record Span(String who, Deed deed, Duration from, Duration to) {}

  /** What a window tells of itself; no spans if it was journaled before its moments were kept. */
  public static Timeline of(SessionId session, WindowReport report) {
    List<Span> spans = new ArrayList<>();
    report
        .moments()
        .ifPresent(
            moments -> {
              moments.writers().forEach(writer -> spans.addAll(spans(writer, report.frozen())));
              Duration given = givenUp(moments).orElse(report.frozen());
              moments.providers().forEach(provider -> spans.add(span(provider, given)));
            });
    return new Timeline(session, report.frozen(), spans);
  }

  /** Whoever never answered did to the end of the window what it was asked last. */
  private static List<Span> spans(WriterMoments writer, Duration end) {
    String who = writer.writer().toString();
    Duration thaw = writer.thaw().orElse(end);
    List<Span> spans = new ArrayList<>();
    spans.add(new Span(who, Deed.FREEZING, writer.freeze(), writer.held().orElse(thaw)));
    writer.held().ifPresent(held -> spans.add(new Span(who, Deed.HELD, held, thaw)));
    writer
        .thaw()
        .ifPresent(
            from -> spans.add(new Span(who, Deed.THAWING, from, writer.running().orElse(end))));
    return spans;
  }

  private static Span span(ProviderMoments provider, Duration given) {
    return new Span(
        provider.provider().toString(),
        Deed.COPYING,
        provider.preCommit(),
        provider.postCommitted().orElse(given));
  }

  /** A copy that was not ended had its time until the first writer was let go. */
  private static Optional<Duration> givenUp(WindowMoments moments) {
    return moments.writers().stream()
        .map(WriterMoments::thaw)
        .flatMap(Optional::stream)
        .min(Duration::compareTo);
  }
}
