import type { EntityManager } from 'typeorm';

/**
 * One act of one person on one book, inside one transaction. Every use case takes it first: what
 * the act changes, what it asks the ledger to post and its audit event are committed together.
 */
export interface Work {
  readonly tx: EntityManager;
  readonly bookId: number;
  readonly bookKind: 'real' | 'sandbox';
  /** Business date of the act, `YYYY-MM-DD`, Asia/Shanghai. */
  readonly on: string;
  /** Who does it. */
  readonly by: string;
  /** The act's idempotency key; the requests it makes derive theirs from it. */
  readonly key: string;
}
