package io.lull.protocol.provider;

import static io.lull.protocol.provider.ProviderPhase.ABORTED;
import static io.lull.protocol.provider.ProviderPhase.ABORTING;
import static io.lull.protocol.provider.ProviderPhase.ABSENT;
import static io.lull.protocol.provider.ProviderPhase.COMMITTED;
import static io.lull.protocol.provider.ProviderPhase.COMMITTING;
import static io.lull.protocol.provider.ProviderPhase.CREATED;
import static io.lull.protocol.provider.ProviderPhase.DELETED;
import static io.lull.protocol.provider.ProviderPhase.DELETING;
import static io.lull.protocol.provider.ProviderPhase.ENDING_PREPARE;
import static io.lull.protocol.provider.ProviderPhase.LEFT_OVER;
import static io.lull.protocol.provider.ProviderPhase.POST_COMMITTED;
import static io.lull.protocol.provider.ProviderPhase.POST_COMMITTING;
import static io.lull.protocol.provider.ProviderPhase.POST_FINAL_COMMITTING;
import static io.lull.protocol.provider.ProviderPhase.PREPARED;
import static io.lull.protocol.provider.ProviderPhase.PREPARING;
import static io.lull.protocol.provider.ProviderPhase.PRE_COMMITTED;
import static io.lull.protocol.provider.ProviderPhase.PRE_COMMITTING;
import static io.lull.protocol.provider.ProviderPhase.PRE_FINAL_COMMITTED;
import static io.lull.protocol.provider.ProviderPhase.PRE_FINAL_COMMITTING;
import static io.lull.protocol.provider.ProviderPhase.UNFINISHED;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.provider.ProviderInput.AbortSnapshots;
import io.lull.protocol.provider.ProviderInput.BeginPrepare;
import io.lull.protocol.provider.ProviderInput.Commit;
import io.lull.protocol.provider.ProviderInput.CopiesFound;
import io.lull.protocol.provider.ProviderInput.DeleteSnapshots;
import io.lull.protocol.provider.ProviderInput.EndPrepare;
import io.lull.protocol.provider.ProviderInput.FateTold;
import io.lull.protocol.provider.ProviderInput.PostCommit;
import io.lull.protocol.provider.ProviderInput.PostFinalCommit;
import io.lull.protocol.provider.ProviderInput.PreCommit;
import io.lull.protocol.provider.ProviderInput.PreFinalCommit;
import io.lull.protocol.provider.ProviderInput.PreparedDue;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.provider.ProviderInput.StepEnded;
import io.lull.protocol.provider.ProviderInput.StepOverdue;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Table;
import io.lull.protocol.time.Uptime;
import java.util.EnumSet;
import java.util.Set;

/** The rules of a provider, one row each; the phase is that of the set that the input names. */
public final class ProviderTable {
  private static final String NEW = "a new set, in place of an unfinished one; not for a foreign volume";
  private static final String UNKNOWN = "unknown set: refused; what is in progress is given up";
  private static final String EARLY = "out of order: refused, and the set is given up";
  private static final String IN_WORK = "in work; the answer goes to the newest epoch";
  private static final String AGAIN = "answered as before; nothing happens";
  private static final String REST = "what a refused volume left is gone, or goes again";

  private static final Set<ProviderPhase> WORKING =
      EnumSet.of(
          PRE_COMMITTING, COMMITTING, POST_COMMITTING, PRE_FINAL_COMMITTING, POST_FINAL_COMMITTING);
  private static final Set<ProviderPhase> RESTING =
      EnumSet.of(PREPARED, PRE_COMMITTED, COMMITTED, POST_COMMITTED, PRE_FINAL_COMMITTED);
  private static final Set<ProviderPhase> LEAVING = EnumSet.of(ABORTING, DELETING);
  private static final Set<ProviderPhase> GONE = EnumSet.of(ABORTED, DELETED);

  public static final Table<
          ProviderPhase,
          Provider,
          ProviderInput,
          Uptime,
          Decision<ProviderEvent, ProviderEffect, ProviderReply>>
      TABLE =
          Table
              .<ProviderPhase, Provider, ProviderInput, Uptime,
                  Decision<ProviderEvent, ProviderEffect, ProviderReply>>
                  of(
                      ProviderPhase.class,
                      ProviderInput.class,
                      Decision.nothing(),
                      ProviderTable::refuse)

