import type { EntityManager } from 'typeorm';
import { type Caller, doneBy, ownBookOf } from '../identity';
import { today } from '../platform/database/today';
import type { Work } from '../platform/work';

/** What is written on a book of the caller's: no money moves. */
export async function bankWork(tx: EntityManager, caller: Caller, code: string, key: string) {
  const { id: bookId, kind: bookKind } = await ownBookOf(tx, caller, code);
  const work = { tx, bookId, bookKind, on: await today(tx), key, ...doneBy(caller) };
  return work satisfies Work;
}
