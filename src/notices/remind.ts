import type { EntityManager } from 'typeorm';
import type { InboxSource } from '../inbox';
import { announce } from './announce';
import { MOST_NAMED } from './notice-kind';

/** Nobody is reminded before this hour of the day, Asia/Shanghai. */
const FROM_HOUR = 8;

/** What is overdue before a person. */
interface Overdue {
  readonly title: string;
  readonly bureau_id: string;
  readonly person_id: string;
}

/** Whoever holds the responsible role, and whoever stands in for them. */
const HOLDERS = `
  SELECT a.person_id FROM fund.acting_people(w.bureau_id, w.role) a
   WHERE a.person_id IS DISTINCT FROM w.not_by AND a.on_behalf_of_id IS DISTINCT FROM w.not_by`;

const overdueOf = ({ open, actors = HOLDERS }: InboxSource): string => `
  WITH overdue AS MATERIALIZED (SELECT w.* FROM (${open}) w WHERE w.due_on < $2::date),
  fresh AS (
    INSERT INTO fund.reminder (source, work_id, day) SELECT $1, w.id, $2::date FROM overdue w
        ON CONFLICT DO NOTHING RETURNING work_id)
  SELECT coalesce(w.title, w.kind) AS title, w.bureau_id, p.person_id
    FROM fresh f JOIN overdue w ON w.id = f.work_id
   CROSS JOIN LATERAL (SELECT DISTINCT a.person_id FROM (${actors}) a) p
   ORDER BY w.due_on, w.id`;

/** Whether people are reminded of anything on a day. */
export const isWorkingDay = async (tx: EntityManager, day: string): Promise<boolean> => {
  const [row] = await tx.query<{ works: boolean }[]>(
    'SELECT fund.is_working_day($1::date) AS works',
    [day],
  );
  return row?.works === true;
};

/** The day on which people can be reminded now; undefined early in the day. */
export async function dayToRemind(tx: EntityManager): Promise<string | undefined> {
  const [row] = await tx.query<{ day: string }[]>(
    `SELECT clock.at::date::text AS day FROM (SELECT now() AT TIME ZONE 'Asia/Shanghai' AS at) clock
      WHERE extract(hour FROM clock.at) >= $1`,
    [FROM_HOUR],
  );
  return row?.day;
}

/**
 * Reminds everybody of what is overdue before them: of each piece of work once a day however often and
 * wherever this runs, by one notice a person, and on working days only.
 *
 * @param day `YYYY-MM-DD`
 * @returns how many people were reminded
 */
export async function remindOverdue(
  tx: EntityManager,
  sources: readonly InboxSource[],
  day: string,
): Promise<number> {
  if (!(await isWorkingDay(tx, day))) return 0;
  const byPerson = new Map<string, Overdue[]>();
  for (const source of sources) {
    // Of mail that cannot be sent nobody is told by mail.
    if (source.isOfNotices === true) continue;
    for (const row of await tx.query<Overdue[]>(overdueOf(source), [source.name, day])) {
      const key = `${row.bureau_id} ${row.person_id}`;
      byPerson.set(key, [...(byPerson.get(key) ?? []), row]);
    }
  }
  for (const [first, ...more] of byPerson.values()) {
    if (first === undefined) continue;
    const all = [first, ...more];
    await announce(tx, {
      kind: 'work_overdue',
      bureauId: first.bureau_id,
      to: { people: [first.person_id] },
      facts: { count: all.length, titles: all.slice(0, MOST_NAMED).map(({ title }) => title) },
    });
  }
  return byPerson.size;
}
