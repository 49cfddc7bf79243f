import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { DomainError } from '../errors';
import type { Caller } from '../identity';
import { nameInPath } from '../platform/http/parameters';
import { AdvanceDraft } from './advance-paper.entity';

/** What somebody has typed so far; nothing of it is checked before it is sent. */
export const draftContent = z.strictObject({
  book: nameInPath,
  values: z.record(z.string().max(100), z.json()),
});

export const savedDraft = z.strictObject({
  id: z.uuid(),
  savedAt: z.iso.datetime(),
  content: draftContent,
});
type Saved = z.infer<typeof savedDraft>;

export const draftList = z.strictObject({ items: z.array(savedDraft) });

const savedOf = ({ id, savedAt, content }: AdvanceDraft): Saved => ({
  id,
  savedAt: savedAt.toISOString(),
  content: draftContent.parse(content),
});

const own = (caller: Caller) => ({ personId: caller.personId });

async function findDraft(tx: EntityManager, caller: Caller, id: string): Promise<AdvanceDraft> {
  const draft = await tx.findOneBy(AdvanceDraft, { id, ...own(caller) });
  if (draft?.droppedAt !== null) throw new DomainError('NOT_FOUND', 'not_found');
  return draft;
}

/** The caller's drafts, the last one saved first; at most 50. */
export async function listDrafts(tx: EntityManager, caller: Caller): Promise<Saved[]> {
  const drafts = await tx
    .createQueryBuilder(AdvanceDraft, 'draft')
    .where('draft.person_id = :personId AND draft.dropped_at IS NULL', own(caller))
    .orderBy('draft.saved_at', 'DESC')
    .limit(50)
    .getMany();
  return drafts.map(savedOf);
}

/** @throws DomainError NOT_FOUND there is none, or of somebody else */
export async function readDraft(tx: EntityManager, caller: Caller, id: string): Promise<Saved> {
  return savedOf(await findDraft(tx, caller, id));
}

/** Begins to keep what somebody types; returns what is kept. */
export async function beginDraft(
  tx: EntityManager,
  caller: Caller,
  content: z.infer<typeof draftContent>,
): Promise<Saved> {
  const id = uuidv7();
  await tx.insert(AdvanceDraft, { id, ...own(caller), content });
  return readDraft(tx, caller, id);
}

/**
 * Keeps what somebody has typed so far.
 *
 * @throws DomainError NOT_FOUND the draft is somebody else's, or was thrown away
 */
export async function saveDraft(
  tx: EntityManager,
  caller: Caller,
  id: string,
  content: z.infer<typeof draftContent>,
): Promise<Saved> {
  await findDraft(tx, caller, id);
  await tx.query(
    `UPDATE fund.advance_draft SET content = $3, saved_at = clock_timestamp()
      WHERE id = $1 AND person_id = $2 AND dropped_at IS NULL`,
    [id, caller.personId, JSON.stringify(content)],
  );
  return readDraft(tx, caller, id);
}

/** Throws a draft away; what is thrown away already stays so. */
export async function dropDraft(tx: EntityManager, caller: Caller, id: string): Promise<void> {
  const draft = await tx.findOneBy(AdvanceDraft, { id, ...own(caller) });
  if (draft === null) throw new DomainError('NOT_FOUND', 'not_found');
  await tx.query(
    `UPDATE fund.advance_draft SET content = '{}', dropped_at = clock_timestamp()
      WHERE id = $1 AND person_id = $2 AND dropped_at IS NULL`,
    [id, caller.personId],
  );
}
