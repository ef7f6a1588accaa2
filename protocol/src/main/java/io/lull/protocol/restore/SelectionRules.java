package io.lull.protocol.restore;

import static io.lull.protocol.restore.Verdict.done;
import static io.lull.protocol.restore.Verdict.refused;

import io.lull.protocol.document.BackupDocument;
import io.lull.protocol.document.SavedWriter;
import io.lull.protocol.document.Selection;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.restore.RestoreEvent.AdditionalRestoresSet;
import io.lull.protocol.restore.RestoreEvent.ComponentDropped;
import io.lull.protocol.restore.RestoreEvent.ComponentSelected;
import io.lull.protocol.restore.RestoreEvent.FileStatusSet;
import io.lull.protocol.restore.RestoreEvent.MappingAdded;
import io.lull.protocol.restore.RestoreEvent.OptionsSet;
import io.lull.protocol.restore.RestoreEvent.SubcomponentAdded;
import io.lull.protocol.restore.RestoreEvent.TargetSet;
import io.lull.protocol.restore.RestoreInput.AddAlternativeLocationMapping;
import io.lull.protocol.restore.RestoreInput.AddRestoreSubcomponent;
import io.lull.protocol.restore.RestoreInput.SetAdditionalRestores;
import io.lull.protocol.restore.RestoreInput.SetFileRestoreStatus;
import io.lull.protocol.restore.RestoreInput.SetRestoreOptions;
import io.lull.protocol.restore.RestoreInput.SetRestoreTarget;
import io.lull.protocol.restore.RestoreInput.SetSelectedForRestore;
import io.lull.protocol.restore.RestoreInput.Verb;
import io.lull.protocol.table.Decision;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.protocol.writer.RestoreTarget;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** What is restored, and how: the verbs that ask no writer anything. */
final class SelectionRules {
  /** Long enough for any writer's wishes, too short to fill a journal. */
  static final int OPTIONS_MAX = 4096;

  private SelectionRules() {}

  static Decision<RestoreEvent, RestoreEffect, RestoreReply> select(
      Restore restore, SetSelectedForRestore verb, Instant now) {
    ComponentId component = verb.component();
    Optional<Fault> objection = objection(restore, component);
    if (objection.isPresent()) {
      return refused(verb, objection.get());
    }
    if (verb.selected() == restore.choices().containsKey(component)) {
      return done(verb);
    }
    return verb.selected()
        ? done(verb, new ComponentSelected(component))
        : done(verb, new ComponentDropped(component));
  }

  private static Optional<Fault> objection(Restore restore, ComponentId component) {
    Optional<SavedWriter> saved = restore.document().explicit(component);
    if (saved.isEmpty()) {
      return fault(
          Failure.OBJECT_NOT_FOUND,
          "a component that was picked for the backup",
          "its document does not name " + component);
    }
    // One whose server is down cannot describe itself, but has to be there for its files all the
    // same: what it said at the backup still holds.
    if (!restore.answers().isThere(component.writer())) {
      return fault(
          Failure.OBJECT_NOT_FOUND,
          "a component of a running writer",
          component.writer() + " is not there to be asked");
    }
    if (!saved.get().succeeded().contains(component)) {
      return fault(
          Failure.INVALID_ARGUMENT,
          "a component that was stored whole",
          "the backup of " + component + " did not succeed");
    }
    return Optional.empty();
  }

  static Decision<RestoreEvent, RestoreEffect, RestoreReply> addSubcomponent(
      Restore restore, AddRestoreSubcomponent verb, Instant now) {
    ComponentId part = verb.component();
    Optional<Selection> selection =
        restore.document().writer(part.writer()).map(SavedWriter::selection);
    Optional<ComponentId> carrier = selection.flatMap(saved -> saved.carrier(part));
    if (selection.isEmpty() || carrier.isEmpty()) {
      return refused(
          verb,
          Failure.OBJECT_NOT_FOUND,
          "a component that the backup carried along",
          "it did not carry " + part);
    }
    if (!restorable(selection.get(), part)) {
      return refused(
          verb,
          Failure.INVALID_ARGUMENT,
          "a component that can be restored by itself",
          "its writer lets " + part + " be restored only with all of " + carrier.get());
    }
    Optional<Choice> choice = Optional.ofNullable(restore.choices().get(carrier.get()));
    if (choice.isEmpty()) {
      return refused(
          verb,
          Failure.BAD_STATE,
          "that " + carrier.get() + ", which carries " + part + ", is selected first",
          "it is not");
    }
    if (choice.get().subcomponents().contains(part)) {
      return refused(
          verb, Failure.OBJECT_ALREADY_EXISTS, "a component that was not added yet", "got " + part);
    }
    return done(verb, new SubcomponentAdded(carrier.get(), part));
  }

