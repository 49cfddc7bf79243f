import { Refusal } from './refusal';

export type MonthState = 'open' | 'on_hold' | 'closed';

/** The months of one book, `YYYY-MM`, and who closed and reopened them. */
export class Months {
  readonly states = new Map<string, MonthState>();
  readonly closings: { month: string; version: number; through: number; accounts: number }[] = [];
  readonly reopenings: { month: string; version: number; through: number; people: string[] }[] = [];

  /** Refuses unless the month takes requests: open, or never used and not before a closed one. */
  requireOpen(month: string): void {
    const state = this.states.get(month) ?? (this.isClosedAfter(month) ? 'closed' : 'open');
    if (state !== 'open') throw new Refusal('PERIOD_NOT_OPEN');
  }

  use(month: string): void {
    if (!this.states.has(month)) this.states.set(month, 'open');
  }

  putOnHold(month: string, hold: boolean): void {
    if (this.states.get(month) !== (hold ? 'open' : 'on_hold')) {
      throw new Refusal(hold ? 'PERIOD_NOT_OPEN' : 'MONTH_NOT_ON_HOLD');
    }
    this.states.set(month, hold ? 'on_hold' : 'open');
  }

  /** `hasUnposted` says whether requests of the month wait or have failed. */
  close(
    month: string,
    book: { readonly hasUnposted: boolean; readonly through: number; readonly accounts: number },
    checkOnly: boolean,
  ): { version: number; through: number; accounts: number } {
    if (this.states.get(month) === 'closed') throw new Refusal('MONTH_ALREADY_CLOSED');
    const hasOpenBefore = [...this.states].some(
      ([other, state]) => other < month && state !== 'closed',
    );
    if (hasOpenBefore || this.isClosedAfter(month)) throw new Refusal('MONTH_OUT_OF_ORDER');
    if (book.hasUnposted) throw new Refusal('MONTH_HAS_UNPOSTED');
    const { through, accounts } = book;
    const version = this.closings.filter((closing) => closing.month === month).length + 1;
    if (!checkOnly) {
      this.states.set(month, 'closed');
      this.closings.push({ month, version, through, accounts });
    }
    return { version, through, accounts };
  }

  reopen(month: string, people: readonly [string, string], through: number): number {
    const [first, second] = people.map((name) => name.trim().toLowerCase());
    if (first === second || first === '' || second === '') throw new Refusal('REOPENING_NEEDS_TWO');
    if (this.states.get(month) !== 'closed') throw new Refusal('MONTH_NOT_CLOSED');
    if (this.isClosedAfter(month)) throw new Refusal('MONTH_OUT_OF_ORDER');
    const version = this.closings.filter((closing) => closing.month === month).length;
    this.states.set(month, 'open');
    this.reopenings.push({ month, version, through, people: [...people] });
    return version;
  }

  private isClosedAfter(month: string): boolean {
    return [...this.states].some(([other, state]) => other > month && state === 'closed');
  }
}
