import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { DomainError } from '../errors';
import { type ContentJson, contentHash } from '../platform/json/content-hash';

/** How an act is known again: by whom and under which key, and what was sent. */
export interface OnceKept {
  readonly actKey: string;
  readonly bodyHash: Buffer;
}

/** Locks the acts of a person of one sort, so that the same key is seen by whoever comes second. */
export async function once(
  tx: EntityManager,
  sort: string,
  { personId, key, body }: { personId: string; key: string; body: ContentJson },
): Promise<OnceKept> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`${sort} by ${personId}`]);
  return { actKey: createHash('sha256').update(key).digest('hex'), bodyHash: contentHash(body) };
}

/** @throws DomainError IDEMPOTENCY_KEY_REUSED the key was used for something else */
export function requireSame(made: Pick<OnceKept, 'bodyHash'>, { bodyHash }: OnceKept): void {
  if (!made.bodyHash.equals(bodyHash)) {
    throw new DomainError('IDEMPOTENCY_KEY_REUSED', 'refused');
  }
}
