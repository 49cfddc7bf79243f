import type { EntityManager } from 'typeorm';
import type { Language } from '../errors';
import type { OutgoingEvent } from './outgoing-event.entity';

/** Where a notice goes, and in which language it is read. */
export interface Address {
  readonly name: string;
  readonly email: string;
  readonly language: Language;
}

async function ofPerson(tx: EntityManager, personId: string): Promise<Address | undefined> {
  const [row] = await tx.query<Address[]>(
    `SELECT p.name, p.email, p.language FROM fund.person p
      WHERE p.id = $1 AND p.email IS NOT NULL
        AND EXISTS (SELECT FROM fund.account a WHERE a.person_id = p.id AND a.state = 'active')`,
    [personId],
  );
  return row;
}

/** The contact address of the file that the book has on an organization. */
async function ofOrganization(
  tx: EntityManager,
  creditCode: string,
  bookId: number | null,
): Promise<Address | undefined> {
  const [row] = await tx.query<Omit<Address, 'language'>[]>(
    `SELECT o.name, o.email FROM fund.organization o
      WHERE o.uscc = $1 AND o.book_id = $2 AND o.email IS NOT NULL ORDER BY o.id DESC LIMIT 1`,
    [creditCode, bookId],
  );
  return row && { ...row, language: 'zh' };
}

/**
 * Where a notice goes: to a person who has said so and can still sign in, or to the address in the file of an
 * organization.
 *
 * @returns undefined where it goes nowhere
 */
export async function addressOf(
  tx: EntityManager,
  { personId, creditCode, bookId }: Pick<OutgoingEvent, 'personId' | 'creditCode' | 'bookId'>,
): Promise<Address | undefined> {
  if (personId !== null) return ofPerson(tx, personId);
  return creditCode === null ? undefined : ofOrganization(tx, creditCode, bookId);
}

/** Members of an organization who are told by mail: they can sign in, and said where. */
export async function membersWithAddress(
  tx: EntityManager,
  creditCode: string,
  bookId: number,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }[]>(
    `SELECT p.id FROM fund.person p JOIN ledger.book b ON b.id = $2
      WHERE p.credit_code = $1 AND p.sandbox = (b.kind = 'sandbox') AND p.email IS NOT NULL
        AND fund.is_active_member(p.id)
      ORDER BY p.id`,
    [creditCode, bookId],
  );
  return rows.map(({ id }) => id);
}