          // The creation, step by step. Of a left-over set the work before is not there.
          .on(ABSENT, BeginPrepare.class, NEW, BeginRules::begin, PREPARING, ABSENT)
          .on(PREPARING, BeginPrepare.class, "a further volume", BeginRules::more)
          .on(between(ENDING_PREPARE, CREATED), BeginPrepare.class, AGAIN, BeginRules::again)
          .on(between(ABORTING, DELETED), BeginPrepare.class, AGAIN, BeginRules::gone)
          .rejectElsewhere(BeginPrepare.class, Failure.HOST_RESTARTED)
          .on(ABSENT, EndPrepare.class, UNKNOWN, StepRules::veto)
          .on(PREPARING, EndPrepare.class, "its turn; what it does not name is dropped, what is not there is refused", EndRules::end,
              ENDING_PREPARE, PREPARING)
          .on(ENDING_PREPARE, EndPrepare.class, IN_WORK, StepRules::askedAgain)
          .on(since(PREPARED), EndPrepare.class, AGAIN, StepRules::again)
          .rejectElsewhere(EndPrepare.class, Failure.HOST_RESTARTED)
          .on(ABSENT, PreCommit.class, UNKNOWN, StepRules::veto)
          .on(before(PREPARED), PreCommit.class, EARLY, StepRules::veto, ABORTING)
          .on(PREPARED, PreCommit.class, "its turn", StepRules::start, PRE_COMMITTING)
          .on(PRE_COMMITTING, PreCommit.class, IN_WORK, StepRules::askedAgain)
          .on(since(PRE_COMMITTED), PreCommit.class, AGAIN, StepRules::again)
          .rejectElsewhere(PreCommit.class, Failure.HOST_RESTARTED)
          .on(ABSENT, Commit.class, UNKNOWN, StepRules::veto)
          .on(before(PRE_COMMITTED), Commit.class, EARLY, StepRules::veto, ABORTING)
          .on(PRE_COMMITTED, Commit.class, "its turn", StepRules::start, COMMITTING)
          .on(COMMITTING, Commit.class, IN_WORK, StepRules::askedAgain)
          .on(since(COMMITTED), Commit.class, AGAIN, StepRules::again)
          .rejectElsewhere(Commit.class, Failure.HOST_RESTARTED)
          .on(ABSENT, PostCommit.class, UNKNOWN, StepRules::veto)
          .on(before(COMMITTED), PostCommit.class, EARLY, StepRules::veto, ABORTING)
          .on(COMMITTED, PostCommit.class, "its turn", StepRules::start, POST_COMMITTING)
          .on(POST_COMMITTING, PostCommit.class, IN_WORK, StepRules::askedAgain)
          .on(since(POST_COMMITTED), PostCommit.class, AGAIN, StepRules::again)
          .rejectElsewhere(PostCommit.class, Failure.HOST_RESTARTED)

          // The end of it. Nothing stands still any more, so an early one costs nothing.
          .reject(ABSENT, PreFinalCommit.class, Failure.OBJECT_NOT_FOUND)
          .reject(before(POST_COMMITTED), PreFinalCommit.class, Failure.BAD_STATE)
          .on(POST_COMMITTED, PreFinalCommit.class, "its turn", StepRules::start, PRE_FINAL_COMMITTING)
          .on(PRE_FINAL_COMMITTING, PreFinalCommit.class, IN_WORK, StepRules::askedAgain)
          .on(since(PRE_FINAL_COMMITTED), PreFinalCommit.class, AGAIN, StepRules::again)
          .rejectElsewhere(PreFinalCommit.class, Failure.HOST_RESTARTED)
          .reject(ABSENT, PostFinalCommit.class, Failure.OBJECT_NOT_FOUND)
          .reject(before(PRE_FINAL_COMMITTED), PostFinalCommit.class, Failure.BAD_STATE)
          .on(PRE_FINAL_COMMITTED, PostFinalCommit.class, "its turn", StepRules::start, POST_FINAL_COMMITTING)
          .on(POST_FINAL_COMMITTING, PostFinalCommit.class, IN_WORK, StepRules::askedAgain)
          .on(since(CREATED), PostFinalCommit.class, AGAIN, StepRules::again)
          .rejectElsewhere(PostFinalCommit.class, Failure.HOST_RESTARTED)

          // How copies go because somebody says so.
          .on(ABSENT, AbortSnapshots.class, "never to begin", AbortRules::unknown, ABORTED)
          .on(LEFT_OVER, AbortSnapshots.class, "it goes", AbortRules::abort, ABORTING)
          .on(UNFINISHED, AbortSnapshots.class, "it goes", AbortRules::abort, ABORTING)
          .on(CREATED, AbortSnapshots.class, "nothing of it is unfinished", AbortRules::none)
          .on(LEAVING, AbortSnapshots.class, "going; answered then", AbortRules::await)
          .on(GONE, AbortSnapshots.class, "nothing is left", AbortRules::none)
          .on(LEFT_OVER, DeleteSnapshots.class, "they go", DeleteRules::delete)
          .reject(UNFINISHED, DeleteSnapshots.class, Failure.BAD_STATE)
          .on(CREATED, DeleteSnapshots.class, "they go", DeleteRules::delete)
          .on(DELETED, DeleteSnapshots.class, "they have gone", DeleteRules::again)
          .on(EnumSet.of(ABSENT, ABORTING, ABORTED, DELETING), DeleteSnapshots.class,
              "there is no such snapshot, or not for long; nothing happens", DeleteRules::none)

