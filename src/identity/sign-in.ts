import type { DataSource, EntityManager } from 'typeorm';
import { recordEvent } from '../audit';
import { DomainError } from '../errors';
import { inTransaction } from '../platform/database/transaction';
import { Account } from './account.entity';
import { isPassword } from './passwords';
import { personFacts } from './recorded-content';
import { STAFF_ROLES } from './roles';
import { stepOfCode } from './second-factor';
import type { Secrets } from './secrets';
import { Session } from './session.entity';
import { beginSession, type Tokens } from './sessions';

/** Wrong tries in a row before an account rests, and for how long (GB/T 22239-2019 8.1.4.1). */
const MOST_FAILURES = 5;
const REST = '15 minutes';
const NOBODY = '00000000-0000-0000-0000-000000000000';

const failed = (): DomainError => new DomainError('SIGN_IN_FAILED', 'unauthenticated');

/** What binds a sealed second factor to its account. */
export const secondFactorContext = (accountId: string): string => `second factor of ${accountId}`;

/**
 * Counts a wrong try in a transaction of its own, so that the refusal does not take it back. A try for
 * an account that is not there is recorded just the same, so that it takes as long.
 */
async function countFailure(
  dataSource: DataSource,
  account: { readonly id: string; readonly personId: string } | null,
  action: string,
  address: string,
): Promise<void> {
  await inTransaction(dataSource, async (tx) => {
    await tx.query(
      `UPDATE fund.account
          SET failures = CASE WHEN failures + 1 >= ${MOST_FAILURES} THEN 0 ELSE failures + 1 END,
              locked_until = CASE WHEN failures + 1 >= ${MOST_FAILURES} THEN now() + interval '${REST}' ELSE locked_until END
        WHERE id = $1`,
      [account?.id ?? NOBODY],
    );
    await recordEvent(tx, {
      action,
      ...(account !== null && (await personFacts(tx, account.personId))),
      address,
      refusalCode: 'SIGN_IN_FAILED',
    });
  });
}

/** The account when it may sign in now. A locked, disabled or absent one is not told apart. */
async function accountFor(
  tx: EntityManager,
  where: string,
  value: string,
): Promise<Account | null> {
  return tx
    .createQueryBuilder(Account, 'account')
    .where(where, { value })
    .andWhere(`account.state = 'active'`)
    .andWhere('(account.locked_until IS NULL OR account.locked_until <= now())')
    .getOne();
}

const needsSecondFactor = async (tx: EntityManager, account: Account): Promise<boolean> => {
  if (account.totpSecret !== null) return true;
  const [held] = await tx.query<{ held: boolean }[]>(
    `SELECT EXISTS (SELECT FROM fund.role_grant WHERE person_id = $1 AND revoked_at IS NULL AND role = ANY ($2)) AS held`,
    [account.personId, STAFF_ROLES],
  );
  return held?.held === true;
};

/** A session that was begun. */
export interface SignedIn {
  readonly sessionId: string;
  readonly accountId: string;
  readonly tokens: Tokens;
  /** Whether the second factor is to be shown next. */
  readonly awaitsSecondFactor: boolean;
}

/**
 * Signs in with login and password. Whatever is wrong, the answer is the same and takes as long.
 *
 * @throws DomainError SIGN_IN_FAILED
 */
export async function signIn(
  dataSource: DataSource,
  login: string,
  password: string,
  address: string,
): Promise<SignedIn> {
  const account = await accountFor(
    dataSource.manager,
    'account.login = :value',
    login.toLowerCase(),
  );
  const isRight = await isPassword(account?.passwordHash ?? null, password);
  if (account === null || !isRight) {
    await countFailure(dataSource, account, 'session.begin', address);
    throw failed();
  }
  const awaitsSecondFactor = await needsSecondFactor(dataSource.manager, account);
  // Whoever must show a second factor and has none is set up anew through a new link.
  if (awaitsSecondFactor && account.totpSecret === null) {
    await countFailure(dataSource, account, 'session.begin', address);
    throw failed();
  }
  return inTransaction(dataSource, async (tx) => {
    if (!awaitsSecondFactor) await tx.update(Account, account.id, { failures: 0 });
    const begun = await beginSession(tx, account.id, address, awaitsSecondFactor);
    await recordEvent(tx, {
      action: 'session.begin',
      ...(await personFacts(tx, account.personId)),
      sessionId: begun.sessionId,
      address,
    });
    return { ...begun, accountId: account.id, awaitsSecondFactor };
  });
}

/**
 * Takes the code of the authenticator app: it completes a sign-in, or proves that the person is present.
 *
 * @throws DomainError SECOND_FACTOR_WRONG the code is wrong, was used before, or the account rests
 */
export async function showSecondFactor(
  dataSource: DataSource,
  secrets: Secrets,
  session: {
    readonly id: string;
    readonly accountId: string;
    readonly personId: string;
    readonly address: string;
  },
  code: string,
): Promise<void> {
  const isRight = await inTransaction(dataSource, async (tx) => {
    // Locked, so that one code shown twice at once counts once.
    await tx.query('SELECT FROM fund.account WHERE id = $1 FOR UPDATE', [session.accountId]);
    const account = await accountFor(tx, 'account.id = :value', session.accountId);
    const sealed = account?.totpSecret ?? null;
    if (account === null || sealed === null) return false;
    const secret = secrets.open(sealed, secondFactorContext(account.id));
    const step = stepOfCode(secret, code, account.totpStep, Date.now());
    if (step === undefined) return false;
    await tx.update(Account, account.id, { totpStep: step, failures: 0 });
    await tx.update(Session, session.id, {
      awaitsSecondFactor: false,
      steppedUpAt: () => 'now()',
    });
    await recordEvent(tx, {
      action: 'session.second_factor',
      ...(await personFacts(tx, session.personId)),
      sessionId: session.id,
      address: session.address,
    });
    return true;
  });
  if (isRight) return;
  const account = { id: session.accountId, personId: session.personId };
  await countFailure(dataSource, account, 'session.second_factor', session.address);
  throw new DomainError('SECOND_FACTOR_WRONG', 'invalid');
}
