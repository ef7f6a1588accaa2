package io.lull.writer.redis;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.RestoreMethod;
import io.lull.protocol.writer.RestoreOrder;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.writer.database.CopyFiles;
import io.lull.writer.database.Faults;
import io.lull.writer.database.Places;
import io.lull.writer.redis.Resp.Refused;
import io.lull.writer.spi.Copies;
import io.lull.writer.spi.HandlerContext;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.Lease;
import io.lull.writer.spi.Writer;
import io.lull.writer.spi.WriterException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Pauses the writes of one Redis server, which lets them through again by itself. */
final class RedisWriter implements Writer {
  private final RedisSettings settings;
  private final ComponentId component;
  private final Places places;
  private final Map<SetId, Pause> pauses = new ConcurrentHashMap<>();
  private final Map<HoldToken, Pause> holds = new ConcurrentHashMap<>();

  RedisWriter(RedisSettings settings) {
    this.settings = settings;
    this.component = new ComponentId(settings.writer(), "data");
    this.places = new Places(settings.writer().host(), settings.volumes());
  }

  @Override
  public WriterMetadata describe() throws Exception {
    try (Resp resp = Redis.connect(settings)) {
      Redis redis = known(resp);
      return new WriterMetadata(
          settings.writer(),
          settings.level(),
          settings.hold(),
          HoldKind.APPLICATION,
          settings.behind(),
          RestoreMethod.STOP_RESTORE_START,
          List.of(new Component(component, places.volumes(redis.directories()), true, true)),
          List.of());
    } catch (Exception e) {
      throw fault("Redis at " + settings.server() + " to say what it is", e);
    }
  }

  private Redis known(Resp resp) throws IOException, WriterException {
    // A hold that stands shows that it may pause, and would be ended by trying.
    Rights.demand(resp, settings.user().orElse("default"), holds.isEmpty());
    return Redis.of(resp);
  }

  @Override
  public HandlerResult prepareForSnapshot(
      HandlerContext context, Set<Volume> volumes, Copies copies) throws Exception {
    try {
      Resp commands = Redis.connect(settings);
      Optional<Resp> sentinel = Optional.empty();
      try {
        Redis redis = known(commands);
        Map<Path, Volume> found = places.demand(redis.directories(), volumes);
        sentinel = Optional.of(Redis.connect(settings));
        Pause pause =
            Pause.prepare(
                settings, context.set(), redis, found, commands, sentinel.get(), context.limit());
        Optional.ofNullable(pauses.put(context.set(), pause)).ifPresent(Pause::close);
        return new HandlerResult.Done();
      } catch (Exception e) {
        commands.close();
        sentinel.ifPresent(Resp::close);
        throw e;
      }
    } catch (Exception e) {
      throw fault("Redis at " + settings.server() + " to save its data", e);
    }
  }

  @Override
  public Hold freeze(HandlerContext context, Lease lease) throws Exception {
    Pause pause = pauses.get(context.set());
    if (pause == null) {
      throw Faults.failed(
          Failure.NOT_PREPARED, "what PrepareForSnapshot opens", "there is none of this set");
    }
    holds.put(lease.token(), pause);
    try {
      pause.hold(lease, context.limit());
    } catch (Exception e) {
      throw fault("Redis at " + settings.server() + " to pause writes", e);
    }
    return () -> end(lease.token(), pause);
  }

  @Override
  public HoldEnd thaw(HoldToken token) throws Exception {
    Pause pause = holds.get(token);
    return pause == null ? HoldEnd.NOT_HELD : end(token, pause);
  }

  private HoldEnd end(HoldToken token, Pause pause) throws Exception {
    HoldEnd end = pause.end();
    holds.remove(token);
    return end;
  }

  /** The copy needs nothing, and is told where its cut lies if it can be found. */
  @Override
  public HandlerResult postSnapshot(HandlerContext context, Copies copies) throws Exception {
    try (Pause pause = pauses.remove(context.set())) {
      if (pause != null && copies.of(pause.volume()).isPresent()) {
        CopyFiles.write(
            Places.inCopy(pause.directory(), pause.volume(), copies), "lull_cut", pause.cut());
      }
      return new HandlerResult.Done();
    }
  }

  @Override
  public HandlerResult abort(HandlerContext context, Failure cause) throws Exception {
    return forget(context.set());
  }

  @Override
  public HandlerResult backupShutdown(HandlerContext context) throws Exception {
    return forget(context.set());
  }

  private HandlerResult forget(SetId set) throws Exception {
    try (Pause pause = pauses.remove(set)) {
      if (pause != null) {
        pause.end();
        holds.values().removeIf(pause::equals);
      }
    }
    return new HandlerResult.Done();
  }

  @Override
  public HandlerResult preRestore(HandlerContext context, Map<ComponentId, RestoreOrder> orders)
      throws Exception {
    settings.server().isStopped(settings.timeout());
    return new HandlerResult.Done();
  }

  /** A refusal of the server is something that its administrator can mend. */
  private static WriterException fault(String expected, Exception thrown) {
    return thrown instanceof Refused refused && refused.forLackOfRights()
        ? Faults.mend(expected, "it refused the user or the password")
        : Faults.of(expected, thrown);
  }
}
