package io.lull.node.doctor;

import io.lull.node.HostSettings;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.provider.spi.Provider;
import io.lull.writer.source.SourceException;
import io.lull.writer.source.StreamSource;
import io.lull.writer.spi.Writer;
import io.lull.writer.spi.WriterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Whether each writer finds its application and each of its volumes a provider, and whether each
 * instance can be streamed.
 */
final class ApplicationCheck implements Check {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Override
  public List<Finding> look(Patient patient) {
    List<Finding> found = new ArrayList<>();
    patient.host().ifPresent(host -> look(host, found));
    return found;
  }

  private static void look(HostSettings host, List<Finding> found) {
    NavigableSet<Volume> volumes = new TreeSet<>();
    for (Map.Entry<WriterId, Writer> writer : host.writers().entrySet()) {
      String about = "writer " + writer.getKey().name();
      try {
        WriterMetadata described = within(writer.getValue()::describe);
        described.components().stream().map(Component::volumes).forEach(volumes::addAll);
        found.add(
            Finding.good(
                about,
                "finds its application; components: %d".formatted(described.components().size())));
      } catch (Exception failed) {
        found.add(fault(about, failed));
      }
    }
    volumes.forEach(volume -> found.add(accepted(volume, host.providers())));
    host.instances().forEach((id, instance) -> found.add(ready(id, instance.source())));
  }

  private static Finding ready(InstanceId instance, StreamSource source) {
    String about = "instance " + instance;
    try {
      within(
          () -> {
            source.look();
            return instance;
          });
      return Finding.good(about, "finds its application");
    } catch (SourceException known) {
      return fault(about, known.fault());
    } catch (Exception failed) {
      return fault(about, "expected to find its application, but got " + failed);
    }
  }

  private static Finding accepted(Volume volume, SortedMap<ProviderId, Provider> providers) {
    String about = "volume " + volume.path();
    SortedMap<ProviderId, String> refused = new TreeMap<>();
    for (Map.Entry<ProviderId, Provider> provider : providers.entrySet()) {
      try {
        Optional<Fault> why = within(() -> provider.getValue().accepts(volume));
        if (why.isEmpty()) {
          return Finding.good(about, provider.getKey().name() + " can copy it");
        }
        refused.put(provider.getKey(), why.get().detail());
      } catch (Exception failed) {
        refused.put(provider.getKey(), String.valueOf(failed.getMessage()));
      }
    }
    return Finding.fault(
        about,
        refused.isEmpty() ? "there is no provider" : "no provider can copy it: " + refused,
        "add a provider that can; copy works on any file system");
  }

  private static Finding fault(String about, Exception failed) {
    return failed instanceof WriterException known
        ? fault(about, known.fault())
        : fault(about, "expected it to describe itself, but got " + failed);
  }

  private static Finding fault(String about, Fault known) {
    return Finding.fault(about, known.detail(), known.failure().hint());
  }

  private static Finding fault(String about, String fact) {
    return Finding.fault(about, fact, "look whether its application runs and answers");
  }

  /** What it says, on a thread of its own: an application that hangs must not hang this. */
  private static <T> T within(Callable<T> call) throws Exception {
    BlockingQueue<Callable<T>> said = new LinkedBlockingQueue<>();
    Thread asked =
        Thread.ofPlatform().daemon().name("lull-doctor").start(() -> said.add(outcome(call)));
    Callable<T> outcome = said.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
    if (outcome == null) {
      asked.interrupt();
      throw new TimeoutException("no answer within " + LIMIT.toSeconds() + " s");
    }
    return outcome.call();
  }

  private static <T> Callable<T> outcome(Callable<T> call) {
    try {
      T value = call.call();
      return () -> value;
    } catch (Exception failed) {
      return () -> {
        throw failed;
      };
    }
  }
}
