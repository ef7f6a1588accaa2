package io.lull.cli.command;

import io.lull.cli.node.Api;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.SessionPhase;
import io.lull.wire.api.RestoreView;
import io.lull.wire.api.SessionView;
import io.lull.wire.api.StreamView;
import java.util.Optional;

/** What a session does, as a node tells of it, so that an id can be any of them. */
sealed interface Operation {
  /** What programs are given of it. */
  Object view();

  boolean over();

  /** Where it stands. */
  Enum<?> phase();

  /** With which exit code it is told of. */
  ExitCode exit();

  /** For people, in one line. */
  String line();

  /** Whether it goes on and nobody has to look after it. */
  default boolean isUnderWay() {
    return !over();
  }

  /** A backup, or the rehearsal of one. */
  record Backup(SessionView view) implements Operation {
    @Override
    public boolean over() {
      return view.over();
    }

    @Override
    public boolean isUnderWay() {
      return !over() && view.unconfirmed().isEmpty();
    }

    @Override
    public Enum<?> phase() {
      return view.phase();
    }

    @Override
    public ExitCode exit() {
      return Ends.of(view);
    }

    @Override
    public String line() {
      return "session " + view.session() + " " + phase() + ": " + SessionsCommand.result(view);
    }
  }

  /** A restore that writers were told of. */
  record Restoring(RestoreView view) implements Operation {
    @Override
    public boolean over() {
      return view.over();
    }

    @Override
    public Enum<?> phase() {
      return view.phase();
    }

    @Override
    public ExitCode exit() {
      return Ends.of(view);
    }

    @Override
    public String line() {
      return "restore " + view.session() + " " + phase() + ": " + RestoresCommand.result(view);
    }
  }

  /** A stream. */
  record Streaming(StreamView view) implements Operation {
    @Override
    public boolean over() {
      return view.over();
    }

    @Override
    public Enum<?> phase() {
      return view.phase();
    }

    @Override
    public ExitCode exit() {
      return Ends.of(view);
    }

    @Override
    public String line() {
      return "stream " + view.session() + " " + phase() + ": " + StreamsCommand.result(view);
    }
  }

  /**
   * What has this id.
   *
   * @throws io.lull.cli.frame.Trouble if nothing has
   */
  static Operation of(Api api, SessionId id) {
    Optional<SessionView> backup = api.find("/v1/sessions/" + id, SessionView.class);
    // Under the id of another operation there may be a session that nobody has begun, and that
    // refused a call.
    if (backup.filter(view -> view.phase() != SessionPhase.NEW).isEmpty()) {
      Optional<RestoreView> restore = api.find("/v1/restores/" + id, RestoreView.class);
      if (restore.isPresent()) {
        return new Restoring(restore.get());
      }
      Optional<StreamView> stream = api.find("/v1/streams/" + id, StreamView.class);
      if (stream.isPresent()) {
        return new Streaming(stream.get());
      }
    }
    return new Backup(backup.orElseGet(() -> api.get("/v1/sessions/" + id, SessionView.class)));
  }
}
