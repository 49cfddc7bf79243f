import type { DataSource, EntityManager } from 'typeorm';
import type { z } from 'zod';
import { DomainError } from '../errors';
import type { Caller } from '../identity';
import { formatYuan } from '../money';
import { VERDICTS } from './decide';
import { concerns } from './of-administrators';
import { FINAL_STATES, idsOf, isOf } from './requests';
import type { ACTIONS, approvalItem, inboxItem } from './schemas';

type Reader = Pick<DataSource | EntityManager, 'query'>;
type Item = z.infer<typeof approvalItem>;
type InboxItem = z.infer<typeof inboxItem>;
export type Action = (typeof ACTIONS)[number];

/** A row with its place in the list, which the caller of the list does not see. */
export interface Placed<T> {
  readonly item: T;
  readonly place: string;
}

type Row<Title extends string | null = string> = Omit<
  Item,
  'title' | 'amount' | 'madeAt' | 'since'
> & {
  readonly title: Title;
  readonly amount_fen: string | null;
  readonly made_at: Date;
  readonly since: Date;
  readonly place: string;
};

const someone = (alias: string): string =>
  `CASE WHEN ${alias}.id IS NOT NULL THEN jsonb_build_object('id', ${alias}.id, 'name', ${alias}.name) END`;

/** @param about alias of the request where it tells what it is about */
const columnsOf = (about: string): string => `
  r.id, r.kind, ${about}.title, ${about}.subject, b.code AS book, ${about}.amount_fen, r.state,
  ${someone('m')} AS maker, r.made_at, r.responsible_role AS "waitingFor", ${someone('w')} AS "waitingForPerson",
  r.waiting_since AS since, r.due_on AS "dueOn",
  (now() AT TIME ZONE 'Asia/Shanghai')::date - (r.waiting_since AT TIME ZONE 'Asia/Shanghai')::date + 1 AS days`;

const ITEMS = `
  SELECT ${columnsOf('r')}, r.id::text AS place
    FROM fund.approval_request r JOIN fund.person m ON m.id = r.maker_id
    LEFT JOIN fund.person w ON w.id = r.responsible_person_id
    LEFT JOIN ledger.book b ON b.id = r.book_id
   WHERE ${isOf('r', ['$1::uuid', '$2', '$3::text', '$4::boolean'])}`;

function itemOf<Title extends string | null>(
  row: Row<Title>,
): Omit<Item, 'title'> & { title: Title } {
  const { id, kind, title, subject, book, state, maker } = row;
  const { waitingFor, waitingForPerson, days, dueOn } = row;
  return {
    id,
    kind,
    title,
    subject,
    book,
    amount: row.amount_fen === null ? null : formatYuan(BigInt(row.amount_fen)),
    state,
    maker,
    madeAt: row.made_at.toISOString(),
    waitingFor,
    waitingForPerson,
    since: row.since.toISOString(),
    days,
    dueOn,
  };
}

/** Which requests of the bureau are listed. */
export interface ListFilter {
  readonly state?: string | undefined;
  /** Those that the caller made, or decided on. */
  readonly mine?: 'made' | 'decided' | undefined;
}

const LIST = `
  ${ITEMS} AND ($5::text IS NULL OR r.state = $5)
     AND ($6::text IS NULL OR $6 = 'made' AND r.maker_id = $7
          OR $6 = 'decided' AND EXISTS (
               SELECT FROM fund.approval_decision d WHERE d.request_id = r.id AND d.person_id = $7
                  AND d.decision IN ('approved', 'returned', 'rejected')))
     AND ($8::uuid IS NULL OR r.id < $8)
   ORDER BY r.id DESC LIMIT $9`;

