import type { EntityManager } from 'typeorm';
import {
  listLines,
  listOpenEntries,
  OVERDUE_BANK_LINES,
  readLineAgeing,
  reconcile,
  suggestMatches,
} from '../../bank';
import { businessDate } from '../../calendar';
import { bookOf, type Caller } from '../../identity';
import { BANK_ACCOUNT, BANK_BOOK } from './bank-fill';

/** Rows of a page. */
const PAGE = 50;
const MOST_LINES = 100;
const MOST_ENTRIES = 500;
/** A day after all lines. */
const LAST_DAY = businessDate('2030-12-31');

/** A place anywhere among the lines. */
export interface BankTurn {
  readonly on: string;
  readonly id: string;
}

type ReadOne = (tx: EntityManager, caller: Caller, turn: BankTurn) => Promise<number>;

const lines =
  (filter: Parameters<typeof listLines>[2], isDeep = false): ReadOne =>
  async (tx, caller, { on, id }) => {
    const after = isDeep ? ([on, id] as const) : undefined;
    const found = await listLines(
      tx,
      caller,
      { book: BANK_BOOK, ...filter },
      { after, limit: PAGE },
    );
    return found.length;
  };

const ofAccount = async (tx: EntityManager, caller: Caller) => ({
  bookId: (await bookOf(tx, caller, BANK_BOOK)).id,
  account: BANK_ACCOUNT as typeof BANK_ACCOUNT,
});

/** Every read of an account with very many lines; each tells how many rows it had. */
export const BANK_READS: Readonly<Record<string, ReadOne>> = {
  'lines, first page': lines({}),
  'lines, deep page': lines({}, true),
  'lines, unmatched': lines({ state: 'unmatched', account: BANK_ACCOUNT }),
  'lines, matched': lines({ state: 'matched', account: BANK_ACCOUNT }),
  'lines, matched, deep page': lines({ state: 'matched' }, true),
  'lines, ignored, of which there are none': lines({ state: 'ignored' }),
  'lines, words in one': lines({ q: 'S4711' }),
  'lines by age': async (tx, caller) =>
    (await readLineAgeing(tx, await bookOf(tx, caller, BANK_BOOK), LAST_DAY)).items.length,
  'open entries': async (tx, caller) =>
    (await listOpenEntries(tx, await ofAccount(tx, caller), MOST_ENTRIES)).length,
  suggestions: async (tx, caller) =>
    (await suggestMatches(tx, await ofAccount(tx, caller), MOST_LINES)).length,
  'reconciliation statement': async (tx, caller) =>
    (await reconcile(tx, await ofAccount(tx, caller), LAST_DAY)).items.length,
  'what waits in the inbox': async (tx) =>
    (await tx.query<unknown[]>(OVERDUE_BANK_LINES.open)).length,
};
