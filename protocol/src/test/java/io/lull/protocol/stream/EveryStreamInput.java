package io.lull.protocol.stream;

import static io.lull.protocol.stream.StreamFixture.FILE_BYTES;
import static io.lull.protocol.stream.StreamFixture.MAIL;
import static io.lull.protocol.stream.StreamFixture.ORDERS;
import static io.lull.protocol.stream.StreamFixture.USERS;
import static io.lull.protocol.stream.StreamFixture.database;
import static io.lull.protocol.stream.StreamFixture.facts;
import static io.lull.protocol.stream.StreamFixture.file;
import static io.lull.protocol.stream.StreamFixture.log;
import static io.lull.protocol.stream.StreamFixture.logs;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.stream.StreamInput.AttachDatabase;
import io.lull.protocol.stream.StreamInput.CheckpointMoved;
import io.lull.protocol.stream.StreamInput.DetachDatabase;
import io.lull.protocol.stream.StreamInput.DropDatabase;
import io.lull.protocol.stream.StreamInput.FileOpened;
import io.lull.protocol.stream.StreamInput.GiveBack;
import io.lull.protocol.stream.StreamInput.LoggingChanged;
import io.lull.protocol.stream.StreamInput.LogsRolled;
import io.lull.protocol.stream.StreamInput.OpenFailed;
import io.lull.protocol.stream.StreamInput.ReadEnded;
import io.lull.protocol.stream.StreamInput.ReadFailed;
import io.lull.protocol.stream.StreamInput.ReportsTaken;
import io.lull.protocol.stream.StreamInput.RollFailed;
import io.lull.protocol.stream.StreamInput.ShrinkDatabase;
import io.lull.protocol.stream.StreamInput.StartInstance;
import io.lull.protocol.stream.StreamInput.StopBackup;
import io.lull.protocol.stream.StreamInput.StopService;
import io.lull.protocol.stream.StreamInput.StreamOwnerLost;
import io.lull.protocol.stream.StreamInput.TakeForSnapshot;
import io.lull.protocol.stream.StreamInput.TerminateInstance;
import io.lull.protocol.stream.StreamInput.TruncationConfirmed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What can be given to a host, and the situations in which it can come. */
final class EveryStreamInput {
  static final SetId SNAP = new SetId("snap");
  private static final Fault BROKEN = Fault.of(Failure.INTERNAL, "the disk is gone");

  private EveryStreamInput() {}

  /** A situation: a host and the session whose stream it has, if any. */
  record Situation(String name, BiConsumer<StreamFixture, StreamClient> way) {}

  static List<Situation> situations() {
    return List.of(
        new Situation("no instance", (f, c) -> f.terminate(MAIL, false)),
        new Situation("nothing under way", (f, c) -> {}),
        new Situation("snapshot", (f, c) -> f.ask(new TakeForSnapshot(f.request(), MAIL, SNAP))),
        new Situation("databases", (f, c) -> c.begun(StreamKind.FULL)),
        new Situation(
            "opening", (f, c) -> pending(f, c.begun(StreamKind.FULL).opening(file(USERS)))),
        new Situation("open", (f, c) -> c.begun(StreamKind.FULL).opened(file(USERS))),
        new Situation(
            "reading",
            (f, c) -> pending(f, c.begun(StreamKind.FULL).opened(file(USERS)).reading())),
        new Situation("rolling", (f, c) -> pending(f, c.begun(StreamKind.FULL).askingForLogs())),
        new Situation("incremental", (f, c) -> c.begun(StreamKind.INCREMENTAL)),
        new Situation(
            "incremental rolling",
            (f, c) -> pending(f, c.begun(StreamKind.INCREMENTAL).askingForLogs())),
        new Situation("logs", (f, c) -> c.begun(StreamKind.FULL).logsKnown()),
        new Situation(
            "opening a log",
            (f, c) -> pending(f, c.begun(StreamKind.FULL).logsKnown().opening(log(6)))),
        new Situation(
            "reading a log",
            (f, c) -> pending(f, c.begun(StreamKind.FULL).logsKnown().opened(log(6)).reading())),
        new Situation("all read", (f, c) -> c.fullRead()),
        new Situation("truncated", (f, c) -> c.fullRead().truncated()),
        new Situation("completed", (f, c) -> c.fullRead().truncated().completed()));
  }

  /** Each situation as it is, after StopBackup, and after StopService. */
  static List<Situation> stoppedToo() {
    List<Situation> all = new ArrayList<>();
    for (Situation situation : situations()) {
      all.add(situation);
      all.add(
          new Situation(
              situation.name() + ", stopped",
              situation.way().andThen((f, c) -> f.stopBackup(MAIL))));
      all.add(
          new Situation(
              situation.name() + ", service stopped",
              situation.way().andThen((f, c) -> f.stopService(MAIL))));
    }
    return all;
  }

  private static void pending(StreamFixture fixture, StreamInput input) {
    fixture.hostIsSilent().give(input);
  }

  /** One input of every kind and some of more, as if by this session and this host. */
  static List<StreamInput> inputs(StreamFixture f, StreamClient c) {
    List<StreamInput> inputs = new ArrayList<>(c.everyCall());
    inputs.add(c.beginning(StreamKind.INCREMENTAL));
    inputs.add(f.client("stranger").beginning(StreamKind.COPY));
    inputs.add(c.opening(log(6)));
    inputs.add(c.ending(EndMode.ABORT, false));
    inputs.add(f.client("stranger").ending(EndMode.ABORT, false));
    inputs.add(new TruncationConfirmed(MAIL, c.stamp()));
    inputs.add(new ReportsTaken(MAIL, c.stamp(), 2));
    inputs.addAll(owners(f));
    inputs.addAll(reports(f, c));
    return inputs;
  }

  private static List<StreamInput> owners(StreamFixture f) {
    return List.of(
        new StopBackup(f.request(), Optional.of(MAIL)),
        new StopBackup(f.request(), Optional.empty()),
        new StopBackup(f.request(), Optional.of(new InstanceId("nowhere"))),
        new StopService(f.request(), Optional.of(MAIL)),
        new StartInstance(f.request(), MAIL, facts(database(USERS))),
        new StartInstance(f.request(), new InstanceId("second"), facts(database(USERS))),
        new TerminateInstance(f.request(), MAIL, false),
        new TerminateInstance(f.request(), MAIL, true),
        new AttachDatabase(f.request(), MAIL, database(ORDERS)),
        new DetachDatabase(f.request(), MAIL, ORDERS),
        new DropDatabase(f.request(), MAIL, ORDERS),
        new ShrinkDatabase(f.request(), MAIL, USERS),
        new TakeForSnapshot(f.request(), MAIL, new SetId("other")),
        new GiveBack(f.request(), MAIL, SNAP, Optional.of(6L)));
  }

  private static List<StreamInput> reports(StreamFixture f, StreamClient c) {
    long call = f.host().calls();
    return List.of(
        new FileOpened(MAIL, call, FILE_BYTES),
        new FileOpened(MAIL, call - 1, FILE_BYTES),
        new OpenFailed(MAIL, call, BROKEN),
        new ReadEnded(MAIL, call, FILE_BYTES),
        new ReadFailed(MAIL, call, BROKEN),
        new LogsRolled(MAIL, call, logs(5, 6)),
        new LogsRolled(MAIL, call, logs(3)),
        new RollFailed(MAIL, call, BROKEN),
        new StreamOwnerLost(MAIL, c.stamp().session()),
        new CheckpointMoved(MAIL, 7),
        new LoggingChanged(MAIL, Logging.CIRCULAR));
  }
}
