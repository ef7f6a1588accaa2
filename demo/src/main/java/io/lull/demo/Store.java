package io.lull.demo;

import java.nio.file.Path;

/** Where some of the money is; each hand has an account of its own in it. */
interface Store {
  /** How many threads move money, each between its own accounts. */
  int HANDS = 4;

  /** What it is called on the screen. */
  String name();

  /** The directory with all that it keeps. */
  Path directory();

  /** Puts something into the account of a hand, or takes out what is less than nothing. */
  void put(int hand, long amount) throws Exception;

  /** Makes a copy that is consistent in itself, as a careful administrator would. */
  void copy(Path to) throws Exception;

  /** What lies in all accounts of a copy. */
  long count(Path copy) throws Exception;
}
