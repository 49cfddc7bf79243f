import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { DomainError, type Language } from '../errors';
import type { Caller } from '../identity';
import type { NoticeKindName } from './notice-kinds';
import type { NoticeState } from './outgoing-event.entity';
import { renderNotice } from './render-notice';
import type { noticeItem } from './schemas';

export type NoticeItem = z.infer<typeof noticeItem>;

/** Which notices are listed. */
export interface NoticeFilter {
  readonly state?: NoticeState | undefined;
  readonly kind?: NoticeKindName | undefined;
  /** Those for the caller, or the caller's organization. */
  readonly mine: boolean;
}

type Row = Omit<NoticeItem, 'createdAt' | 'nextTryAt' | 'sentAt' | 'content'> & {
  readonly createdAt: Date;
  readonly nextTryAt: Date | null;
  readonly sentAt: Date | null;
  readonly facts: unknown;
};

const rowsOf = (from: string, facts: string, whose: string): string => `
  SELECT e.id, e.kind, CASE WHEN p.id IS NOT NULL THEN jsonb_build_object('id', p.id, 'name', p.name) END AS person,
         e.credit_code AS "creditCode", e.state, e.created_at AS "createdAt", e.attempts,
         CASE WHEN e.state = 'waiting' THEN e.run_after END AS "nextTryAt", e.sent_at AS "sentAt",
         e.last_error AS "lastError", ${facts} AS facts
    FROM ${from} e LEFT JOIN fund.person p ON p.id = e.person_id
   WHERE ($1::text IS NULL OR e.state = $1) AND ($2::text IS NULL OR e.kind = $2)
     AND ($3::uuid IS NULL OR e.id < $3) AND ${whose}
   ORDER BY e.id DESC LIMIT $4`;

/** With what they say: those for the caller. */
const MINE = rowsOf(
  'fund.outgoing_event',
  'e.facts',
  'e.copy_of IS NULL AND (e.person_id = $5 OR e.credit_code = $6 AND fund.is_of_own_organization(e.credit_code, e.book_id))',
);
/** Without: those of the bureau. */
const DELIVERIES = rowsOf('fund.notice_delivery', 'NULL', 'e.bureau_id = $5');

/** Whether the caller looks after the notices of a bureau. */
export const looksAfterNotices = ({ roles }: Caller): boolean =>
  roles.includes('system_administrator');

/**
 * Notices, the newest first: to whoever looks after them those of the bureau, without what they say; to
 * everybody their own.
 */
export async function listNotices(
  tx: EntityManager,
  caller: Caller,
  { state, kind, mine }: NoticeFilter,
  language: Language,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<NoticeItem[]> {
  const parameters = [state ?? null, kind ?? null, page.after ?? null, page.limit];
  const isOwn = mine || !looksAfterNotices(caller);
  const rows = isOwn
    ? await tx.query<Row[]>(MINE, [...parameters, caller.personId, caller.creditCode])
    : await tx.query<Row[]>(DELIVERIES, [...parameters, caller.bureauId]);
  return rows.map(({ facts, createdAt, nextTryAt, sentAt, ...row }) => {
    const told = isOwn ? renderNotice(row.kind, facts, language) : null;
    return {
      ...row,
      createdAt: createdAt.toISOString(),
      nextTryAt: nextTryAt?.toISOString() ?? null,
      sentAt: sentAt?.toISOString() ?? null,
      content: told,
    };
  });
}

/**
 * The state of a notice of the bureau whose notices the caller looks after.
 *
 * @throws DomainError NOT_FOUND
 */
export async function findDelivery(
  tx: EntityManager,
  caller: Caller,
  id: string,
): Promise<{ readonly state: NoticeState; readonly attempts: number }> {
  const [row] = await tx.query<{ state: NoticeState; attempts: number }[]>(
    'SELECT d.state, d.attempts FROM fund.notice_delivery d WHERE d.id = $1 AND d.bureau_id = $2',
    [id, caller.bureauId],
  );
  if (row === undefined) throw new DomainError('NOT_FOUND', 'not_found');
  return row;
}
