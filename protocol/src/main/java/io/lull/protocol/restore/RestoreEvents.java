package io.lull.protocol.restore;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.restore.RestoreEvent.AdditionalRestoresSet;
import io.lull.protocol.restore.RestoreEvent.ComponentDropped;
import io.lull.protocol.restore.RestoreEvent.ComponentSelected;
import io.lull.protocol.restore.RestoreEvent.EpochTaken;
import io.lull.protocol.restore.RestoreEvent.FileStatusSet;
import io.lull.protocol.restore.RestoreEvent.MappingAdded;
import io.lull.protocol.restore.RestoreEvent.OptionsSet;
import io.lull.protocol.restore.RestoreEvent.Replied;
import io.lull.protocol.restore.RestoreEvent.RequesterHeard;
import io.lull.protocol.restore.RestoreEvent.RequesterLost;
import io.lull.protocol.restore.RestoreEvent.RestoreInitialized;
import io.lull.protocol.restore.RestoreEvent.RestoreReleased;
import io.lull.protocol.restore.RestoreEvent.RoundBegun;
import io.lull.protocol.restore.RestoreEvent.RoundEnded;
import io.lull.protocol.restore.RestoreEvent.StatusTold;
import io.lull.protocol.restore.RestoreEvent.SubcomponentAdded;
import io.lull.protocol.restore.RestoreEvent.TargetSet;
import io.lull.protocol.restore.RestoreEvent.WriterAbsent;
import io.lull.protocol.restore.RestoreEvent.WriterHandled;
import io.lull.protocol.restore.RestoreEvent.WriterIdentified;
import io.lull.protocol.writer.HandlerResult;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** How each event changes a restore; records, and decides nothing. */
final class RestoreEvents {
  private static final Set<Failure> SILENT =
      EnumSet.of(Failure.HOST_UNREACHABLE, Failure.WRITER_NOT_RESPONDING);

  private RestoreEvents() {}

  static Restore apply(Restore restore, List<RestoreEvent> events) {
    Restore changed = restore;
    for (RestoreEvent event : events) {
      changed = apply(changed, event);
    }
    return changed;
  }

  static Restore apply(Restore restore, RestoreEvent event) {
    return switch (event) {
      case RestoreInitialized(var terms) -> restore.initialized(terms);
      case RequesterHeard(var at) -> restore.heardAt(at);
      case ComponentSelected(var component) -> restore.withChoice(Choice.of(component));
      case ComponentDropped(var component) -> restore.withoutChoice(component);
      case SubcomponentAdded(var component, var part) ->
          changed(restore, component, choice -> choice.withSubcomponent(part));
      case OptionsSet(var component, var options) ->
          changed(restore, component, choice -> choice.withOptions(options));
      case AdditionalRestoresSet(var component, var more) ->
          changed(restore, component, choice -> choice.withMoreToCome(more));
      case TargetSet(var component, var target) ->
          changed(restore, component, choice -> choice.withTarget(target));
      case MappingAdded(var component, var mapping) ->
          changed(restore, component, choice -> choice.withMapping(mapping));
      case FileStatusSet(var component, var status) ->
          changed(restore, component, choice -> choice.withStatus(status));
      case RoundBegun(var round) -> restore.asking(round);
      case WriterIdentified(var writer, var life, var metadata) ->
          answered(restore, writer, a -> a.withRunning(writer, new RunningWriter(life, metadata)));
      case WriterAbsent(var writer, var fault) ->
          answered(restore, writer, a -> absent(restore, a, writer, fault));
      case WriterHandled(var writer, var result) -> handled(restore, writer, result);
      case StatusTold(var writer, var status) ->
          answered(restore, writer, a -> a.withStatus(writer, status));
      case RoundEnded() -> restore.settled();
      case Replied(var reply) -> restore.withReply(reply);
      case EpochTaken(var epoch, var at) -> restore.withEpoch(epoch).heardAt(at);
      case RequesterLost(var fault) -> restore.endedBy(fault);
      case RestoreReleased() -> restore.released();
    };
  }

  private static Restore changed(
      Restore restore, ComponentId component, UnaryOperator<Choice> change) {
    Choice choice = Optional.ofNullable(restore.choices().get(component)).orElseThrow();
    return restore.withChoice(change.apply(choice));
  }

  private static Restore answered(Restore restore, WriterId writer, UnaryOperator<Answers> change) {
    return restore.answered(writer, change.apply(restore.answers()));
  }

  // Only silence means that nobody is there; whoever says that he is not well is.
  private static Answers absent(Restore restore, Answers answers, WriterId writer, Fault fault) {
    Answers changed = answers.withAbsent(writer, fault);
    Incarnation life = restore.openRound().waiting().get(writer);
    return life == null || SILENT.contains(fault.failure())
        ? changed
        : changed.withUnwell(writer, life);
  }

  // The same event after every step; the open round knows which one the writer speaks about.
  private static Restore handled(Restore restore, WriterId writer, HandlerResult result) {
    Answers answers = restore.answers();
    return restore.answered(
        writer,
        switch (restore.openRound().question()) {
          case PRE_RESTORE -> answers.withPreRestored(writer, result);
          case POST_RESTORE -> answers.withPostRestored(writer, result);
          case SHUT_DOWN -> answers.withShutDown(writer, result);
          case IDENTIFY, STATUS_BEFORE_FILES, STATUS_AFTER_FILES -> answers;
        });
  }
}
