import type { EntityManager } from 'typeorm';
import { asService } from '../identity';
import { announce } from './announce';
import type { NoticeFacts, NoticeKindName } from './notice-kinds';

/** Something to be told to an organization by whoever acts on a book. */
export interface ToldToOrganization<Kind extends NoticeKindName> {
  readonly kind: Kind;
  /** Its file, by id. */
  readonly organizationId: string;
  /** What it is about, e.g. `advance_item/0198…`. */
  readonly subject: string;
  readonly facts: NoticeFacts<Kind>;
}

/** Act of somebody on a book, as far as a notice asks. */
interface Acting {
  readonly tx: EntityManager;
  readonly from?: { readonly personId: string; readonly bureauId?: string | null };
}

/**
 * Tells an organization something about its own affairs: at the address in its file, and its members. Of a book
 * that no bureau keeps, the caller's bureau looks after the notice; where there is neither, nobody is told.
 */
export async function tellOrganization<Kind extends NoticeKindName>(
  { tx, from }: Acting,
  { organizationId, ...told }: ToldToOrganization<Kind>,
): Promise<void> {
  const [file] = await asService(tx, () =>
    tx.query<{ credit_code: string; book_id: number; bureau_id: string | null }[]>(
      `SELECT o.uscc AS credit_code, o.book_id, b.bureau_id
         FROM fund.organization o LEFT JOIN fund.bureau_book b ON b.book_id = o.book_id WHERE o.id = $1`,
      [organizationId],
    ),
  );
  const bureauId = file?.bureau_id ?? from?.bureauId;
  if (file === undefined || bureauId === undefined || bureauId === null) return;
  const to = { creditCode: file.credit_code, bookId: file.book_id };
  await announce(tx, { ...told, bureauId, to, except: from?.personId });
}
