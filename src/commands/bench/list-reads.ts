import type { EntityManager } from 'typeorm';
import { ADVANCE_STATES, listAdvances } from '../../advances';
import { listCases } from '../../case-register';
import { asCaller, type Caller } from '../../identity';
import { listOrganizations } from '../../organizations';
import { listPayable, listPaymentOrders } from '../../payments';
import { listReceiptLines } from '../../settlements';
import type { BenchDatabase } from './bench-database';
import { BOOKS, type ListPeople } from './lists-places';

/** Rows of a page. */
const PAGE = 50;

/** Where lists are read, and by whom. */
export interface ListSide extends ListPeople {
  readonly database: BenchDatabase;
}

/** What a read is about, by turns another one: a place far down in each list, and the numbers of two advances. */
export interface ListTurn {
  readonly advance: string;
  readonly number: string;
  /** Of the member's organization. */
  readonly ownNumber: string;
  readonly cost: string;
  readonly order: string;
  readonly receipt: string;
  readonly case: string;
}

type ReadOne = (tx: EntityManager, caller: Caller, turn: ListTurn) => Promise<readonly unknown[]>;

interface ListRead {
  readonly by: keyof ListPeople;
  readonly read: ReadOne;
}

const [, , , ELSEWHERE] = BOOKS;
/** In every name of an organization, in none, and in that of the last organization alone. */
const MANY = '吉林省';
const NONE = '黑龙江';

const advances =
  (
    filter: Parameters<typeof listAdvances>[2] | ((turn: ListTurn) => { readonly q: string }),
    deep = false,
  ): ReadOne =>
  (tx, caller, turn) =>
    listAdvances(tx, caller, typeof filter === 'function' ? filter(turn) : filter, {
      after: deep ? turn.advance : undefined,
      limit: PAGE,
    });

const byOfficer = (read: ReadOne): ListRead => ({ by: 'officer', read });
const byMember = (read: ReadOne): ListRead => ({ by: 'member', read });

const ADVANCES: Readonly<Record<string, ListRead>> = {
  'advances, first page': byOfficer(advances({})),
  'advances, deep page': byOfficer(advances({}, true)),
  ...Object.fromEntries(
    ADVANCE_STATES.map((state) => [`advances, ${state}`, byOfficer(advances({ state }))]),
  ),
  'advances, settled, deep page': byOfficer(advances({ state: 'settled' }, true)),
  'advances, a state that none has': byOfficer(advances({ state: 'surplus_due', book: BOOKS[0] })),
  'advances, words in many': byOfficer(advances({ q: MANY })),
  'advances, words in few': byOfficer(advances(({ number }) => ({ q: number }))),
  'advances, words in none': byOfficer(advances({ q: NONE })),
  'advances, words in many, rarest state': byOfficer(advances({ q: MANY, state: 'surplus_due' })),
  'advances, book of another bureau': byOfficer(advances({ book: ELSEWHERE })),
  'own advances, first page': byMember(advances({})),
  'own advances, deep page': byMember(advances({}, true)),
  'own advances, to_settle': byMember(advances({ state: 'to_settle' })),
  'own advances, surplus_due': byMember(advances({ state: 'surplus_due' })),
  'own advances, words in few': byMember(advances(({ ownNumber }) => ({ q: ownNumber }))),
  'own advances, words in none': byMember(advances({ q: NONE })),
};

