import { type EntityManager, In } from 'typeorm';
import type { LitigationCase } from '../cases';
import { type Caller, Person } from '../identity';
import { Organization } from '../organizations';

/** Names by id; of people for the bureau alone. */
export interface Names {
  readonly organization: (id: string) => string;
  readonly person: (id: string) => string | null;
  /** Whether the caller reads what an organization was paid and did with it: the bureau of all, each of itself. */
  readonly mayRead: (organization: string) => boolean;
}

/** The names of everybody that the award of a case may tell of. */
export async function namesFor(
  tx: EntityManager,
  caller: Caller,
  { bookId }: LitigationCase,
  people: readonly string[],
): Promise<Names> {
  const organizations = await tx.findBy(Organization, { bookId });
  const persons =
    caller.creditCode === null ? await tx.findBy(Person, { id: In([...people]) }) : [];
  return {
    organization: (id) => organizations.find((one) => one.id === id)?.name ?? '',
    person: (id) => persons.find((one) => one.id === id)?.name ?? null,
    mayRead: (id) =>
      caller.creditCode === null ||
      organizations.some((one) => one.id === id && one.uscc === caller.creditCode),
  };
}
