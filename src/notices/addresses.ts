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

/**
 * Where a notice goes: to a person who has said so and can still sign in. An organization reads its own in
 * the console: its file names no address.
 *
 * @returns undefined where it goes nowhere
 */
export async function addressOf(
  tx: EntityManager,
  { personId }: Pick<OutgoingEvent, 'personId' | 'creditCode' | 'bookId'>,
): Promise<Address | undefined> {
  return personId === null ? undefined : ofPerson(tx, personId);
}