  private static boolean restorable(Selection selection, ComponentId part) {
    return Selection.component(selection.metadata(), part).map(Component::restorable).orElse(false);
  }

  static Decision<RestoreEvent, RestoreEffect, RestoreReply> setOptions(
      Restore restore, SetRestoreOptions verb, Instant now) {
    if (verb.options().length() > OPTIONS_MAX) {
      return refused(
          verb,
          Failure.TOO_LARGE,
          "options of at most " + OPTIONS_MAX + " characters",
          "got " + verb.options().length());
    }
    return chosen(
        restore,
        verb,
        verb.component(),
        choice -> done(verb, new OptionsSet(verb.component(), verb.options())));
  }

  static Decision<RestoreEvent, RestoreEffect, RestoreReply> setMoreToCome(
      Restore restore, SetAdditionalRestores verb, Instant now) {
    return chosen(
        restore,
        verb,
        verb.component(),
        choice -> done(verb, new AdditionalRestoresSet(verb.component(), verb.moreToCome())));
  }

  static Decision<RestoreEvent, RestoreEffect, RestoreReply> setTarget(
      Restore restore, SetRestoreTarget verb, Instant now) {
    if (verb.target() == RestoreTarget.UNDEFINED) {
      return refused(verb, Failure.INVALID_ARGUMENT, "a restore target", "got UNDEFINED");
    }
    return chosen(
        restore,
        verb,
        verb.component(),
        choice -> done(verb, new TargetSet(verb.component(), verb.target())));
  }

  static Decision<RestoreEvent, RestoreEffect, RestoreReply> addMapping(
      Restore restore, AddAlternativeLocationMapping verb, Instant now) {
    return chosen(
        restore, verb, verb.component(), choice -> addMapping(restore.document(), verb, choice));
  }

  private static Decision<RestoreEvent, RestoreEffect, RestoreReply> addMapping(
      BackupDocument document, AddAlternativeLocationMapping verb, Choice choice) {
    if (!choice.volumes(document).contains(verb.mapping().from())) {
      return refused(
          verb,
          Failure.OBJECT_NOT_FOUND,
          "a volume of " + verb.component(),
          "nothing of it lay on " + verb.mapping().from());
    }
    if (choice.mappings().containsKey(verb.mapping().from())) {
      return refused(
          verb,
          Failure.OBJECT_ALREADY_EXISTS,
          "a volume without a mapping",
          verb.mapping().from() + " has one");
    }
    return done(verb, new MappingAdded(verb.component(), verb.mapping()));
  }

  static Decision<RestoreEvent, RestoreEffect, RestoreReply> setFileStatus(
      Restore restore, SetFileRestoreStatus verb, Instant now) {
    if (verb.status() == FileRestoreStatus.UNDEFINED) {
      return refused(verb, Failure.INVALID_ARGUMENT, "a file restore status", "got UNDEFINED");
    }
    return chosen(
        restore,
        verb,
        verb.component(),
        choice -> done(verb, new FileStatusSet(verb.component(), verb.status())));
  }

  private static Decision<RestoreEvent, RestoreEffect, RestoreReply> chosen(
      Restore restore,
      Verb verb,
      ComponentId component,
      Function<Choice, Decision<RestoreEvent, RestoreEffect, RestoreReply>> rule) {
    return Optional.ofNullable(restore.choices().get(component))
        .map(rule)
        .orElseGet(
            () ->
                refused(
                    verb,
                    Failure.OBJECT_NOT_FOUND,
                    "a component that is selected for restore",
                    component + " is not"));
  }

  private static Optional<Fault> fault(Failure failure, String expected, String but) {
    return Optional.of(Fault.expected(failure, expected, but));
  }
}
