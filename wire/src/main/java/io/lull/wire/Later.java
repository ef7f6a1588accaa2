package io.lull.wire;

/**
 * The form of what was added to records that had been written without it.
 *
 * @param before what was so before, though nobody said it; left out to this day
 */
record Later<T>(Form<? extends T> form, T before) implements Form<T> {
  @Override
  public Tree give(T value) {
    return own().give(value);
  }

  @Override
  public T take(Tree tree, Place place) {
    return form.take(tree, place);
  }

  @Override
  public T missing(Place place) {
    return before;
  }

  @Override
  public boolean leftOut(T value) {
    return value.equals(before);
  }

  @SuppressWarnings("unchecked") // A form is given only values of the type that it forms.
  private Form<T> own() {
    return (Form<T>) form;
  }
}
