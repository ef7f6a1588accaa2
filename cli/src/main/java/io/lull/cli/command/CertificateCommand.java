package io.lull.cli.command;

import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Api;
import io.lull.cli.node.Api.Request;
import io.lull.cli.node.NoAnswer;
import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.certificate.Certificate;
import io.lull.protocol.certificate.Evidence;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionEvent;
import io.lull.wire.EventLog;
import io.lull.wire.EventLogKind;
import io.lull.wire.EventLogReader;
import io.lull.wire.Replay;
import io.lull.wire.Wire;
import io.lull.wire.WireException;
import io.lull.wire.WireLimits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says Yes or No to a certificate, here and not in the node that issued it. */
@picocli.CommandLine.Command(
    name = "certificate",
    description = {
      "Check the certificate of a set, here and not in the node that issued it.",
      "Of a file it needs no node. Exits with 21 and all objections if it is not borne out."
    })
public final class CertificateCommand extends Command {
  private static final Duration LOG = Duration.ofMinutes(1);

  @Parameters(
      paramLabel = "FILE|SET",
      description = "A certificate or an event log in a file, or a set that the node knows.")
  private String what = "";

  @Option(
      names = "--evidence",
      paramLabel = "FILE",
      description = "What all parties recorded by themselves, to hold the certificate against.")
  private @Nullable Path evidence;

  public CertificateCommand(Context context) {
    super(context);
  }

  @Override
  protected ExitCode run() {
    Path file = context.surroundings().directory().resolve(what);
    Judged judged = Files.exists(file) ? ofFile(file) : ofSet();
    context.screen().show(judged, judged::lines);
    return judged.exit();
  }

  private Judged ofFile(Path file) {
    byte[] bytes = bytes(file, (int) WireLimits.LOG_BYTES);
    // A certificate is one value, and a log is one in each line.
    Optional<Certificate> certificate = read(bytes, Certificate.class);
    if (certificate.isPresent()) {
      return judged(certificate.get(), Recorded.in(certificate.get()), "its own records alone");
    }
    try {
      return ofSession(log(bytes))
          .orElseThrow(
              () ->
                  Trouble.usage("expected a certificate in " + file + ", but none was issued", ""));
    } catch (WireException neither) {
      throw Trouble.of(
          ExitCode.USAGE, "expected a certificate or an event log in " + file, neither);
    }
  }

  private Judged ofSet() {
    SetId set;
    try {
      set = new SetId(what);
    } catch (IllegalArgumentException neither) {
      throw Trouble.usage(
          "expected a file or a set, but there is no file '" + what + "' and no set is called so",
          "'lull sets' lists the sets");
    }
    Api api = context.apiToLook();
    Certificate certificate = api.get("/v1/sets/" + set + "/certificate", Certificate.class);
    CatalogueEntry entry = api.get("/v1/sets/" + set, CatalogueEntry.class);
    return session(api, entry.session())
        .flatMap(Recorded::in)
        .map(told -> judged(certificate, told, "the log of session " + entry.session()))
        .orElseGet(() -> judged(certificate, Recorded.in(certificate), "its own records alone"));
  }

  private Judged judged(Certificate certificate, Evidence found, String against) {
    if (evidence == null) {
      return Judged.of(certificate, found, against);
    }
    Path file = context.surroundings().directory().resolve(evidence);
    try {
      Evidence own = Wire.json().read(bytes(file, WireLimits.MESSAGE_BYTES), Evidence.class);
      return Judged.of(certificate, own, "the records of all parties in " + file);
    } catch (WireException wrong) {
      throw Trouble.of(ExitCode.USAGE, "expected evidence in " + file, wrong);
    }
  }

  private Optional<Judged> ofSession(Session session) {
    return ReplayCommand.judged(session)
        .map(
            found ->
                evidence == null
                    ? found
                    : judged(
                        found.certificate(), Recorded.in(found.certificate()), found.against()));
  }

  /** The session as its log tells it; a node that gives none away leaves the certificate alone. */
  private static Optional<Session> session(Api api, SessionId id) {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    try {
      int status =
          api.ask(
              Request.of("GET", "/v1/sessions/" + id + "/log"),
              LOG,
              WireLimits.LOG_BYTES,
              _ -> log);
      return status == 200 ? Optional.of(log(log.toByteArray())) : Optional.empty();
    } catch (NoAnswer none) {
      throw none.trouble();
    } catch (WireException wrong) {
      throw Trouble.of(ExitCode.FAILED, "expected the log of session " + id, wrong);
    }
  }

  private static Session log(byte[] bytes) {
    try {
      EventLog<SessionEvent> log =
          EventLogReader.read(new ByteArrayInputStream(bytes), EventLogKind.SESSION);
      return Replay.session(log);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static <T> Optional<T> read(byte[] bytes, Class<T> type) {
    try {
      return Optional.of(Wire.json().read(bytes, type));
    } catch (WireException another) {
      return Optional.empty();
    }
  }

  private static byte[] bytes(Path file, int most) {
    byte[] bytes = Named.read(file, in -> in.readNBytes(most + 1));
    if (bytes.length > most) {
      throw Trouble.usage(
          "expected at most " + most + " bytes in " + file + ", but it is larger", "");
    }
    return bytes;
  }
}
