import type { DataSource, EntityManager } from 'typeorm';
import type { z } from 'zod';
import { formatYuan } from '../money';
import { beforeMe, type InboxSources, type Reader } from './inbox-source';
import type { inboxItem } from './schemas';

export type InboxItem = z.infer<typeof inboxItem>;

/** A row with its place in the list, which the caller of the list does not see. */
export interface PlacedItem {
  readonly item: InboxItem;
  readonly place: string;
}

/** Time, source and id of the last one that was shown. */
export type InboxPlace = readonly [since: string, source: string, id: string];

type Row = Omit<InboxItem, 'amount' | 'madeAt' | 'since' | 'actions'> & {
  readonly amount_fen: string | null;
  readonly made_at: Date;
  readonly since: Date;
  readonly is_maker: boolean;
  readonly place: string;
};

const someone = (alias: string): string =>
  `CASE WHEN ${alias}.id IS NOT NULL THEN jsonb_build_object('id', ${alias}.id, 'name', ${alias}.name) END`;

/** One question to all sources, so that pages go across them in the order of time. */
const inboxOf = (pieces: readonly string[]): string => `
  WITH held AS MATERIALIZED (SELECT h.bureau_id, h.role FROM fund.held_role h WHERE h.person_id = $1),
  mine AS (${pieces.join(' UNION ALL ')})
  SELECT w.source, w.id, w.kind, w.title, w.subject, w.book, w.amount_fen, w.state, ${someone('m')} AS maker,
         w.made_at, w.role AS "waitingFor", ${someone('p')} AS "waitingForPerson", w.since, w.due_on AS "dueOn",
         (now() AT TIME ZONE 'Asia/Shanghai')::date - (w.since AT TIME ZONE 'Asia/Shanghai')::date + 1 AS days,
         ${someone('o')} AS "onBehalfOf", w.stuck, w.link, w.maker_id IS NOT DISTINCT FROM $1 AS is_maker,
         w.since::text AS place
    FROM mine w
    LEFT JOIN fund.person m ON m.id = w.maker_id
    LEFT JOIN fund.person p ON p.id = w.person_id
    LEFT JOIN fund.person o ON o.id = w.on_behalf_of_id
   WHERE $2::timestamptz IS NULL
      OR (w.since, w.source COLLATE "C", w.id COLLATE "C") > ($2, $3::text, $4::text)
   ORDER BY w.since, w.source COLLATE "C", w.id COLLATE "C" LIMIT $5`;

async function readReader(
  database: Pick<DataSource | EntityManager, 'query'>,
  personId: string,
): Promise<Reader | undefined> {
  const [row] = await database.query<Reader[]>(
    `SELECT ARRAY(SELECT DISTINCT h.role FROM fund.held_role h WHERE h.person_id = p.id) AS roles,
            p.credit_code IS NOT NULL AS "isOfOrganization"
       FROM fund.person p WHERE p.id = $1`,
    [personId],
  );
  return row;
}

/** What the person is to act on, the oldest first; for a system administrator also what nobody can act on. */
export async function readInbox(
  database: Pick<DataSource | EntityManager, 'query'>,
  sources: InboxSources,
  personId: string,
  page: { readonly after?: InboxPlace | undefined; readonly limit: number },
): Promise<PlacedItem[]> {
  const reader = await readReader(database, personId);
  if (reader === undefined) return [];
  const pieces = sources.all.flatMap((source) => beforeMe(source, reader));
  if (pieces.length === 0) return [];
  const [since = null, name = null, id = null] = page.after ?? [];
  const rows = await database.query<Row[]>(inboxOf(pieces), [
    personId,
    since,
    name,
    id,
    page.limit,
  ]);
  const actionsOf = new Map(sources.all.map(({ name: of, actions }) => [of, actions]));
  return rows.map(({ amount_fen, made_at, is_maker: isMaker, place, ...row }) => {
    const { source, state, waitingFor, stuck } = row;
    const actions = actionsOf.get(source)?.({ state, role: waitingFor, isMaker, stuck }) ?? [];
    const item = {
      ...row,
      amount: amount_fen === null ? null : formatYuan(BigInt(amount_fen)),
      madeAt: made_at.toISOString(),
      since: row.since.toISOString(),
      actions: [...actions],
    };
    return { item, place };
  });
}
