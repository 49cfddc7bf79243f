import type { DataSource, EntityManager } from 'typeorm';
import type { z } from 'zod';
import { DomainError } from '../errors';
import type { Caller } from '../identity';
import { formatYuan } from '../money';
import { type Prepared, queryPrepared } from '../platform/database/prepared';
import { type Action, actionsOf } from './approval-inbox';
import { idsOf, isOf } from './requests';
import type { approvalItem } from './schemas';

type Reader = Pick<DataSource | EntityManager, 'query'>;
type Item = z.infer<typeof approvalItem>;

/** A row with its place in the list, which the caller of the list does not see. */
export interface Placed<T> {
  readonly item: T;
  readonly place: string;
}

type Row = Omit<Item, 'amount' | 'madeAt' | 'since'> & {
  readonly amount_fen: string | null;
  readonly made_at: Date;
  readonly since: Date;
  readonly place: string;
};

const someone = (alias: string): string =>
  `CASE WHEN ${alias}.id IS NOT NULL THEN jsonb_build_object('id', ${alias}.id, 'name', ${alias}.name) END`;

const COLUMNS = `
  r.id, r.kind, r.title, r.subject, b.code AS book, r.amount_fen, r.state,
  ${someone('m')} AS maker, r.made_at, r.responsible_role AS "waitingFor", ${someone('w')} AS "waitingForPerson",
  r.waiting_since AS since, r.due_on AS "dueOn",
  (now() AT TIME ZONE 'Asia/Shanghai')::date - (r.waiting_since AT TIME ZONE 'Asia/Shanghai')::date + 1 AS days`;

const ITEMS = `
  SELECT ${COLUMNS}, r.id::text AS place
    FROM fund.approval_request r JOIN fund.person m ON m.id = r.maker_id
    LEFT JOIN fund.person w ON w.id = r.responsible_person_id
    LEFT JOIN ledger.book b ON b.id = r.book_id
   WHERE ${isOf('r', ['$1::uuid', '$2', '$3::text', '$4::boolean'])}`;

function itemOf(row: Row): Item {
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

const REQUEST: Prepared = { name: 'approval-request', text: `${ITEMS} AND r.id = $5` };

const IS_ACTOR: Prepared = {
  name: 'approval-actor',
  text: 'SELECT 1 FROM fund.approval_actor WHERE request_id = $1 AND person_id = $2 LIMIT 1',
};

/**
 * A request of the caller's bureau or organization, for an administrator one of their own.
 *
 * @throws DomainError NOT_FOUND
 */
export async function readRequest(tx: EntityManager, caller: Caller, id: string): Promise<Item> {
  const [row] = await queryPrepared<Row>(tx, REQUEST, [...idsOf(caller), id]);
  if (row === undefined) throw new DomainError('NOT_FOUND', 'not_found');
  return itemOf(row);
}

/** What the caller can do with a request now. */
export async function readActions(
  tx: EntityManager,
  caller: Caller,
  { id, state, maker }: Item,
): Promise<Action[]> {
  const actors = await queryPrepared(tx, IS_ACTOR, [id, caller.personId]);
  return actionsOf(state, maker.id === caller.personId, actors.length > 0);
}