/** Requests of the caller's bureau or organization, for an administrator their own; the newest first. */
export async function listRequests(
  reader: Reader,
  caller: Caller,
  { state, mine }: ListFilter,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<Placed<Item>[]> {
  const rows = await reader.query<Row[]>(LIST, [
    ...idsOf(caller),
    state ?? null,
    mine ?? null,
    caller.personId,
    page.after ?? null,
    page.limit,
  ]);
  return rows.map((row) => ({ item: itemOf(row), place: row.place }));
}

/**
 * A request of the caller's bureau or organization, for an administrator one of their own.
 *
 * @throws DomainError NOT_FOUND
 */
export async function readRequest(reader: Reader, caller: Caller, id: string): Promise<Item> {
  const [row] = await reader.query<Row[]>(`${ITEMS} AND r.id = $5`, [...idsOf(caller), id]);
  if (row === undefined) throw new DomainError('NOT_FOUND', 'not_found');
  return itemOf(row);
}

// What nobody can act on is before whoever enters people and proposes their roles: whom it waits for, and
// what it is about only where it concerns them.
// OFFSET 0 keeps that looked up request by request of the own bureau, however many there are elsewhere.
const INBOX = `
  WITH before_me AS (
    SELECT DISTINCT ON (a.request_id) a.request_id, a.on_behalf_of_id, false AS stuck
      FROM fund.approval_actor a
     WHERE a.person_id = $1
       AND (a.deciding_bureau_id IS NULL
            OR a.deciding_bureau_id = (SELECT p.bureau_id FROM fund.person p WHERE p.id = $1))
     ORDER BY a.request_id, a.on_behalf_of_id NULLS FIRST),
  stuck AS (
    SELECT r.id AS request_id, NULL::uuid AS on_behalf_of_id, true AS stuck
      FROM fund.waiting_request r
      JOIN fund.held_role h ON h.bureau_id = r.bureau_id AND h.role = 'system_administrator' AND h.person_id = $1
     WHERE NOT EXISTS (SELECT FROM fund.approval_actor a WHERE a.request_id = r.id OFFSET 0))
  SELECT ${columnsOf('a')}, ${someone('o')} AS "onBehalfOf", i.stuck, r.waiting_since::text AS place
    FROM (SELECT * FROM before_me UNION ALL SELECT * FROM stuck) i
    JOIN fund.waiting_request r ON r.id = i.request_id
    LEFT JOIN fund.approval_request a ON a.id = r.id AND (NOT i.stuck OR ${concerns('a', `'system_administrator'`)})
    JOIN fund.person m ON m.id = r.maker_id
    LEFT JOIN fund.person w ON w.id = r.responsible_person_id
    LEFT JOIN fund.person o ON o.id = i.on_behalf_of_id
    LEFT JOIN ledger.book b ON b.id = a.book_id
   WHERE $2::timestamptz IS NULL OR (r.waiting_since, r.id) > ($2, $3::uuid)
   ORDER BY r.waiting_since, r.id LIMIT $4`;

function actionsOf(state: Item['state'], isMaker: boolean, isActor: boolean): Action[] {
  if (FINAL_STATES.some((final) => final === state)) return [];
  if (isMaker) return ['revise', 'withdraw'];
  return isActor && state === 'open' ? [...VERDICTS] : [];
}

/** What the person is to act on, the oldest first; for a system administrator also what nobody can act on. */
export async function readInbox(
  reader: Reader,
  personId: string,
  page: { readonly after?: readonly [string, string] | undefined; readonly limit: number },
): Promise<Placed<InboxItem>[]> {
  type InboxRow = Row<string | null> & Pick<InboxItem, 'onBehalfOf' | 'stuck'>;
  const rows = await reader.query<InboxRow[]>(INBOX, [
    personId,
    page.after?.[0] ?? null,
    page.after?.[1] ?? null,
    page.limit,
  ]);
  return rows.map((row) => {
    const { onBehalfOf, stuck, place } = row;
    const actions = actionsOf(row.state, row.maker.id === personId, !stuck);
    return { item: { ...itemOf(row), onBehalfOf, stuck, actions }, place };
  });
}

/** What the caller can do with a request now. */
export async function readActions(
  reader: Reader,
  caller: Caller,
  { id, state, maker }: Item,
): Promise<Action[]> {
  const actors = await reader.query<unknown[]>(
    'SELECT 1 FROM fund.approval_actor WHERE request_id = $1 AND person_id = $2 LIMIT 1',
    [id, caller.personId],
  );
  return actionsOf(state, maker.id === caller.personId, actors.length > 0);
}
