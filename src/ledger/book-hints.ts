import type { WakeUp } from './wake-up';

/**
 * Tells that books have requests waiting, without making who accepted them wait. Hints of a book that
 * come while one of it is on its way become one more. One that cannot be sent is dropped: the sweeper
 * finds the book.
 */
export class BookHints {
  private readonly underway = new Map<number, { again: boolean }>();

  constructor(private readonly wakeUp: WakeUp) {}

  /** Called after the commit of an intake. */
  send(bookId: number): void {
    const current = this.underway.get(bookId);
    if (current === undefined) void this.announce(bookId);
    else current.again = true;
  }

  private async announce(bookId: number): Promise<void> {
    const hint = { again: true };
    this.underway.set(bookId, hint);
    while (hint.again) {
      hint.again = false;
      await this.wakeUp.announce(bookId).catch(() => undefined);
    }
    this.underway.delete(bookId);
  }
}
