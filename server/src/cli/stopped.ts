// A person has had enough: Ctrl-C, Escape, or the signal of a supervisor.

/** As shells report a program that was interrupted. */
export const EXIT_INTERRUPTED = 130

export class Stopped extends Error {
  override name = 'Stopped'
}
