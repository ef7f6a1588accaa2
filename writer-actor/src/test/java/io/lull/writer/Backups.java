package io.lull.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterFixture;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterReply;
import java.util.Set;

/** Whole backups, as a coordinator asks for them. */
final class Backups {
  private Backups() {}

  /** Asks a writer, and waits for its answer. */
  interface Asking {
    WriterReply ask(WriterInput input);
  }

  /** Nine calls: all steps from Identify to BackupShutdown, and the end of the hold. */
  static void take(Asking writer, Stamp stamp) {
    writer.ask(new WriterInput.Identify(stamp.session(), WriterFixture.LIFE));
    done(
        writer,
        new WriterInput.PrepareForBackup(
            stamp, Set.of(WriterFixture.component()), BackupType.FULL));
    done(writer, new WriterInput.PrepareForSnapshot(stamp, Set.of()));
    WriterReply.Frozen frozen =
        (WriterReply.Frozen) writer.ask(new WriterInput.Freeze(stamp, Stage.LEASE));
    HoldToken token = frozen.token();
    WriterReply.Thawed thawed =
        (WriterReply.Thawed) writer.ask(new WriterInput.Thaw(stamp, token, WriterFixture.RECEIPTS));
    assertThat(thawed.attestation().end()).isEqualTo(HoldEnd.HELD);
    done(writer, new WriterInput.PostSnapshot(stamp));
    done(writer, new WriterInput.BackupComplete(stamp, Set.of(WriterFixture.component())));
    done(writer, new WriterInput.BackupShutdown(stamp));
  }

  private static void done(Asking writer, WriterInput input) {
    WriterReply.Handled handled = (WriterReply.Handled) writer.ask(input);
    assertThat(handled.result()).isEqualTo(new HandlerResult.Done());
  }
}
