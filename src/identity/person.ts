import { DomainError } from '../errors';

/**
 * A person who acts, by name. Two names are two people. Accounts, roles and sessions will stand
 * behind this one type; nothing else in the code knows what a person is.
 */
export type PersonName = string;

/**
 * Separation of duties: nobody does two halves of one thing.
 *
 * @throws DomainError SAME_PERSON when `person` is one of `others`
 */
export function requireAnotherPerson(person: PersonName, others: readonly PersonName[]): void {
  if (others.includes(person)) throw new DomainError('SAME_PERSON', 'forbidden');
}
