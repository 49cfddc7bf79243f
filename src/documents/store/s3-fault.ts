import { DomainError } from '../../errors';

/** What an object store answers, as far as it is looked at. */
interface Answered {
  readonly name?: unknown;
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: unknown };
}

/** HTTP status of an answer that was an error; undefined where none came. */
export function statusOf(error: unknown): number | undefined {
  const status = (error as Answered).$metadata?.httpStatusCode;
  return typeof status === 'number' ? status : undefined;
}

const NAME = /^[A-Za-z][A-Za-z0-9_]{0,60}$/;

/** The code of an answer, or of why none came, in one word. */
export function faultOf(error: unknown): string {
  const { name, code } = error as Answered;
  for (const one of [code, name]) if (typeof one === 'string' && NAME.test(one)) return one;
  return 'unknown';
}

/**
 * That the store did not do what it was asked. Of the answer only its code is kept: the rest may hold the key's
 * name, addresses and what was signed.
 */
export function storeAway(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  const status = statusOf(error);
  return new DomainError('DOCUMENT_STORE_AWAY', 'failed', {
    fault: faultOf(error),
    ...(status !== undefined && { status }),
  });
}
