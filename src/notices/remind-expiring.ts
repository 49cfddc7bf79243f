import type { EntityManager } from 'typeorm';
import type { Bilingual } from '../errors';
import { announce } from './announce';
import { MOST_NAMED } from './notice-kind';
import type { NoticeFacts } from './notice-kinds';
import { isWorkingDay } from './remind';

/** How many days before its last day something is told of, once for each. */
const THRESHOLDS = [60, 30, 7] as const;
/** What has ended for longer without anybody being told of it is known, or was never waited for. */
const ENDED_AT_MOST_DAYS_AGO = 30;

/** One sort of what ends on a day. A feature describes it once and registers it. */
export interface ExpirySource {
  /** What tells of it. */
  readonly kind: 'files_expiring' | 'agreements_expiring';
  /**
   * SQL of everything of the sort that has a last day: `subject`, the same however often its file is changed,
   * `expires_on`, `bureau_id`, `book_id`, `credit_code` of the organization that is told (or NULL), `holder`, whose
   * it is, `what`, a key of `words`, and `detail`, which tells it from others (or NULL).
   */
  readonly open: string;
  readonly words: Readonly<Record<string, Bilingual>>;
}

interface Ending {
  readonly bureau_id: string;
  readonly book_id: number;
  readonly credit_code: string | null;
  readonly holder: string;
  readonly what: string;
  readonly detail: string | null;
  readonly expires_on: string;
  readonly days_left: number;
}

// Only the nearest threshold that was reached counts, so what nobody was told in time is told once.
const endingOf = (open: string): string => `
  WITH reached AS MATERIALIZED (
    SELECT e.*, e.expires_on - $1::date AS days_left,
           (SELECT min(t) FROM unnest($2::integer[]) t WHERE t >= e.expires_on - $1::date) AS threshold
      FROM (${open}) e
     WHERE e.expires_on BETWEEN $1::date - $3::integer AND $1::date + (SELECT max(t) FROM unnest($2::integer[]) t)),
  fresh AS (
    INSERT INTO fund.expiry_reminder (subject, expires_on, threshold, reminded_on)
    SELECT DISTINCT r.subject, r.expires_on, r.threshold, $1::date FROM reached r
     ORDER BY r.subject, r.expires_on
        ON CONFLICT DO NOTHING RETURNING subject, expires_on)
  SELECT r.bureau_id, r.book_id, r.credit_code, r.holder, r.what, r.detail, r.expires_on::text AS expires_on, r.days_left
    FROM fresh f JOIN reached r ON r.subject = f.subject AND r.expires_on = f.expires_on
   ORDER BY r.expires_on, r.subject`;

function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Row[][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

function nameOf({ words }: ExpirySource, { what, detail }: Ending): Bilingual {
  const name = words[what] ?? { zh: what, en: what };
  if (detail === null) return name;
  return { zh: `${name.zh}（${detail}）`, en: `${name.en} (${detail})` };
}

const factsOf = (
  source: ExpirySource,
  rows: readonly Ending[],
): NoticeFacts<ExpirySource['kind']> => ({
  count: rows.length,
  items: rows.slice(0, MOST_NAMED).map((row) => ({
    holder: row.holder,
    what: nameOf(source, row),
    expiresOn: row.expires_on,
    daysLeft: row.days_left,
  })),
});

/** Tells the finance officers of a bureau everything in one notice, and each organization its own. */
async function tell(
  tx: EntityManager,
  source: ExpirySource,
  rows: readonly Ending[],
): Promise<number> {
  const { kind } = source;
  const ofBureaus = groupBy(rows, ({ bureau_id }) => bureau_id);
  for (const group of ofBureaus) {
    const bureauId = group[0]?.bureau_id ?? '';
    const facts = factsOf(source, group);
    await announce(tx, { kind, bureauId, to: { role: 'finance_officer' }, facts });
  }
  const told = rows.filter(({ credit_code }) => credit_code !== null);
  const ofOrganizations = groupBy(
    told,
    ({ book_id, credit_code }) => `${String(book_id)} ${credit_code ?? ''}`,
  );
  for (const group of ofOrganizations) {
    const { bureau_id: bureauId = '', book_id: bookId = 0, credit_code } = group[0] ?? {};
    const to = { creditCode: credit_code ?? '', bookId };
    await announce(tx, { kind, bureauId, to, facts: factsOf(source, group) });
  }
  return rows.length;
}

/**
 * Tells of what ends in 60, 30 and 7 days (到期提醒), of each once for each of these however often and wherever
 * this runs, on working days only. What fell on a day on which nothing ran is told on the next one that does, with
 * the days that are left then; where several were missed, once.
 *
 * @param day `YYYY-MM-DD`
 * @returns of how much was told
 */
export async function remindExpiring(
  tx: EntityManager,
  sources: readonly ExpirySource[],
  day: string,
): Promise<number> {
  if (!(await isWorkingDay(tx, day))) return 0;
  let told = 0;
  for (const source of sources) {
    const parameters = [day, THRESHOLDS, ENDED_AT_MOST_DAYS_AGO];
    const rows = await tx.query<Ending[]>(endingOf(source.open), parameters);
    told += await tell(tx, source, rows);
  }
  return told;
}
