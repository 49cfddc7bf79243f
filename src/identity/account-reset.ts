import type { EntityManager } from 'typeorm';
import { recordChange, recordEvent } from '../audit';
import { DomainError } from '../errors';
import { Account, AccountReset } from './account.entity';
import type { Caller } from './caller';
import { type Actor, actorFacts, because, endInvitations, invite } from './people';
import { administeredBy, Person } from './person.entity';
import { accountContent } from './recorded-content';
import { RoleGrant } from './role-grant.entity';
import type { Role } from './roles';
import { endSessions } from './sessions';

/** An account as those see it who decide about it. */
export interface FoundAccount {
  readonly login: string;
  readonly personId: string;
  readonly name: string;
  /** The bureau that looks after it; null for nobody's. */
  readonly administeredBy: string | null;
  readonly roles: readonly Role[];
}

/** The account with its person; undefined where there is none, or it is the sandbox's. */
export async function findAccount(
  tx: EntityManager,
  id: string,
): Promise<FoundAccount | undefined> {
  const account = await tx.findOneBy(Account, { id });
  if (account === null) return undefined;
  const { login, personId } = account;
  const person = await tx.findOneByOrFail(Person, { id: personId });
  if (person.sandbox) return undefined;
  const held = await tx
    .createQueryBuilder(RoleGrant, 'held')
    .where('held.person_id = :personId AND held.revoked_at IS NULL', { personId })
    .getMany();
  return {
    login,
    personId,
    name: person.name,
    administeredBy: administeredBy(person),
    roles: held.map(({ role }) => role),
  };
}

/**
 * Has an account set up anew, for a lost password or second factor, or after it was disabled: its
 * sessions and links end, and nothing opens it until its person has followed a new link.
 */
export async function resetAccount(
  tx: EntityManager,
  accountId: string,
  actor: Actor,
): Promise<void> {
  const event = {
    action: 'account.reset',
    ...actorFacts(actor),
    subject: `account/${accountId}`,
    content: because(actor),
  };
  await recordChange(tx, accountContent(accountId), event, async () => {
    await tx.update(Account, accountId, {
      state: 'invited',
      passwordHash: null,
      totpSecret: null,
      failures: 0,
      lockedUntil: null,
    });
    await endSessions(tx, { accountId }, 'credentials_changed');
    await endInvitations(tx, accountId);
  });
}

/** Keeps that a reset was approved, so that whoever asked for it can take the link. */
export async function approveReset(
  tx: EntityManager,
  reset: Pick<AccountReset, 'id' | 'accountId' | 'askedById'>,
): Promise<void> {
  await tx.insert(AccountReset, reset);
}

/**
 * Gives the link of an account that was set up anew, once, to the administrator who asked for that.
 *
 * @returns the token of the link
 * @throws DomainError NOT_FOUND it was not approved, or others asked; RESET_LINK_TAKEN it was given
 *   before, or the account has been activated, disabled or set up anew since
 */
export async function takeResetLink(
  tx: EntityManager,
  id: string,
  caller: Caller,
): Promise<string> {
  const reset = await tx
    .createQueryBuilder(AccountReset, 'reset')
    .setLock('pessimistic_write')
    .where('reset.id = :id AND reset.asked_by_id = :personId', { id, personId: caller.personId })
    .getOne();
  if (reset === null) throw new DomainError('NOT_FOUND', 'not_found');
  const { accountId } = reset;
  const [newest] = await tx.find(AccountReset, {
    where: { accountId },
    order: { doneAt: 'DESC' },
    take: 1,
  });
  const isOpen = await tx.existsBy(Account, { id: accountId, state: 'invited' });
  if (reset.linkTakenAt !== null || newest?.id !== id || !isOpen) {
    throw new DomainError('RESET_LINK_TAKEN', 'conflict');
  }
  await tx.update(AccountReset, id, { linkTakenAt: () => 'clock_timestamp()' });
  await recordEvent(tx, {
    action: 'account.reset_link',
    ...actorFacts(caller),
    subject: `account/${accountId}`,
    content: { approval: id },
  });
  return invite(tx, accountId);
}
