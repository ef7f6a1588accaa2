package io.lull.protocol.story;

import io.lull.protocol.certificate.Attestation;
import io.lull.protocol.certificate.Digest;
import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterInput.WriterRequest;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A writer and its application: it has a hold with a lease, and otherwise obeys the script. */
final class WriterDouble {
  private final WriterMetadata metadata;
  private final List<String> handled = new ArrayList<>();
  private Optional<HoldToken> hold = Optional.empty();
  private Instant until = Instant.MAX;

  WriterDouble(WriterMetadata metadata) {
    this.metadata = metadata;
  }

  WriterId id() {
    return metadata.writer();
  }

  WriterMetadata metadata() {
    return metadata;
  }

  List<String> handled() {
    return handled;
  }

  boolean frozen() {
    return hold.isPresent();
  }

  void die() {
    hold = Optional.empty();
  }

  /** Ends a hold whose lease has run out, as the host does by itself. */
  void expire(Instant now) {
    if (!now.isBefore(until)) {
      hold = Optional.empty();
    }
  }

  WriterReply answer(WriterInput input, How how, Incarnation life, Instant now) {
    return switch (input) {
      case WriterInput.Identify identify ->
          how == How.FAIL
              ? new WriterReply.Unidentified(id(), identify.session(), Cast.fault(identify))
              : new WriterReply.Identified(id(), identify.session(), life, metadata);
      case WriterRequest request when !request.stamp().incarnation().equals(life) ->
          refused(request, life, Failure.STALE_INCARNATION);
      case WriterRequest request when how == How.REFUSE ->
          refused(request, life, Failure.NOT_PREPARED);
      case WriterRequest request -> handled(request, how, now);
      default -> throw new IllegalArgumentException("expected a request, but got " + input);
    };
  }

  private WriterReply handled(WriterRequest request, How how, Instant now) {
    if (how == How.FAIL) {
      return result(request, new HandlerResult.Failed(Cast.fault(request)));
    }
    handled.add(request.getClass().getSimpleName());
    if (how == How.OBJECT) {
      return result(request, new HandlerResult.Objected(Cast.fault(request)));
    }
    if (how == How.LAPSE) {
      until = now;
    }
    return switch (request) {
      case WriterInput.Freeze freeze -> {
        HoldToken token = token(freeze.stamp());
        hold = Optional.of(token);
        until = now.plus(freeze.lease());
        yield new WriterReply.Frozen(id(), freeze.stamp(), token, freeze.lease());
      }
      case WriterInput.Thaw thaw -> thawed(thaw, now);
      case WriterInput.Abort abort -> {
        hold = Optional.empty();
        yield result(abort, new HandlerResult.Done());
      }
      default -> result(request, new HandlerResult.Done());
    };
  }

  private WriterReply thawed(WriterInput.Thaw thaw, Instant now) {
    boolean ours = hold.equals(Optional.of(thaw.token()));
    HoldEnd end = !now.isBefore(until) ? HoldEnd.LAPSED : ours ? HoldEnd.HELD : HoldEnd.NOT_HELD;
    hold = Optional.empty();
    Stamp stamp = thaw.stamp();
    return new WriterReply.Thawed(
        id(),
        stamp,
        new Attestation(
            id(),
            stamp.set(),
            stamp.epoch(),
            stamp.incarnation(),
            thaw.token(),
            end,
            thaw.receipts()));
  }

  private WriterReply result(WriterRequest request, HandlerResult result) {
    return new WriterReply.Handled(id(), request.stamp(), WriterStep.of(request), result);
  }

  private WriterReply refused(WriterRequest request, Incarnation life, Failure failure) {
    return new WriterReply.Refused(
        id(),
        request.stamp(),
        WriterStep.of(request),
        life,
        Fault.of(failure, "the script says so"));
  }

  private HoldToken token(Stamp stamp) {
    String of = id() + " " + stamp;
    return new HoldToken(Digest.of("token", List.of(of)).hex().substring(0, 32));
  }
}
