import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { DomainError } from '../errors';
import { asService, BureauBook, type Caller, type Role } from '../identity';
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
  /** Id of the request that is being changed. */
  readonly request?: string | undefined;
}

/** A request that could be made as it stands. */
export interface Draft {
  readonly kind: ApprovalKind;
  readonly makerRole: Role;
  /** Everything that the hash is of. */
  readonly document: ContentJson;
  readonly columns: Pick<
    ApprovalRequest,
    | 'bureauId'
    | 'creditCode'
    | 'bookId'
    | 'subject'
    | 'title'
    | 'amountFen'
    | 'resolutionId'
    | 'steps'
    | 'contentHash'
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

/**
 * The book that a request is made in, and the bureau that owns it: for staff one of their own bureau's,
 * for an organization that of any bureau it turns to.
 *
 * @throws DomainError NOT_FOUND there is no such book, or not for the caller
 */
async function bookOf(
  tx: EntityManager,
  { bureauId, sandbox }: Caller,
  code: string,
): Promise<{ readonly book: ApprovalBook; readonly bureauId: string }> {
  const book = await tx.findOneBy(Book, { code, kind: sandbox ? 'sandbox' : 'real' });
  const owned = book && (await tx.findOneBy(BureauBook, { bookId: book.id }));
  if (book === null || owned === null || (bureauId !== null && owned.bureauId !== bureauId)) {
    throw new DomainError('NOT_FOUND', 'not_found', { book: code });
  }
  return { book: { id: book.id, code, kind: book.kind }, bureauId: owned.bureauId };
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
): { readonly kind: ApprovalKind; readonly makerRole: Role } {
  const kind = kinds.find(name);
  if (kind === undefined) throw fault('/kind', 'is not known here');
  const makerRole = kind.makers.find((role) => caller.roles.includes(role));
  if (makerRole === undefined) {
    throw new DomainError('ROLE_REQUIRED', 'forbidden', { roles: kind.makers });
  }
  return { kind, makerRole };
}

/**
 * Checks what a maker sends, and works out how it looks and who decides it. An organization sees neither
 * the bureau's policies nor what others ask for in a case, so for its requests the service looks.
 *
 * @throws DomainError BODY_INVALID, ROLE_REQUIRED, NOT_FOUND, AMOUNT_ABOVE_TIERS, RESOLUTION_REQUIRED,
 *   and whatever the kind refuses
 */
export function draftOf(
  tx: EntityManager,
  kinds: ApprovalKinds,
  caller: Caller,
  given: GivenRequest,
): Promise<Draft> {
  const draft = () => draftFor(tx, kinds, caller, given);
  return caller.creditCode === null ? draft() : asService(tx, draft);
}

async function draftFor(
  tx: EntityManager,
  kinds: ApprovalKinds,
  caller: Caller,
  given: GivenRequest,
): Promise<Draft> {
  const { kind, makerRole } = makingOf(kinds, caller, given.kind);
  if (kind.inBook !== (given.book !== undefined)) {
    throw fault('/book', kind.inBook ? 'must name a book' : 'must not be there for this kind');
  }
  const content = contentOf(kind, given.content);
  const named = given.book === undefined ? null : await bookOf(tx, caller, given.book);
  const bureauId = named?.bureauId ?? caller.bureauId;
  if (bureauId === null) throw new DomainError('NOT_FOUND', 'not_found');
  const book = named?.book ?? null;
  const matter = await kind.describe(
    {
      tx,
      maker: caller,
      bureauId,
      book,
      resolution: given.resolution ?? null,
      request: given.request ?? null,
    },
    content,
  );
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
      bureauId,
      creditCode: caller.creditCode,
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
