/**
 * One provider on its host, as an actor.
 *
 * <pre>
 *   ProviderActor     the shell of protocol's ProviderMachine: it decides nothing
 *     Askers          who waits for which answer
 *     Workbench       the work that is being done, each piece on a thread of its own
 *     Alarms          the timers, which stand outside of the work
 *   spi               what a provider has to be able to do
 *   btrfs             copies as snapshots of subvolumes, by the kernel's calls
 *   lvm, zfs          copies by command-line tools
 *   exec              copies by commands of the administrator
 *     tool, command   what those three have in common
 *     record, mount   what is kept of copies; what is mounted where
 *   test              a provider that does what a test wants
 * </pre>
 */
@NullMarked
package io.lull.provider;

import org.jspecify.annotations.NullMarked;
