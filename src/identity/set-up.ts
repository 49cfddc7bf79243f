import type { DataSource, EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { recordEvent } from '../audit';
import { DomainError } from '../errors';
import { openBook } from '../ledger';
import { contentHash } from '../platform/json/content-hash';
import { inTransaction } from '../platform/database/transaction';
import { Invitation } from './account.entity';
import { Bureau, BureauBook } from './bureau.entity';
import { enterPerson, grantRole } from './people';
import type { ADMINISTRATORS } from './roles';
import { hashOfToken, newToken } from './secrets';

const LINK_LASTS = '1 day';
const THE_INSTALLATION = {
  name: 'set-up',
  personId: null,
  sessionId: null,
} as const;

type Administrator = (typeof ADMINISTRATORS)[number];

/** Everything the first set-up asks for. */
export interface SetUp {
  readonly bureau: { readonly code: string; readonly name: string };
  readonly book: { readonly code: string; readonly title: string };
  /** One person for each of the three administrators; three different people. */
  readonly administrators: Readonly<
    Record<Administrator, { readonly name: string; readonly login: string }>
  >;
}

async function isSetUp(tx: EntityManager): Promise<boolean> {
  // Held to the end of the transaction: two set-ups at once make one bureau.
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('fund.set-up'))`);
  return tx.existsBy(Bureau, { sandbox: false });
}

/**
 * Makes the one link with which an installation without people is set up; earlier ones end.
 *
 * @returns its token; undefined where the installation has been set up
 */
export async function prepareSetUp(dataSource: DataSource): Promise<string | undefined> {
  return inTransaction(dataSource, async (tx) => {
    if (await isSetUp(tx)) return undefined;
    const token = newToken();
    await tx
      .createQueryBuilder()
      .update(Invitation)
      .set({ expiresAt: () => 'now()' })
      .where('account_id IS NULL AND used_at IS NULL')
      .execute();
    await tx.insert(Invitation, {
      tokenHash: hashOfToken(token),
      accountId: null,
      expiresAt: () => `now() + interval '${LINK_LASTS}'`,
    });
    return token;
  });
}

/** Uses up the link of the first set-up. */
export async function useSetUpLink(tx: EntityManager, token: string): Promise<void> {
  const { affected } = await tx
    .createQueryBuilder()
    .update(Invitation)
    .set({ usedAt: () => 'now()' })
    .where('token_hash = :hash AND account_id IS NULL', { hash: hashOfToken(token) })
    .andWhere('used_at IS NULL AND expires_at > now()')
    .execute();
  if (affected !== 1) throw new DomainError('LINK_INVALID', 'not_found');
}

/**
 * Sets an installation up: its first bureau with a book, and the three administrators.
 *
 * @param today `YYYY-MM-DD`, from which the administrators hold their roles
 * @returns the token with which each administrator activates their account
 * @throws DomainError ALREADY_SET_UP, LOGIN_TAKEN, NAME_TAKEN, BOOK_CODE_TAKEN
 */
export async function setUp(
  tx: EntityManager,
  { bureau, book, administrators }: SetUp,
  today: string,
  address: string,
): Promise<Record<Administrator, string>> {
  if (await isSetUp(tx)) throw new DomainError('ALREADY_SET_UP', 'conflict');
  const bureauId = uuidv7();
  await tx.insert(Bureau, { id: bureauId, ...bureau, sandbox: false });
  const bookId = await openBook(tx, { ...book, kind: 'real' });
  await tx.insert(BureauBook, { bookId, bureauId });
  const actor = { ...THE_INSTALLATION, address, bureauId };
  const enter = async (role: Administrator): Promise<string> => {
    const person = { ...administrators[role], belongsTo: { bureauId } };
    const { personId, token } = await enterPerson(tx, person, actor);
    await grantRole(tx, { personId, role, validFrom: today }, THE_INSTALLATION.name);
    return token;
  };
  const tokens = {
    system_administrator: await enter('system_administrator'),
    security_administrator: await enter('security_administrator'),
    audit_administrator: await enter('audit_administrator'),
  };
  await recordEvent(tx, {
    action: 'installation.set_up',
    person: THE_INSTALLATION.name,
    address,
    bureauId,
    subject: `bureau/${bureauId}`,
    afterHash: contentHash({ bureau, book, administrators }),
    content: { bureau, book },
  });
  return tokens;
}
