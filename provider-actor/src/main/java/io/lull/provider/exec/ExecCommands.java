package io.lull.provider.exec;

import io.lull.kernel.command.CommandLine;
import java.util.Optional;

/**
 * The commands of one provider.
 *
 * @param check whether a volume can be copied
 * @param create makes the copy, or only its cut if there is a command for the rest
 * @param ready makes the cut a copy that can be read and written to
 * @param finish closes the copy for writing
 * @param delete removes the copy
 */
record ExecCommands(
    CommandLine check,
    CommandLine create,
    Optional<CommandLine> ready,
    Optional<CommandLine> finish,
    CommandLine delete) {}
