import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { asService, type Role } from '../identity';
import { membersWithAddress } from './addresses';
import { type NoticeFacts, type NoticeKindName, NOTICES } from './notice-kinds';
import { OutgoingEvent } from './outgoing-event.entity';

/** Who is to be told. */
export type Recipient =
  | { readonly people: readonly string[] }
  /** Whoever acts in the role in the bureau that the notice is of, each for themselves. */
  | { readonly role: Role }
  /**
   * An organization, by its credit code; its notice names the book in which its file is. It goes to the address
   * in the file, and to each member who said one.
   */
  | { readonly creditCode: string; readonly bookId: number };

/** Something to be told. */
export interface Announcement<Kind extends NoticeKindName> {
  readonly kind: Kind;
  /** The bureau whose system administrator looks after the notice. */
  readonly bureauId: string;
  readonly bookId?: number | null;
  readonly to: Recipient;
  /** Who knows it already: whoever does it. */
  readonly except?: string | undefined;
  /** What it is about, e.g. `approval_request/0198…`. */
  readonly subject?: string;
  /** No amounts of other cases, and no numbers of bank accounts: mail is read where nobody watches. */
  readonly facts: NoticeFacts<Kind>;
}

async function peopleOf(tx: EntityManager, bureauId: string, to: Recipient): Promise<string[]> {
  if ('people' in to) return [...to.people];
  if (!('role' in to)) return [];
  const rows = await tx.query<{ person_id: string }[]>(
    'SELECT p.person_id FROM fund.people_in_role($1, $2) p',
    [bureauId, to.role],
  );
  return rows.map(({ person_id }) => person_id);
}

type Row = Pick<OutgoingEvent, 'id'> &
  Partial<Pick<OutgoingEvent, 'personId' | 'creditCode' | 'bookId' | 'copyOf'>>;

/** The notice to an organization, and a copy of it for each member who is told by mail. */
async function rowsOfOrganization(
  tx: EntityManager,
  { creditCode, bookId }: { readonly creditCode: string; readonly bookId: number },
  except: string | undefined,
): Promise<Row[]> {
  const id = uuidv7();
  const members = await membersWithAddress(tx, creditCode, bookId);
  const copies = members
    .filter((personId) => personId !== except)
    .map((personId) => ({ id: uuidv7(), personId, bookId, copyOf: id }));
  return [{ id, creditCode, bookId }, ...copies];
}

/**
 * Writes down that somebody is to be told, in the transaction of the act that causes it: what is rolled
 * back is told to nobody. It is sent afterwards, to each person by a notice of their own.
 */
export async function announce<Kind extends NoticeKindName>(
  tx: EntityManager,
  { kind, bureauId, bookId = null, to, except, subject, facts }: Announcement<Kind>,
): Promise<void> {
  // What cannot be told later must not be written down now.
  NOTICES[kind].facts.parse(facts);
  const notice = { kind, bureauId, subject: subject ?? null, facts };
  await asService(tx, async () => {
    const people = new Set(await peopleOf(tx, bureauId, to));
    if (except !== undefined) people.delete(except);
    const rows: Row[] =
      'creditCode' in to
        ? await rowsOfOrganization(tx, to, except)
        : [...people].map((personId) => ({ id: uuidv7(), personId, bookId }));
    if (rows.length === 0) return;
    await tx.insert(
      OutgoingEvent,
      rows.map((row) => ({ ...notice, ...row })),
    );
  });
}
