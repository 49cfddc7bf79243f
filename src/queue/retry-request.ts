import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { type ChangeHashes, hashesAround, recordAct, requestContent } from '../audit';
import { DomainError } from '../errors';
import { type FoundRequest, retryRequest } from '../ledger';
import { today } from '../platform/database/today';
import type { Work } from '../platform/work';

/** Runs its argument in one transaction. */
type Transact = (work: (tx: EntityManager) => Promise<void>) => Promise<void>;

/**
 * Puts a failed request back among those that wait. The trail of its book keeps the try, whatever comes
 * of it.
 *
 * @throws DomainError as `retryRequest`
 */
export async function retryOnTheRecord(
  transact: Transact,
  found: FoundRequest,
  who: Pick<Work, 'by' | 'from'>,
): Promise<void> {
  const { request, failureCode, failureDetail } = found;
  const key = `retry:${request}:${uuidv7()}`;
  const record = async (
    tx: EntityManager,
    refusalCode: string | null,
    hashes?: ChangeHashes,
  ): Promise<void> => {
    const work = { ...who, tx, ...found, on: await today(tx), key };
    const content = { request, failureCode, failureDetail };
    await recordAct(work, 'posting.retry', content, refusalCode, hashes);
  };
  try {
    await transact(async (tx) => {
      const [, hashes] = await hashesAround(tx, requestContent(request), () =>
        retryRequest(tx, found),
      );
      await record(tx, null, hashes);
    });
  } catch (error) {
    // The transaction of the try is gone, and what it recorded with it.
    if (error instanceof DomainError) await transact((tx) => record(tx, error.code));
    throw error;
  }
}
