import { call } from '../api';

/** Something that one person asks for and others decide. */
export interface AskedFor {
  readonly kind: string;
  readonly content: object;
  /** Code of the book in which it happens, where it happens in one. */
  readonly book?: string;
  /** Id of the resolution of a joint meeting that it rests on. */
  readonly resolution?: string | undefined;
}

/**
 * Puts something before those who decide. The same key again makes nothing, so that a second click
 * or a lost answer asks for nothing twice.
 */
export const askFor = (asked: AskedFor, key: string): Promise<{ readonly id: string }> =>
  call({
    path: '/api/v1/approvals',
    method: 'POST',
    headers: { 'idempotency-key': key },
    body: asked,
  });
