import type { DataSource, EntityManager } from 'typeorm';
import { recordChange, recordEvent } from '../audit';
import { DomainError } from '../errors';
import { inTransaction } from '../platform/database/transaction';
import { Account, Invitation } from './account.entity';
import { hashPassword } from './passwords';
import { newSecondFactor, secondFactorUri, stepOfCode } from './second-factor';
import { accountContent, personFacts } from './recorded-content';
import { hashOfToken, type Secrets } from './secrets';
import { secondFactorContext } from './sign-in';

/** What somebody who follows a link sees first: the login, and the second factor to set up. */
export interface Activation {
  readonly login: string;
  /** Base32, for typing. */
  readonly secret: string;
  /** For a QR code. */
  readonly uri: string;
}

async function openInvitation(
  tx: EntityManager,
  token: string,
): Promise<{ invitation: Invitation; account: Account }> {
  const invitation = await tx
    .createQueryBuilder(Invitation, 'invitation')
    .setLock('pessimistic_write')
    .where('invitation.token_hash = :hash', { hash: hashOfToken(token) })
    .andWhere('invitation.used_at IS NULL AND invitation.expires_at > now()')
    .andWhere('invitation.account_id IS NOT NULL')
    .getOne();
  if (invitation?.accountId === undefined || invitation.accountId === null) {
    throw new DomainError('LINK_INVALID', 'not_found');
  }
  const account = await tx.findOneBy(Account, { id: invitation.accountId, state: 'invited' });
  if (account === null) throw new DomainError('LINK_INVALID', 'not_found');
  return { invitation, account };
}

/** What others know of the owner of an account, and would try first. */
export async function knownWords(
  tx: EntityManager,
  { login, personId }: Account,
): Promise<string[]> {
  const [known] = await tx.query<{ words: string[] }[]>(
    `SELECT array_remove(ARRAY[p.name, b.name, b.code], NULL) AS words
       FROM fund.person p LEFT JOIN fund.bureau b ON b.id = p.bureau_id WHERE p.id = $1`,
    [personId],
  );
  return [login, ...(known?.words ?? [])];
}

/**
 * Begins to activate the account of a link.
 *
 * @throws DomainError LINK_INVALID it was used, has run out or never was
 */
export async function beginActivation(
  dataSource: DataSource,
  secrets: Secrets,
  token: string,
  address: string,
): Promise<Activation> {
  return inTransaction(dataSource, async (tx) => {
    const { invitation, account } = await openInvitation(tx, token);
    const secret = newSecondFactor();
    await tx.update(
      Invitation,
      { tokenHash: invitation.tokenHash },
      {
        totpSecret: secrets.seal(secret, secondFactorContext(account.id)),
      },
    );
    await recordEvent(tx, {
      action: 'account.begin_activation',
      ...(await personFacts(tx, account.personId)),
      address,
      subject: `account/${account.id}`,
    });
    return { login: account.login, secret, uri: secondFactorUri(secret, account.login) };
  });
}

/**
 * Activates the account of a link with a password and a first code of the second factor.
 *
 * @throws DomainError LINK_INVALID, SECOND_FACTOR_WRONG, PASSWORD_WEAK
 */
export async function activateAccount(
  dataSource: DataSource,
  secrets: Secrets,
  given: {
    readonly token: string;
    readonly password: string;
    readonly code: string;
    readonly address: string;
  },
): Promise<void> {
  await inTransaction(dataSource, async (tx) => {
    const { invitation, account } = await openInvitation(tx, given.token);
    const sealed = invitation.totpSecret;
    const secret = sealed && secrets.open(sealed, secondFactorContext(account.id));
    const step = secret === null ? undefined : stepOfCode(secret, given.code, 0, Date.now());
    if (step === undefined) throw new DomainError('SECOND_FACTOR_WRONG', 'invalid');
    const passwordHash = await hashPassword(given.password, await knownWords(tx, account));
    const event = {
      action: 'account.activate',
      ...(await personFacts(tx, account.personId)),
      address: given.address,
      subject: `account/${account.id}`,
    };
    await recordChange(tx, accountContent(account.id), event, async () => {
      await tx.update(Account, account.id, {
        state: 'active',
        passwordHash,
        totpSecret: sealed,
        totpStep: step,
        failures: 0,
        lockedUntil: null,
      });
      await tx.update(
        Invitation,
        { tokenHash: invitation.tokenHash },
        { usedAt: () => 'now()', totpSecret: null },
      );
    });
  });
}