          // How copies go or stay because of their session.
          .on(ABSENT, CopiesFound.class, "of an earlier life: known from now on, and their fate is asked", FoundRules::adopt,
              CREATED, LEFT_OVER)
          .on(between(LEFT_OVER, CREATED), CopiesFound.class, "the host was cut off; their fate is asked", FoundRules::askFate)
          .ignoreElsewhere(CopiesFound.class, "they are going, or went after they were listed")
              .onOrStay(
                  between(LEFT_OVER, POST_FINAL_COMMITTING),
                  FateTold.class,
                  "a set that does not live is given up",
                  FoundRules::fateOfUnfinished,
                  ABORTING)
          .on(CREATED, FateTold.class, "a set that does not live goes", FoundRules::fateOfCreated, CREATED, DELETING)
          .ignoreElsewhere(FateTold.class, "nothing is left to decide")

          // How the provider's own work ends.
          .ignore(ABSENT, StepEnded.class, "the set was forgotten; nothing of it was left")
          .on(PREPARING, StepEnded.class, "a volume is begun or not", WorkRules::ended)
          .on(ENDING_PREPARE, StepEnded.class, "after the last volume EndPrepare begins; a failure fails the set",
              WorkRules::ended, ENDING_PREPARE, PREPARED, ABORTING)
          .on(RESTING, StepEnded.class, REST, WorkRules::ended)
              .onOrStay(
                  EnumSet.of(PRE_COMMITTING),
                  StepEnded.class,
                  "done; a failure fails the set",
                  WorkRules::ended,
                  PRE_COMMITTED,
                  ABORTING)
              .onOrStay(
                  EnumSet.of(COMMITTING),
                  StepEnded.class,
                  "the receipt is given; a failure fails the set",
                  WorkRules::ended,
                  COMMITTED,
                  ABORTING)
              .onOrStay(
                  EnumSet.of(POST_COMMITTING),
                  StepEnded.class,
                  "done; a failure fails the set",
                  WorkRules::ended,
                  POST_COMMITTED,
                  ABORTING)
              .onOrStay(
                  EnumSet.of(PRE_FINAL_COMMITTING),
                  StepEnded.class,
                  "the copies are writable; a failure fails the set",
                  WorkRules::ended,
                  PRE_FINAL_COMMITTED,
                  ABORTING)
              .onOrStay(
                  EnumSet.of(POST_FINAL_COMMITTING),
                  StepEnded.class,
                  "the set is finished; a failure fails it",
                  WorkRules::ended,
                  CREATED,
                  ABORTING)
              .onOrStay(
                  EnumSet.of(CREATED, LEFT_OVER),
                  StepEnded.class,
                  "some copies were deleted, or all",
                  WorkRules::ended,
                  DELETED)
          .on(ABORTING, StepEnded.class, "the last: gone", WorkRules::ended, ABORTING, ABORTED)
          .on(DELETING, StepEnded.class, "the last: gone", WorkRules::ended, DELETING, DELETED)
          .on(ABORTED, StepEnded.class, "work that was stopped has ended late: what it left goes", WorkRules::ended,
              ABORTED, ABORTING)
          .on(DELETED, StepEnded.class, REST, WorkRules::ended)

          // How time ends it. The lease frees prepared work until the writers stand still.
          .on(PREPARING, StepOverdue.class, "the volume is left out", WorkRules::overdue)
              .onOrStay(
                  EnumSet.of(ENDING_PREPARE),
                  StepOverdue.class,
                  "a volume is left out; EndPrepare fails the set",
                  WorkRules::overdue,
                  ABORTING)
              .onOrStay(WORKING, StepOverdue.class, "the set fails", WorkRules::overdue, ABORTING)
          .ignore(ABSENT, StepOverdue.class, "the set was forgotten; nothing of it was left")
          .ignore(ABORTED, StepOverdue.class, "nobody waits for work of it")
          .on(RESTING, StepOverdue.class, "a removal; it is tried again", WorkRules::overdue)
          .on(EnumSet.of(LEFT_OVER, CREATED, ABORTING, DELETING, DELETED), StepOverdue.class,
              "a deletion is answered; a removal is tried again", WorkRules::overdue)
              .onOrStay(
                  EnumSet.of(LEFT_OVER, PREPARING, PREPARED),
                  PreparedDue.class,
                  "if its lease is over, the creation did not come: the work is freed",
                  BeginRules::preparedDue,
                  ABORTING)
          .ignore(ENDING_PREPARE, PreparedDue.class, "EndPrepare has a limit of its own")
          .ignoreElsewhere(PreparedDue.class, "the creation came, or the set is given up")
              .build();

  private ProviderTable() {}

  private static Decision<ProviderEvent, ProviderEffect, ProviderReply> refuse(
      Provider provider, ProviderInput input, Failure failure) {
    return input instanceof ProviderRequest request
        ? Decision.reply(Answers.refused(provider, request, failure))
        : Decision.nothing();
  }

  private static Set<ProviderPhase> between(ProviderPhase first, ProviderPhase last) {
    return EnumSet.range(first, last);
  }

  private static Set<ProviderPhase> since(ProviderPhase first) {
    return EnumSet.range(first, DELETED);
  }

  /** The phases of a set that has begun but not come so far. */
  private static Set<ProviderPhase> before(ProviderPhase phase) {
    Set<ProviderPhase> earlier = EnumSet.range(PREPARING, phase);
    earlier.remove(phase);
    return earlier;
  }
}
