import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { recordChange, type RecordedContent } from '../audit';
import { DomainError, type ProblemCode } from '../errors';
import { actorFacts, type Caller, Person, type Role } from '../identity';
import { Delegation } from './delegation.entity';

/** Of a bureau's delegations these see all, and take back any. */
const OVERSEERS: readonly Role[] = ['security_administrator', 'audit_administrator', 'auditor'];

const REFUSALS: readonly ProblemCode[] = [
  'DELEGATION_NOT_POSSIBLE',
  'DELEGATION_PASSED_ON',
  'ROLES_INCOMPATIBLE',
];

/** A delegation, as the trail hashes it. */
const contentOf = (id: string): RecordedContent => ({
  id,
  sql: 'SELECT to_jsonb(d) AS content FROM fund.delegation d WHERE d.id = $1',
});

/** What of a holder's role somebody else is to do for some days. */
export interface NewDelegation {
  readonly to: string;
  readonly role: Role;
  readonly fromOn: string;
  readonly untilOn: string;
  readonly reason: string;
}

/** Turns what the database refuses of a delegation into an answer. */
async function askDatabase<T>(insert: () => Promise<T>): Promise<T> {
  try {
    return await insert();
  } catch (error) {
    const code = REFUSALS.find((refusal) => refusal === (error as { message?: unknown }).message);
    if (code === undefined) throw error;
    throw new DomainError(code, 'refused');
  }
}

/**
 * The caller has somebody stand in for them.
 *
 * @throws DomainError NOT_FOUND there is no such person in the bureau
 * @throws DomainError DELEGATION_NOT_POSSIBLE the caller does not hold the role, or names themselves
 * @throws DomainError ROLES_INCOMPATIBLE the other person may not have the role
 * @throws DomainError DELEGATION_PASSED_ON one of the two delegates or stands in for it in these days already
 */
export async function delegate(
  tx: EntityManager,
  caller: Caller,
  given: NewDelegation,
): Promise<string> {
  const { to: toPersonId, ...delegation } = given;
  const { bureauId } = caller;
  const isOurs = bureauId !== null && (await tx.existsBy(Person, { id: toPersonId, bureauId }));
  if (!isOurs) throw new DomainError('NOT_FOUND', 'not_found');
  if (toPersonId === caller.personId || !caller.roles.includes(given.role)) {
    throw new DomainError('DELEGATION_NOT_POSSIBLE', 'refused');
  }
  const id = uuidv7();
  const event = {
    action: 'delegation.make',
    ...actorFacts(caller),
    subject: `delegation/${id}`,
    content: given,
  };
  await recordChange(tx, contentOf(id), event, () =>
    askDatabase(() =>
      tx.insert(Delegation, { id, fromPersonId: caller.personId, toPersonId, ...delegation }),
    ),
  );
  return id;
}

/**
 * Takes a delegation back, at once: one's own, or any of the bureau for the security administrator.
 *
 * @throws DomainError NOT_FOUND
 */
export async function revokeDelegation(
  tx: EntityManager,
  caller: Caller,
  id: string,
): Promise<void> {
  const event = {
    action: 'delegation.revoke',
    ...actorFacts(caller),
    subject: `delegation/${id}`,
  };
  await recordChange(tx, contentOf(id), event, async () => {
    const [revoked] = await tx.query<[unknown[], number]>(
      `UPDATE fund.delegation d SET revoked_at = now() FROM fund.person p
        WHERE d.id = $1 AND d.revoked_at IS NULL AND p.id = d.from_person_id AND p.bureau_id = $2
          AND (d.from_person_id = $3 OR $4) RETURNING d.id`,
      [id, caller.bureauId, caller.personId, caller.roles.includes('security_administrator')],
    );
    if (revoked.length !== 1) throw new DomainError('NOT_FOUND', 'not_found');
  });
}

/** A delegation as a list shows it. */
export interface DelegationRow {
  readonly id: string;
  readonly from: { id: string; name: string };
  readonly to: { id: string; name: string };
  readonly role: Role;
  readonly fromOn: string;
  readonly untilOn: string;
  readonly reason: string;
  readonly madeAt: Date;
  readonly revokedAt: Date | null;
}

/** The delegations from and to the caller, for overseers of the whole bureau; the newest first. */
export async function listDelegations(
  tx: EntityManager,
  caller: Caller,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<DelegationRow[]> {
  return tx.query<DelegationRow[]>(
    `SELECT d.id, d.role, d.from_on AS "fromOn", d.until_on AS "untilOn", d.reason, d.made_at AS "madeAt",
            d.revoked_at AS "revokedAt", jsonb_build_object('id', f.id, 'name', f.name) AS "from",
            jsonb_build_object('id', t.id, 'name', t.name) AS "to"
       FROM fund.delegation d JOIN fund.person f ON f.id = d.from_person_id
       JOIN fund.person t ON t.id = d.to_person_id
      WHERE f.bureau_id = $1 AND ($2 OR $3 IN (f.id, t.id)) AND ($4::uuid IS NULL OR d.id < $4)
      ORDER BY d.id DESC LIMIT $5`,
    [
      caller.bureauId,
      caller.roles.some((role) => OVERSEERS.includes(role)),
      caller.personId,
      page.after ?? null,
      page.limit,
    ],
  );
}

/** Colleagues who can sign in today and may have the role, by name. */
export async function listCandidates(
  tx: EntityManager,
  caller: Caller,
  role: Role,
): Promise<{ id: string; name: string }[]> {
  return tx.query<{ id: string; name: string }[]>(
    `SELECT p.id, p.name FROM fund.held_role h JOIN fund.person p ON p.id = h.person_id
      WHERE h.bureau_id = $1 AND p.id <> $2
      GROUP BY p.id, p.name HAVING NOT bool_or(fund.keeps_apart(h.role, $3)) ORDER BY p.name`,
    [caller.bureauId, caller.personId, role],
  );
}
