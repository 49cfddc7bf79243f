import type { DataSource, EntityManager } from 'typeorm';
import { recordChange, recordEvent } from '../audit';
import { DomainError, type Language } from '../errors';
import { inTransaction } from '../platform/database/transaction';
import { Account, SignInFailure } from './account.entity';
import { knownWords } from './activation';
import type { Caller } from './caller';
import { actorFacts, endInvitations } from './people';
import { hashPassword } from './passwords';
import { Person } from './person.entity';
import { accountContent } from './recorded-content';
import { Session } from './session.entity';
import { endOtherSessions, endSessions, type Renewed, renewTokens } from './sessions';
import { requirePassword } from './sign-in';

/** Somebody in the console with an account of their own. */
type Owner = Caller & { readonly accountId: string; readonly sessionId: string };

function requireOwner(caller: Caller): Owner {
  const { accountId, sessionId, sandbox } = caller;
  if (sandbox) throw new DomainError('NOT_IN_SANDBOX', 'forbidden');
  if (accountId === null || sessionId === null) {
    throw new DomainError('SIGN_IN_REQUIRED', 'unauthenticated');
  }
  return { ...caller, accountId, sessionId };
}

/**
 * Changes one's own password (ASVS 5.0, 6.2.2 and 6.2.3): who knew the old one is out at once.
 *
 * @returns new tokens for the session that goes on; all others of the account end
 * @throws DomainError NOT_IN_SANDBOX, PASSWORD_WRONG, PASSWORD_WEAK
 */
export async function changePassword(
  dataSource: DataSource,
  caller: Caller,
  given: { readonly current: string; readonly password: string },
): Promise<Renewed> {
  const owner = requireOwner(caller);
  const { accountId, sessionId, address } = owner;
  const account = await requirePassword(dataSource, accountId, given.current, address);
  const words = await knownWords(dataSource.manager, account);
  const passwordHash = await hashPassword(given.password, words);
  const event = {
    action: 'account.password',
    ...actorFacts(owner),
    subject: `account/${accountId}`,
  };
  return inTransaction(dataSource, (tx) =>
    recordChange(tx, accountContent(accountId), event, async () => {
      const isAsChecked = {
        id: accountId,
        state: 'active',
        passwordHash: account.passwordHash ?? '',
      } as const;
      const { affected } = await tx.update(Account, isAsChecked, { passwordHash });
      // Somebody else has changed it, or the account, in the meantime.
      if (affected !== 1) throw new DomainError('PASSWORD_WRONG', 'invalid');
      await tx.update(SignInFailure, { accountId }, { failures: 0 });
      await endOtherSessions(tx, owner, 'credentials_changed');
      await endInvitations(tx, accountId);
      return renewTokens(tx, { id: sessionId, awaitsSecondFactor: false });
    }),
  );
}

/**
 * Ends a session of one's own (ASVS 5.0, 7.5.2).
 *
 * @throws DomainError NOT_IN_SANDBOX, NOT_FOUND it is not one's own, or has ended
 */
export async function endOwnSession(tx: EntityManager, caller: Caller, id: string): Promise<void> {
  const owner = requireOwner(caller);
  const session = await tx
    .createQueryBuilder(Session, 'session')
    .setLock('pessimistic_write')
    .where('session.id = :id AND session.account_id = :accountId', {
      id,
      accountId: owner.accountId,
    })
    .andWhere('session.ended_at IS NULL')
    .getOne();
  if (session === null) throw new DomainError('NOT_FOUND', 'not_found');
  await endSessions(tx, { id }, 'signed_out');
  await recordEvent(tx, { action: 'session.end', ...actorFacts(owner), subject: `session/${id}` });
}

/** Where somebody gets notices by e-mail, and in which language. */
export interface Contact {
  /** Null: nowhere; notices are then read in the console. */
  readonly email: string | null;
  readonly language: Language;
}

/**
 * Where notices of one's own go.
 *
 * @throws DomainError NOT_IN_SANDBOX
 */
export async function readContact(tx: EntityManager, caller: Caller): Promise<Contact> {
  const { personId } = requireOwner(caller);
  const { email, language } = await tx.findOneByOrFail(Person, { id: personId });
  return { email, language };
}

/**
 * Says where notices of one's own go. The trail keeps that it changed and not the address, which is the
 * person's own and may be taken back, while the trail stays.
 *
 * @throws DomainError NOT_IN_SANDBOX
 */
export async function changeContact(
  tx: EntityManager,
  caller: Caller,
  { email, language }: Contact,
): Promise<void> {
  const owner = requireOwner(caller);
  await tx.update(Person, { id: owner.personId }, { email, language });
  await recordEvent(tx, {
    action: 'person.contact',
    ...actorFacts(owner),
    subject: `person/${owner.personId}`,
    content: { hasEmail: email !== null, language },
  });
}
