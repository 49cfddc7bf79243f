import { type Fen, fen } from '../../money';
import type { StatementFault, StatementFaultCode, StatementLine } from './statement';

/** The balances that a file tells besides those of its lines. */
export interface StatedBalances {
  readonly opening: Fen | null;
  readonly closing: Fen | null;
}

/** What the sums of a file come to. */
export interface Summed extends StatedBalances {
  readonly lines: readonly StatementLine[];
  readonly faults: readonly StatementFault[];
}

/** A serial number is one movement; days do not run backwards in the order of booking. */
function faultsOfOrder(lines: readonly StatementLine[]): StatementFault[] {
  const faults: StatementFault[] = [];
  const serials = new Set<string>();
  let last = '';
  for (const { line, serial, on } of lines) {
    if (serial !== null && serials.has(serial)) {
      faults.push({ code: 'SERIAL_TWICE', line, column: null });
    }
    if (serial !== null) serials.add(serial);
    if (on < last) faults.push({ code: 'DATE_ORDER', line, column: null });
    last = on;
  }
  return faults;
}

/**
 * Follows the balance through the lines, in the order in which they were booked: each balance is the one before
 * and the amount. A row that is missing or was changed is so found.
 *
 * @param given in the order of booking
 */
export function checkSums(given: readonly StatementLine[], stated: StatedBalances): Summed {
  const faults = faultsOfOrder(given);
  const fault = (code: StatementFaultCode, line: number | null) =>
    faults.push({ code, line, column: null });
  const first = given.find(({ balance }) => balance !== null);
  let running = stated.opening;
  if (running === null && first !== undefined && first === given[0]) {
    running = fen((first.balance ?? 0n) - first.amount);
  }
  const opening = running;
  const lines = given.map((line, place) => {
    const expected = running === null ? null : fen(running + line.amount);
    if (expected !== null && line.balance !== null && line.balance !== expected) {
      fault(place === 0 ? 'OPENING_DIFFERS' : 'BALANCE_BROKEN', line.line);
    }
    running = line.balance ?? expected;
    return { ...line, balance: running };
  });
  if (stated.closing !== null && running !== null && stated.closing !== running) {
    fault('CLOSING_DIFFERS', null);
  }
  return { lines, faults, opening, closing: stated.closing ?? running };
}
