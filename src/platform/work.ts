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
  /** Behind the name: the person and the session, where somebody signed in. */
  readonly from?: {
    readonly personId: string;
    readonly sessionId: string | null;
    readonly bureauId?: string | null;
    readonly address: string;
  };
  /** The approval that it carries out: the request's id and the content hash of what was approved. */
  readonly approval?: { readonly id: string; readonly contentHash: Buffer };
  /** The act's idempotency key; the requests it makes derive theirs from it. */
  readonly key: string;
}
