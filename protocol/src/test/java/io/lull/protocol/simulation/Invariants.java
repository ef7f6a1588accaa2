package io.lull.protocol.simulation;

import io.lull.protocol.simulation.invariants.APinnedSetKeepsItsCopies;
import io.lull.protocol.simulation.invariants.AbortSnapshotsNeverBeforeEndPrepare;
import io.lull.protocol.simulation.invariants.AfterAbortOnlyAbortOrShutdown;
import io.lull.protocol.simulation.invariants.AnAnsweredCallDoesNothing;
import io.lull.protocol.simulation.invariants.AnOlderAttemptIsRefused;
import io.lull.protocol.simulation.invariants.AtMostOneCreationPerHost;
import io.lull.protocol.simulation.invariants.AttestationsAreTrue;
import io.lull.protocol.simulation.invariants.EpochsAreNeverReused;
import io.lull.protocol.simulation.invariants.EveryFreezeSentIsThawedAbortedOrReportedUnconfirmed;
import io.lull.protocol.simulation.invariants.ExactlyOneTerminalOutcome;
import io.lull.protocol.simulation.invariants.FreezeIsNeverReissued;
import io.lull.protocol.simulation.invariants.IntentIsDurableBeforeTheFirstFreeze;
import io.lull.protocol.simulation.invariants.NoCertificateWhenAnyHoldLapsed;
import io.lull.protocol.simulation.invariants.NoCommitWhileAParticipatingWriterIsUnfrozen;
import io.lull.protocol.simulation.invariants.NoJournalWriteInsideAWindow;
import io.lull.protocol.simulation.invariants.NoSetGoodWithoutAcceptedCertificate;
import io.lull.protocol.simulation.invariants.NoWriterFrozenPastItsLease;
import io.lull.protocol.simulation.invariants.NothingIsLoggedWhileFrozen;
import io.lull.protocol.simulation.invariants.QuietSystemIsClean;
import io.lull.protocol.simulation.invariants.RestartAnywhere;
import io.lull.protocol.simulation.invariants.SlotsNeverLeak;
import io.lull.protocol.simulation.invariants.WhatTheWindowCallsRunningRuns;
import io.lull.protocol.simulation.invariants.WhatWasSaidOfASetStaysSaid;
import java.util.List;

/** All that is promised, freshly made for one run. */
public final class Invariants {
  private Invariants() {}

  public static List<Invariant> all() {
    return List.of(
        new NoWriterFrozenPastItsLease(),
        new EveryFreezeSentIsThawedAbortedOrReportedUnconfirmed(),
        new WhatTheWindowCallsRunningRuns(),
        new NoCommitWhileAParticipatingWriterIsUnfrozen(),
        new NoCertificateWhenAnyHoldLapsed(),
        new NoSetGoodWithoutAcceptedCertificate(),
        new AttestationsAreTrue(),
        new AbortSnapshotsNeverBeforeEndPrepare(),
        new AtMostOneCreationPerHost(),
        new SlotsNeverLeak(),
        new AfterAbortOnlyAbortOrShutdown(),
        new ExactlyOneTerminalOutcome(),
        new AnAnsweredCallDoesNothing(),
        new NoJournalWriteInsideAWindow(),
        new IntentIsDurableBeforeTheFirstFreeze(),
        new FreezeIsNeverReissued(),
        new EpochsAreNeverReused(),
        new AnOlderAttemptIsRefused(),
        new NothingIsLoggedWhileFrozen(),
        new APinnedSetKeepsItsCopies(),
        new WhatWasSaidOfASetStaysSaid(),
        new RestartAnywhere(),
        new QuietSystemIsClean());
  }
}
