import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { Language } from '../errors';
import type { Caller, Role } from '../identity';
import type { Fen } from '../money';
import type { Work } from '../platform/work';
import type { ContentJson } from '../platform/json/content-hash';

/** Who asks for something, and in which book. */
export interface Setting {
  readonly tx: EntityManager;
  readonly maker: Caller;
  readonly bureauId: string;
  readonly book: ApprovalBook | null;
  /** Id of the resolution of a joint meeting that it rests on. */
  readonly resolution: string | null;
  /** Id of the request that is being changed; null for a new one. */
  readonly request: string | null;
}

/** A book of the bureau. */
export interface ApprovalBook {
  readonly id: number;
  readonly code: string;
  readonly kind: 'real' | 'sandbox';
}

/** How a request looks to those who decide. */
export interface Matter {
  /** One line, in Chinese. */
  readonly title: string;
  /** Above zero. */
  readonly amountFen?: Fen;
  /** What it is about, e.g. `advance_application/0198…`. */
  readonly subject?: string;
  /** Who decides, in order, where neither the kind nor the amount says so. */
  readonly steps?: readonly Role[];
}

/** One thing that a request says, for people to read. */
export interface SummaryRow {
  /** Stable name of what it is, in camelCase. */
  readonly field: string;
  /** What it says: in the reader's language where it is a word. */
  readonly value: string;
  /** The same in parts, by stable names, where several rows of a field make a table. */
  readonly cells?: Readonly<Record<string, string>>;
}

/** The last decision on a request, which carries it out: its transaction, its day, who decided. */
export type ApprovalWork = Omit<Work, 'bookId' | 'bookKind'>;

/** What was approved. */
export interface ApprovedRequest {
  readonly id: string;
  readonly bureauId: string;
  readonly book: ApprovalBook | null;
  readonly subject: string | null;
  /** Id of the resolution of a joint meeting that it rests on. */
  readonly resolution: string | null;
  readonly maker: { readonly id: string; readonly name: string };
}

/** A request that is read. */
export interface PresentedRequest {
  readonly bookId: number | null;
  /** Whether it is not final yet. */
  readonly isOpen: boolean;
}

/** Something that needs approval. A feature describes it once; the rest is the same for all. */
export interface ApprovalKind<Content extends ContentJson = ContentJson> {
  readonly kind: string;
  /** Who may ask for it. */
  readonly makers: readonly Role[];
  /** Who decides, in order. Absent where the matter or its amount says so. */
  readonly steps?: readonly Role[];
  /** Whether it happens in a book. */
  readonly inBook: boolean;
  /** Checks the content and changes nothing in it. */
  readonly schema: z.ZodType<Content>;
  /** @throws DomainError where it cannot be asked for at all */
  describe(setting: Setting, content: Content): Promise<Matter> | Matter;
  /**
   * What the content says, in the order in which it is read.
   *
   * @param request as it stands: what it would do is told while it is open
   */
  present(
    content: Content,
    language: Language,
    tx: EntityManager,
    request: PresentedRequest,
  ): Promise<readonly SummaryRow[]> | readonly SummaryRow[];
  /**
   * Carries it out in the transaction of the last decision.
   *
   * @throws DomainError where it cannot be done now: the decision then falls, and the request stays open
   */
  execute(work: ApprovalWork, content: Content, request: ApprovedRequest): Promise<void>;
}

/** The kinds that this installation knows. */
export class ApprovalKinds {
  private readonly kinds = new Map<string, ApprovalKind>();

  constructor(kinds: readonly ApprovalKind[]) {
    for (const kind of kinds) this.register(kind);
  }

  register(kind: ApprovalKind): void {
    if (this.kinds.has(kind.kind)) throw new Error(`two kinds are called ${kind.kind}`);
    this.kinds.set(kind.kind, kind);
  }

  /** All of them. */
  get all(): readonly ApprovalKind[] {
    return [...this.kinds.values()];
  }

  find(name: string): ApprovalKind | undefined {
    return this.kinds.get(name);
  }
}

/** Gives a kind its own type of content within, and one type to the registry. */
export function approvalKind<Content extends ContentJson>(
  kind: ApprovalKind<Content>,
): ApprovalKind {
  return kind;
}

/** The same work, as the features do theirs: on the book of the request. */
export function workInBook(work: ApprovalWork, { book }: ApprovedRequest): Work {
  if (book === null) throw new Error('the request is about no book');
  return { ...work, bookId: book.id, bookKind: book.kind };
}
