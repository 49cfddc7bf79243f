import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { DomainError } from '../errors';
import { BureauBook, type Caller, type Role } from '../identity';
import { Book } from '../ledger';
import { formatYuan } from '../money';
import { contentHash, type ContentJson } from '../platform/json/content-hash';
import { faultsOf } from '../platform/json/faults';
import type { ApprovalRequest } from './approval.entity';
import type { ApprovalBook, ApprovalKind, ApprovalKinds, Matter } from './approval-kind';
import { tierOf } from './policies';

/** What a maker sends: of which kind, with what content, in which book. */
export interface GivenRequest {
  readonly kind: string;
  readonly content: unknown;
  /** Code of the book. */
  readonly book?: string | undefined;
  /** Id of the resolution of a joint meeting that it rests on. */
  readonly resolution?: string | undefined;
}

/** A request that could be made as it stands. */
export interface Draft {
  readonly kind: ApprovalKind;
  readonly makerRole: Role;
  /** Everything that the hash is of. */
  readonly document: ContentJson;
  readonly columns: Pick<
    ApprovalRequest,
    'bookId' | 'subject' | 'title' | 'amountFen' | 'resolutionId' | 'steps' | 'contentHash'
  >;
}

const fault = (pointer: string, message: string): DomainError =>
  new DomainError('BODY_INVALID', 'invalid', { faults: [{ pointer, message }] });

function contentOf(kind: ApprovalKind, given: unknown): ContentJson {
  const checked = kind.schema.safeParse(given);
  if (checked.success) return checked.data;
  throw new DomainError('BODY_INVALID', 'invalid', {
    faults: faultsOf(checked.error.issues).map(({ pointer, message }) => ({
      pointer: `/content${pointer}`,
      message,
    })),
  });
}

/** @throws DomainError NOT_FOUND the bureau has no such book */
async function bookOf(tx: EntityManager, bureauId: string, code: string): Promise<ApprovalBook> {
  const book = await tx
    .createQueryBuilder(Book, 'book')
    .innerJoin(BureauBook, 'owned', 'owned.book_id = book.id AND owned.bureau_id = :bureauId', {
      bureauId,
    })
    .where('book.code = :code', { code })
    .getOne();
  if (book === null) throw new DomainError('NOT_FOUND', 'not_found', { book: code });
  return { id: book.id, code: book.code, kind: book.kind };
}

async function stepsOf(
  tx: EntityManager,
  kind: ApprovalKind,
  bureauId: string,
  { amountFen, steps: own = kind.steps }: Matter,
  hasResolution: boolean,
): Promise<Role[]> {
  if (own !== undefined) return [...own];
  if (amountFen === undefined) throw new Error(`${kind.kind} has neither steps nor an amount`);
  const { steps, resolution } = await tierOf(tx, bureauId, amountFen);
  if (resolution && !hasResolution) {
    throw new DomainError('RESOLUTION_REQUIRED', 'refused', { amount: formatYuan(amountFen) });
  }
  return [...steps];
}

/** Of which kind it is, and as what the caller may ask for it. */
export function makingOf(
  kinds: ApprovalKinds,
  caller: Caller,
  name: string,
): { readonly kind: ApprovalKind; readonly makerRole: Role; readonly bureauId: string } {
  const kind = kinds.find(name);
  if (kind === undefined) throw fault('/kind', 'is not known here');
  const makerRole = kind.makers.find((role) => caller.roles.includes(role));
  if (makerRole === undefined) {
    throw new DomainError('ROLE_REQUIRED', 'forbidden', { roles: kind.makers });
  }
  const { bureauId } = caller;
  if (bureauId === null) throw new DomainError('NOT_FOUND', 'not_found');
  return { kind, makerRole, bureauId };
}

/**
 * Checks what a maker sends, and works out how it looks and who decides it.
 *
 * @throws DomainError BODY_INVALID, ROLE_REQUIRED, NOT_FOUND, AMOUNT_ABOVE_TIERS, RESOLUTION_REQUIRED,
 *   and whatever the kind refuses
 */
export async function draftOf(
  tx: EntityManager,
  kinds: ApprovalKinds,
  caller: Caller,
  given: GivenRequest,
): Promise<Draft> {
  const { kind, makerRole, bureauId } = makingOf(kinds, caller, given.kind);
  if (kind.inBook !== (given.book !== undefined)) {
    throw fault('/book', kind.inBook ? 'must name a book' : 'must not be there for this kind');
  }
  const content = contentOf(kind, given.content);
  const book = given.book === undefined ? null : await bookOf(tx, bureauId, given.book);
  const matter = await kind.describe({ tx, maker: caller, bureauId, book }, content);
  const { resolution } = given;
  const steps = await stepsOf(tx, kind, bureauId, matter, resolution !== undefined);
  const { title, subject, amountFen } = matter;
  const document: ContentJson = {
    kind: kind.kind,
    bureau: bureauId,
    book: book?.code,
    subject,
    amount: amountFen === undefined ? undefined : formatYuan(amountFen),
    resolution,
    content,
  };
  return {
    kind,
    makerRole,
    document,
    columns: {
      bookId: book?.id ?? null,
      subject: subject ?? null,
      title,
      amountFen: amountFen ?? null,
      resolutionId: resolution ?? null,
      steps,
      contentHash: contentHash(document),
    },
  };
}

/** What of a stored document the maker had sent. */
export const storedDocument = z.object({
  kind: z.string(),
  book: z.string().optional(),
  resolution: z.string().optional(),
  content: z.json(),
});