const OTHERS: Readonly<Record<string, ListRead>> = {
  'payable costs, first page': byOfficer((tx, caller) =>
    listPayable(tx, caller, undefined, { limit: PAGE }),
  ),
  'payable costs, deep page': byOfficer((tx, caller, { cost }) =>
    listPayable(tx, caller, undefined, { after: cost, limit: PAGE }),
  ),
  'payment orders, first page': byOfficer((tx, caller) =>
    listPaymentOrders(tx, caller, {}, { limit: PAGE }),
  ),
  'payment orders, deep page': byOfficer((tx, caller, { order }) =>
    listPaymentOrders(tx, caller, {}, { after: order, limit: PAGE }),
  ),
  'payment orders, open': byOfficer((tx, caller) =>
    listPaymentOrders(tx, caller, { open: true }, { limit: PAGE }),
  ),
  'receipts, first page': byOfficer((tx, caller) =>
    listReceiptLines(tx, caller, {}, { limit: PAGE }),
  ),
  'receipts, deep page': byOfficer((tx, caller, { receipt }) =>
    listReceiptLines(tx, caller, {}, { after: receipt, limit: PAGE }),
  ),
  'receipts, submitted': byOfficer((tx, caller) =>
    listReceiptLines(tx, caller, { state: 'submitted' }, { limit: PAGE }),
  ),
  'receipts, rejected, deep page': byOfficer((tx, caller, { receipt }) =>
    listReceiptLines(tx, caller, { state: 'rejected' }, { after: receipt, limit: PAGE }),
  ),
  'own receipts, first page': byMember((tx, caller) =>
    listReceiptLines(tx, caller, {}, { limit: PAGE }),
  ),
  'own receipts, submitted': byMember((tx, caller) =>
    listReceiptLines(tx, caller, { state: 'submitted' }, { limit: PAGE }),
  ),
  'cases, first page': byOfficer((tx, caller) => listCases(tx, caller, {}, { limit: PAGE })),
  'cases, deep page': byOfficer((tx, caller, turn) =>
    listCases(tx, caller, {}, { after: turn.case, limit: PAGE }),
  ),
  'cases, words in none': byOfficer((tx, caller) =>
    listCases(tx, caller, { q: NONE }, { limit: PAGE }),
  ),
  'own cases, first page': byMember((tx, caller) => listCases(tx, caller, {}, { limit: PAGE })),
  'organizations, first page': byOfficer((tx, caller) =>
    listOrganizations(tx, caller, {}, { limit: PAGE }),
  ),
  'organizations, words in none': byOfficer((tx, caller) =>
    listOrganizations(tx, caller, { q: NONE }, { limit: PAGE }),
  ),
};

/** The lists that people wait for, by name, with their first page, pages far down, filters and words. */
export const LIST_READS: Readonly<Record<string, ListRead>> = { ...ADVANCES, ...OTHERS };

/** Reads a list with the rights of the person who reads, as over HTTP. */
export const readList = (
  { database, ...people }: ListSide,
  { by, read }: ListRead,
  turn: ListTurn,
): Promise<readonly unknown[]> =>
  asCaller(database.dataSource, people[by], (tx) => read(tx, people[by], turn));

/** A row of each list, anywhere in it. $1: how long ago it was made at most, in advances. */
const TURN = `
  SELECT a.id AS advance, a.ref AS number, own.ref AS "ownNumber", i.id AS cost, o.id AS "order", l.id AS receipt,
         a.case_id AS "case"
    FROM (SELECT uuidv7(-(random() * $1::double precision) * interval '15 minutes') AS at) x
   CROSS JOIN LATERAL (
     SELECT a.* FROM fund.advance_application a JOIN fund.bureau_book b ON b.book_id = a.book_id AND b.bureau_id = $2
      WHERE a.id < x.at ORDER BY a.id DESC LIMIT 1) a
   CROSS JOIN LATERAL (
     SELECT a.ref FROM fund.advance_application a JOIN fund.organization g ON g.id = a.organization_id AND g.uscc = $3
      WHERE a.id < x.at ORDER BY a.id DESC LIMIT 1) own
   CROSS JOIN LATERAL (SELECT i.id FROM fund.advance_item i WHERE i.id < x.at ORDER BY i.id DESC LIMIT 1) i
   CROSS JOIN LATERAL (SELECT o.id FROM fund.payment_order o WHERE o.id < x.at ORDER BY o.id DESC LIMIT 1) o
   CROSS JOIN LATERAL (SELECT l.id FROM fund.settlement_line l WHERE l.id < x.at ORDER BY l.id DESC LIMIT 1) l`;

/** What to read about in a turn, among so many advances. */
export async function listTurn(
  { database, officer, member }: ListSide,
  advances: number,
): Promise<ListTurn> {
  const [turn] = await database.dataSource.query<ListTurn[]>(TURN, [
    // Not at the very end, where there is no page any more.
    advances * 0.9,
    officer.bureauId,
    member.creditCode,
  ]);
  if (turn === undefined) throw new Error('no advance is so old');
  return turn;
}
