import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { hashOfContent, recordChange, recordEvent } from '../audit';
import { DomainError } from '../errors';
import { refuseDuplicate } from '../platform/database/refuse-duplicate';
import { Account, Invitation } from './account.entity';
import type { Caller } from './caller';
import { Person } from './person.entity';
import { accountContent, personContent } from './recorded-content';
import { RoleGrant } from './role-grant.entity';
import { keepsApart, type Role } from './roles';
import { hashOfToken, newToken } from './secrets';
import { endSessions } from './sessions';

const LINK_LASTS = '7 days';

/** A person to enter, with the login they get; a member of an organization is the acting bureau's to administer. */
export interface NewPerson {
  readonly name: string;
  readonly login: string;
  readonly belongsTo: { readonly bureauId: string } | { readonly creditCode: string };
}

/** Who does something, for the audit trail. */
export type Actor = Pick<Caller, 'name' | 'sessionId' | 'address' | 'bureauId'> & {
  /** Absent where the installation itself acts. */
  readonly personId: string | null;
  /** Why, where whoever acts has to say it. */
  readonly reason?: string;
};

/** The reason, as the trail keeps it. */
export const because = ({ reason }: Actor): object => (reason === undefined ? {} : { reason });

/** What the trail says of who acted. */
export const actorFacts = ({ name, personId, sessionId, address, bureauId }: Actor) => ({
  person: name,
  personId,
  sessionId,
  address,
  bureauId,
});

/** Ends the links of an account that nobody has followed to the end. */
export async function endInvitations(tx: EntityManager, accountId: string): Promise<void> {
  await tx
    .createQueryBuilder()
    .update(Invitation)
    .set({ expiresAt: () => 'now()' })
    .where('account_id = :accountId AND used_at IS NULL AND expires_at > now()', { accountId })
    .execute();
}

/**
 * Makes a link with which an account is activated or set up anew; earlier links of the account end.
 *
 * @returns the token in the link, which is kept nowhere
 */
export async function invite(tx: EntityManager, accountId: string): Promise<string> {
  const token = newToken();
  await endInvitations(tx, accountId);
  await tx.insert(Invitation, {
    tokenHash: hashOfToken(token),
    accountId,
    expiresAt: () => `now() + interval '${LINK_LASTS}'`,
  });
  return token;
}

/**
 * Enters a person and their account; it is of use once the person has activated it and holds a role.
 *
 * @throws DomainError LOGIN_TAKEN, NAME_TAKEN
 */
export async function enterPerson(
  tx: EntityManager,
  person: NewPerson,
  actor: Actor,
): Promise<{ personId: string; accountId: string; token: string }> {
  const personId = uuidv7();
  const accountId = uuidv7();
  const { name, login, belongsTo } = person;
  const ofSameName =
    'bureauId' in belongsTo ? 'uq_person_bureau_id_name' : 'uq_person_credit_code_name';
  await refuseDuplicate(ofSameName, 'NAME_TAKEN', () =>
    tx.insert(Person, {
      id: personId,
      name,
      sandbox: false,
      ...belongsTo,
      ...('creditCode' in belongsTo && { enteredByBureauId: actor.bureauId }),
    }),
  );
  await refuseDuplicate('uq_account_login', 'LOGIN_TAKEN', () =>
    tx.insert(Account, { id: accountId, personId, login }),
  );
  const token = await invite(tx, accountId);
  const afterHash = await hashOfContent(tx, personContent(personId));
  await recordEvent(tx, {
    action: 'person.enter',
    ...actorFacts(actor),
    subject: `person/${personId}`,
    ...(afterHash && { afterHash }),
    content: { name, login, ...belongsTo, ...because(actor) },
  });
  return { personId, accountId, token };
}

/**
 * Gives a person a role. Who may decide that is the approvals' matter; that no one holds two roles
 * which are kept apart is held here and in the database.
 *
 * @throws DomainError ROLES_INCOMPATIBLE, ROLE_HELD
 */
export async function grantRole(
  tx: EntityManager,
  grant: {
    readonly personId: string;
    readonly role: Role;
    readonly validFrom: string;
    readonly validUntil?: string | null;
  },
  grantedBy: string,
): Promise<string> {
  // Locked as the trigger locks it, so that two grants at once see each other.
  await tx.query('SELECT FROM fund.person WHERE id = $1 FOR UPDATE', [grant.personId]);
  const held = await tx
    .createQueryBuilder(RoleGrant, 'held')
    .where('held.person_id = :personId AND held.revoked_at IS NULL', grant)
    .getMany();
  if (held.some(({ role }) => role === grant.role)) {
    throw new DomainError('ROLE_HELD', 'conflict', { role: grant.role });
  }
  const apart = held.filter(({ role }) => keepsApart(role, grant.role)).map(({ role }) => role);
  if (apart.length > 0) {
    throw new DomainError('ROLES_INCOMPATIBLE', 'refused', { role: grant.role, holds: apart });
  }
  const id = uuidv7();
  await tx.insert(RoleGrant, { id, ...grant, grantedBy });
  return id;
}

/**
 * Takes a role back, at once.
 *
 * @throws DomainError NOT_FOUND the person does not hold it
 */
export async function revokeRole(
  tx: EntityManager,
  personId: string,
  role: Role,
  actor: Actor,
): Promise<void> {
  const event = {
    action: 'role.revoke',
    ...actorFacts(actor),
    subject: `person/${personId}`,
    content: { role, ...because(actor) },
  };
  await recordChange(tx, personContent(personId), event, async () => {
    const { affected } = await tx
      .createQueryBuilder()
      .update(RoleGrant)
      .set({ revokedAt: () => 'now()', revokedBy: actor.name })
      .where('person_id = :personId AND role = :role AND revoked_at IS NULL', { personId, role })
      .execute();
    if (affected !== 1) throw new DomainError('NOT_FOUND', 'not_found');
  });
}

/** Disables an account at once: its sessions end, its person's keys open nothing, its links are void. */
export async function disableAccount(
  tx: EntityManager,
  accountId: string,
  actor: Actor,
): Promise<void> {
  const event = {
    action: 'account.disable',
    ...actorFacts(actor),
    subject: `account/${accountId}`,
    content: because(actor),
  };
  await recordChange(tx, accountContent(accountId), event, async () => {
    const { affected } = await tx
      .createQueryBuilder()
      .update(Account)
      .set({ state: 'disabled' })
      .where(`id = :accountId AND state <> 'disabled'`, { accountId })
      .execute();
    if (affected !== 1) throw new DomainError('NOT_FOUND', 'not_found');
    await endSessions(tx, { accountId }, 'account_disabled');
    await endInvitations(tx, accountId);
  });
}

/**
 * Lets an account that was disabled be used again, with the password and second factor it had.
 *
 * @throws DomainError NOT_FOUND it is not disabled
 */
export async function enableAccount(
  tx: EntityManager,
  accountId: string,
  actor: Actor,
): Promise<void> {
  const event = {
    action: 'account.enable',
    ...actorFacts(actor),
    subject: `account/${accountId}`,
    content: because(actor),
  };
  await recordChange(tx, accountContent(accountId), event, async () => {
    const { affected } = await tx
      .createQueryBuilder()
      .update(Account)
      .set({ state: () => `CASE WHEN password_hash IS NULL THEN 'invited' ELSE 'active' END` })
      .where(`id = :accountId AND state = 'disabled'`, { accountId })
      .execute();
    if (affected !== 1) throw new DomainError('NOT_FOUND', 'not_found');
  });
}
