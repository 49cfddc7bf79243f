import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { DomainError } from '../errors';

/** What the queue is asked for; requests wait (`ready`) or could not be posted (`failed`). */
export const QUEUE_STATES = ['failed', 'ready'] as const;

/** A request that is not posted, as far as whoever keeps the system running may see it. */
export const queuedRequest = z.strictObject({
  id: z.string(),
  book: z.string(),
  fact: z.string().meta({ description: 'What kind of thing it posts, e.g. general_voucher' }),
  status: z.enum(QUEUE_STATES),
  failureCode: z.string().nullable(),
  tries: z.int(),
  acceptedAt: z.iso.datetime(),
  nextTryAt: z.iso
    .datetime()
    .nullable()
    .meta({ description: 'Null where nothing is tried by itself' }),
});
export type QueuedRequest = z.infer<typeof queuedRequest>;

type Row = Omit<QueuedRequest, 'acceptedAt' | 'nextTryAt'> & {
  readonly acceptedAt: Date;
  readonly nextTryAt: Date | null;
};

const COLUMNS = `q.id::text AS id, q.book, q.fact, q.status, q.failure_code AS "failureCode", q.attempts AS tries,
  q.accepted_at AS "acceptedAt", q.next_try_at AS "nextTryAt"`;

const itemOf = ({ acceptedAt, nextTryAt, ...row }: Row): QueuedRequest => ({
  ...row,
  acceptedAt: acceptedAt.toISOString(),
  nextTryAt: nextTryAt?.toISOString() ?? null,
});

/** Requests of the own bureau's books that are not posted, in the order of their acceptance. */
export async function listQueued(
  tx: EntityManager,
  {
    status,
    book,
  }: { readonly status: QueuedRequest['status']; readonly book?: string | undefined },
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<QueuedRequest[]> {
  // The status is written out, so that the partial index of each can be used.
  const rows = await tx.query<Row[]>(
    `SELECT ${COLUMNS} FROM fund.queued_request q
      WHERE q.status = '${status}' AND ($1::text IS NULL OR q.book = $1) AND q.id > $2::bigint
      ORDER BY q.id LIMIT $3`,
    [book ?? null, page.after ?? '0', page.limit],
  );
  return rows.map(itemOf);
}

/**
 * A request of the own bureau's books that is not posted.
 *
 * @param id its number, 1 to 18 digits
 * @throws DomainError REQUEST_NOT_FOUND it is posted or withdrawn, or not there for the caller
 */
export async function findQueued(tx: EntityManager, id: string): Promise<QueuedRequest> {
  const [row] = await tx.query<Row[]>(
    `SELECT ${COLUMNS} FROM fund.queued_request q WHERE q.id = $1`,
    [id],
  );
  if (row === undefined) throw new DomainError('REQUEST_NOT_FOUND', 'not_found', { request: id });
  return itemOf(row);
}
