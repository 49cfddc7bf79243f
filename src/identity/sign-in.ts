import type { DataSource, EntityManager } from 'typeorm';
import { recordEvent } from '../audit';
import { DomainError } from '../errors';
import { inTransaction } from '../platform/database/transaction';
import { networkOf } from '../platform/http/network';
import { Account, SignInFailure } from './account.entity';
import { isPassword } from './passwords';
import { personFacts } from './recorded-content';
import { STAFF_ROLES } from './roles';
import { stepOfCode } from './second-factor';
import type { Secrets } from './secrets';
import { Session } from './session.entity';
import { beginSession, type Renewed, renewTokens, type Tokens } from './sessions';

/** Wrong tries in a row before there is a rest, and for how long (GB/T 22239-2019 8.1.4.1). */
const MOST_FAILURES = 5;
const REST = '15 minutes';
const NOBODY = '00000000-0000-0000-0000-000000000000';

const failed = (): DomainError => new DomainError('SIGN_IN_FAILED', 'unauthenticated');

/** What binds a sealed second factor to its account. */
export const secondFactorContext = (accountId: string): string => `second factor of ${accountId}`;

type KnownAccount = Pick<Account, 'id' | 'personId'>;

/** Counts a failure in columns of a row, called `row` in SQL; the fifth in a row starts a rest. */
const counted = (row: string): string => `
  failures = (${row}.failures + 1) % ${String(MOST_FAILURES)},
  locked_until = CASE WHEN ${row}.failures + 1 >= ${String(MOST_FAILURES)}
                      THEN now() + interval '${REST}' ELSE ${row}.locked_until END`;

/**
 * A wrong password counts for the network it comes from: whoever guesses keeps out only themselves. For
 * an account that is not there nothing is counted, by the same statement.
 */
const WRONG_PASSWORD = `
  INSERT INTO fund.sign_in_failure AS f (account_id, network, failures)
  SELECT a.id, $2, 1 FROM fund.account a WHERE a.id = $1
  ON CONFLICT (account_id, network) DO UPDATE SET ${counted('f')}`;

/** A wrong code counts for the account, wherever it comes from: who gets that far has the password. */
const WRONG_CODE = `
  UPDATE fund.account a SET ${counted('a')} WHERE a.id = $1 AND $2::text IS NOT NULL`;

/** Counts a wrong try in a transaction of its own, so that the refusal does not take it back. */
async function countFailure(
  dataSource: DataSource,
  account: KnownAccount | null,
  statement: string,
  { action, address }: { readonly action: string; readonly address: string },
): Promise<void> {
  await inTransaction(dataSource, async (tx) => {
    await tx.query(statement, [account?.id ?? NOBODY, networkOf(address)]);
    await recordEvent(tx, {
      action,
      ...(account !== null && (await personFacts(tx, account.personId))),
      address,
      refusalCode: 'SIGN_IN_FAILED',
    });
  });
}

/** Whether too many wrong passwords for the account have come from the network. */
const isLockedFor = async (
  { manager }: DataSource,
  account: KnownAccount | null,
  address: string,
): Promise<boolean> =>
  manager
    .createQueryBuilder(SignInFailure, 'failure')
    .where('failure.account_id = :id', { id: account?.id ?? NOBODY })
    .andWhere('failure.network = :network', { network: networkOf(address) })
    .andWhere('failure.locked_until > now()')
    .getExists();

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
  const isLocked = await isLockedFor(dataSource, account, address);
  const isRight = await isPassword(account?.passwordHash ?? null, password);
  if (account === null || isLocked || !isRight) {
    const guessed = isLocked ? null : account;
    await countFailure(dataSource, guessed, WRONG_PASSWORD, { action: 'session.begin', address });
    throw failed();
  }
  const awaitsSecondFactor = await needsSecondFactor(dataSource.manager, account);
  // Whoever must show a second factor and has none is set up anew through a new link.
  if (awaitsSecondFactor && account.totpSecret === null) {
    await countFailure(dataSource, account, WRONG_PASSWORD, { action: 'session.begin', address });
    throw failed();
  }
  return inTransaction(dataSource, async (tx) => {
    await tx.update(
      SignInFailure,
      { accountId: account.id, network: networkOf(address) },
      { failures: 0 },
    );
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
 * The account of somebody who is signed in, where they know its password. Wrong ones count as at signing
 * in: five keep out the network that they come from.
 *
 * @throws DomainError PASSWORD_WRONG also while the network is kept out
 */
export async function requirePassword(
  dataSource: DataSource,
  id: string,
  password: string,
  address: string,
): Promise<Account> {
  const account = await accountFor(dataSource.manager, 'account.id = :value', id);
  const isLocked = await isLockedFor(dataSource, account, address);
  const isRight = await isPassword(account?.passwordHash ?? null, password);
  if (account !== null && !isLocked && isRight) return account;
  if (!isLocked) await dataSource.query(WRONG_PASSWORD, [id, networkOf(address)]);
  throw new DomainError('PASSWORD_WRONG', 'invalid');
}

/**
 * Takes the code of the authenticator app: it completes a sign-in, or proves that the person is present.
 *
 * @returns new tokens: whoever knew the ones from before has nothing of what the code opened
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
    readonly awaitsSecondFactor: boolean;
  },
  code: string,
): Promise<Renewed> {
  const renewed = await inTransaction(dataSource, async (tx) => {
    // Locked, so that one code shown twice at once counts once.
    await tx.query('SELECT FROM fund.account WHERE id = $1 FOR UPDATE', [session.accountId]);
    const account = await accountFor(tx, 'account.id = :value', session.accountId);
    const sealed = account?.totpSecret ?? null;
    if (account === null || sealed === null) return undefined;
    const secret = secrets.open(sealed, secondFactorContext(account.id));
    const step = stepOfCode(secret, code, account.totpStep, Date.now());
    if (step === undefined) return undefined;
    await tx.update(Account, account.id, { totpStep: step, failures: 0 });
    const tokens = await renewTokens(tx, session);
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
    return tokens;
  });
  if (renewed !== undefined) return renewed;
  const account = { id: session.accountId, personId: session.personId };
  const { address } = session;
  await countFailure(dataSource, account, WRONG_CODE, { action: 'session.second_factor', address });
  throw new DomainError('SECOND_FACTOR_WRONG', 'invalid');
}
