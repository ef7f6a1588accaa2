package io.lull.protocol.simulation;

/**
 * What goes wrong in a run, and how often; drawn from the seed, so that quiet runs happen too.
 *
 * @param loss of a message
 * @param twice a message arrives again
 * @param slow a message takes seconds
 * @param crashHost after one of its steps
 * @param stopHost after one of its steps
 * @param crashNode after one of its steps
 * @param stopNode after one of its steps
 * @param replaceNode its sessions are taken over although it runs on
 * @param restartEntity a session's write fails, and it starts anew on its node
 * @param split the network, at any step
 * @param clockJump of a coordinator's calendar, at any step
 * @param slowJournal a write takes seconds
 * @param handlerFails a writer's handler
 * @param handlerHangs a writer's handler never ends
 * @param handlerLate a writer's handler takes longer than it may
 * @param providerFails a provider's step
 * @param providerHangs a provider's step never ends
 * @param releaseFails the owner cannot end a hold at the first attempt
 * @param holdBreaks a hold ends by itself: a connection is cut, or somebody else thaws
 * @param requesterErratic a requester aborts, cancels, releases or vanishes where it likes
 * @param providerLies a provider says of a commit what is not so
 * @param handOff a coordinator gives a session away in good order, after one of its steps
 * @param spoken a requester pins, unpins or verifies its set, also while it is being deleted
 */
public record Faults(
    double loss,
    double twice,
    double slow,
    double crashHost,
    double stopHost,
    double crashNode,
    double stopNode,
    double replaceNode,
    double restartEntity,
    double split,
    double clockJump,
    double slowJournal,
    double handlerFails,
    double handlerHangs,
    double handlerLate,
    double providerFails,
    double providerHangs,
    double releaseFails,
    double holdBreaks,
    double requesterErratic,
    double providerLies,
    double handOff,
    double spoken) {
  public static final Faults NONE =
      new Faults(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /**
   * Draws the faults of a run.
   *
   * <p>Faults that were thought of later come in every eighth run only, and what is said of sets in
   * every fifth. Which one that is shows in the seed, so that every other seed stays the run that
   * it was.
   */
  public static Faults draw(long seed, Dice dice) {
    boolean later = Math.floorMod(seed, 8) == 5;
    boolean speaks = Math.floorMod(seed, 5) == 0;
    // One run in eight is quiet; the others have a few kinds of trouble each.
    if (dice.chance(0.125)) {
      return NONE;
    }
    return new Faults(
        some(dice, 0.06),
        some(dice, 0.15),
        some(dice, 0.05),
        some(dice, 0.004),
        some(dice, 0.006),
        some(dice, 0.003),
        some(dice, 0.004),
        some(dice, 0.003),
        some(dice, 0.03),
        some(dice, 0.002),
        some(dice, 0.01),
        some(dice, 0.2),
        some(dice, 0.06),
        some(dice, 0.04),
        some(dice, 0.06),
        some(dice, 0.05),
        some(dice, 0.03),
        some(dice, 0.3),
        some(dice, 0.1),
        some(dice, 0.15),
        later ? some(dice, 0.3) : 0,
        later ? some(dice, 0.01) : 0,
        speaks ? 0.7 * dice.fraction() : 0);
  }

  private static double some(Dice dice, double most) {
    return dice.chance(0.6) ? 0 : dice.fraction() * most;
  }
}
