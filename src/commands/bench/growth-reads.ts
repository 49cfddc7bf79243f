import { listRequests } from '../../approvals';
import { InboxSources, readInbox } from '../../inbox';
import { OPEN_WORK } from '../../open-work';
import { asCaller, type Caller } from '../../identity';
import {
  readAccounts,
  readAccountStatement,
  readJournals,
  readOpenRequests,
  readRequestStates,
  readTrialBalance,
} from '../../ledger';
import type { BenchDatabase } from './bench-database';

/** Lines of a page. */
export const PAGE = 50;

/** Where reading is measured, and by whom. */
export interface ReadSide {
  readonly database: BenchDatabase;
  readonly bookId: number;
  readonly maker: Caller;
  readonly approver: Caller;
}

/** What a read is about, by turns another one. */
export interface ReadTurn {
  readonly account: bigint;
  /** The entry of the account before which its page of the statement ends. */
  readonly before: bigint;
  readonly request: string;
}

type Read = (side: ReadSide, turn: ReadTurn) => Promise<unknown>;

/** The reads that people wait for, by name; with the rights of the person who reads, as over HTTP. */
export const READS: Readonly<Record<string, Read>> = {
  'account statement': ({ database, approver }, { account, before }) =>
    asCaller(database.dataSource, approver, (tx) =>
      readAccountStatement(tx, account, { before, limit: PAGE }),
    ),
  inbox: ({ database, approver }) =>
    asCaller(database.dataSource, approver, (tx) =>
      readInbox(tx, new InboxSources(OPEN_WORK), approver.personId, { limit: PAGE }),
    ),
  // What a person asked for, whom it waits for and since when.
  'status page': ({ database, maker }) =>
    asCaller(database.dataSource, maker, (tx) =>
      listRequests(tx, maker, { mine: 'made' }, { limit: PAGE }),
    ),
  'state of a request': ({ database, bookId, maker }, { request }) =>
    asCaller(database.dataSource, maker, (tx) => readRequestStates(tx, bookId, [request])),
  'accounts page': ({ database, bookId, approver }) =>
    asCaller(database.dataSource, approver, (tx) => readAccounts(tx, bookId, { limit: PAGE })),
  'trial balance': ({ database, bookId, approver }) =>
    asCaller(database.dataSource, approver, (tx) => readTrialBalance(tx, bookId)),
  'journals page': ({ database, bookId, approver }) =>
    asCaller(database.dataSource, approver, (tx) =>
      readJournals(tx, bookId, { after: 1_000n, limit: PAGE }),
    ),
  'open requests': async ({ database }) => {
    for await (const request of readOpenRequests(database.dataSource, 'ready')) return request;
    throw new Error('no request waits');
  },
};

/** Steps through the pages of a statement, and through the requests of a book. */
const STRIDE = 619;

/** What to read about: full pages anywhere in the statement of the busiest account, requests of any age. */
export async function readTurns(
  { database, bookId }: ReadSide,
  turns: number,
): Promise<ReadTurn[]> {
  const [busiest] = await database.dataSource.query<{ id: string; entries: number }[]>(
    `SELECT a.id, b.seq::integer AS entries
       FROM ledger.account a JOIN ledger.account_balance b ON b.account_id = a.id
      WHERE a.book_id = $1 ORDER BY b.seq DESC LIMIT 1`,
    [bookId],
  );
  if (busiest === undefined || busiest.entries <= PAGE) throw new Error('no account fills a page');
  const { id, entries } = busiest;
  const requests = await database.dataSource.query<{ id: string }[]>(
    `SELECT j.request_id AS id
       FROM generate_series(0, $2::bigint - 1) AS n
       JOIN ledger.book_head h ON h.book_id = $1
       JOIN ledger.journal j ON j.book_id = h.book_id AND j.number = 1 + n * ${STRIDE}::bigint % h.last_journal`,
    [bookId, turns],
  );
  return requests.map(({ id: request }, n) => ({
    account: BigInt(id),
    before: BigInt(PAGE + 1 + ((n * STRIDE) % (entries - PAGE))),
    request,
  }));
}
