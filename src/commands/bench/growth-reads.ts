import { listRequests, readInbox } from '../../approvals';
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
  readonly request: string;
}

type Read = (side: ReadSide, turn: ReadTurn) => Promise<unknown>;

/** The reads that people wait for, by name; with the rights of the person who reads, as over HTTP. */
export const READS: Readonly<Record<string, Read>> = {
  'account statement': ({ database, approver }, { account }) =>
    asCaller(database.dataSource, approver, (tx) =>
      readAccountStatement(tx, account, { limit: PAGE }),
    ),
  inbox: ({ database, approver }) =>
    asCaller(database.dataSource, approver, (tx) =>
      readInbox(tx, approver.personId, { limit: PAGE }),
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

/** Accounts and requests of a book to read about. */
export async function readTurns({ database, bookId }: ReadSide): Promise<ReadTurn[]> {
  const accounts = await readAccounts(database.dataSource, bookId, { limit: PAGE });
  const requests = await database.dataSource.query<{ id: string }[]>(
    `SELECT request_id AS id FROM ledger.journal WHERE book_id = $1 AND number <= $2`,
    [bookId, accounts.length],
  );
  return accounts.map(({ id }, index) => ({ account: id, request: requests[index]?.id ?? '' }));
}
