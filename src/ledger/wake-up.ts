/** Stops listening. */
export type StopListening = () => Promise<void>;

/**
 * Carries the hint "this book has requests waiting" from whoever accepted them to whoever posts.
 * A hint may be lost, doubled or late: the facts are in PostgreSQL and the sweeper heals.
 */
export interface WakeUp {
  /** Called after the commit of an intake. Never fails for want of a listener. */
  announce(bookId: number): Promise<void>;
  /** Calls `onBook` for every hint until stopped. */
  listen(onBook: (bookId: number) => void): Promise<StopListening>;
}
