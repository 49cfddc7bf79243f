import { createHash } from 'node:crypto';
import { type EntityManager, In } from 'typeorm';
import type { z } from 'zod';
import { uuidv7 } from 'uuidv7';
import { recordAct } from '../audit';
import { type BusinessDate, businessDate, yearOf } from '../calendar';
import { type Defendant, type LitigationCase, lockCase } from '../cases';
import { DomainError } from '../errors';
import { type Caller, Person } from '../identity';
import {
  balancesOf,
  type ClaimItem,
  generalOwed,
  generalOwedOn,
  interestOwedUntil,
  type InterestUntil,
  outstandingOf,
  principalOwed,
} from '../law';
import { addFen, type Fen, formatYuan, minFen, sumFen, ZERO_FEN } from '../money';
import { contentHash } from '../platform/json/content-hash';
import type { OwnBankAccount } from '../payees';
import type { Work } from '../platform/work';
import { type Claim, deferralOf, loadClaims } from '../recoveries';
import { DemandLetter } from './demand-letter.entity';
import type { LetterContent, letterView, NewLetter } from './demand-letter-schemas';
import { caseOfCaller } from './case-of-caller';
import { interestUntil } from './read-claims';
import { defendantOf } from './what-if';

/** Default of the bureau: so long a defendant has to pay after a letter. */
const DAYS_TO_PAY = 15;

interface Overdue {
  readonly claim: Claim;
  readonly dueOn: string | null;
  readonly principal: Fen;
  readonly general: Fen;
  /** Doubled interest. */
  readonly interest: Fen;
}

/** What of an item a debtor has not paid in time: principal that is overdue, and interest of both kinds. */
function overdueOf(claim: Claim, debtor: string, until: InterestUntil): Overdue {
  const { item } = claim;
  const late = lateBalances(item, debtor, until.endOn);
  return {
    claim,
    dueOn: late.map(({ dueOn }) => dueOn ?? '').toSorted()[0] ?? null,
    principal: minFen(sumFen(late.map(outstandingOf)), principalOwed(item, debtor)),
    general: generalLate(item, debtor, until, late),
    interest: interestOwedUntil(item, debtor, until),
  };
}

/** General interest is asked for with the principal that bears it, which is not demanded before its day. */
function generalLate(
  item: ClaimItem,
  debtor: string,
  until: InterestUntil,
  late: readonly ClaimItem['balances'][number][],
): Fen {
  if (generalOwed(item, debtor, until) === 0n) return ZERO_FEN;
  return sumFen(
    balancesOf(item, debtor)
      .filter((balance) => late.includes(balance) || outstandingOf(balance) === 0n)
      .map((balance) => generalOwedOn(item, balance, until)),
  );
}

const lateBalances = (item: ClaimItem, debtor: string, on: BusinessDate) =>
  balancesOf(item, debtor).filter(
    (balance) => balance.dueOn !== null && balance.dueOn < on && outstandingOf(balance) > 0n,
  );

/** @throws DomainError NOTHING_TO_DEMAND */
async function demanded(
  tx: EntityManager,
  litigationCase: LitigationCase,
  { ref, name }: Defendant,
  on: BusinessDate,
): Promise<Overdue[]> {
  const { claims } = await loadClaims(tx, litigationCase.id);
  const until = await interestUntil(tx, litigationCase, on);
  const overdue = claims
    .map((claim) => overdueOf(claim, ref, until))
    .filter(({ principal, general, interest }) => principal + general + interest > 0n);
  if (overdue.length === 0) {
    throw new DomainError('NOTHING_TO_DEMAND', 'refused', { defendant: name });
  }
  return overdue;
}

async function nextOrdinal({ tx, bookId }: Work, year: number): Promise<number> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [
    `demand letters of ${String(bookId)}`,
  ]);
  return ((await tx.maximum(DemandLetter, 'ordinal', { bookId, year })) ?? 0) + 1;
}

/** @throws DomainError REMINDER_DAY_WRONG */
async function reminderDay({ tx, on }: Work, { remindOn }: NewLetter): Promise<string> {
  if (remindOn !== undefined) {
    if (remindOn <= on) throw new DomainError('REMINDER_DAY_WRONG', 'refused', { today: on });
    return remindOn;
  }
  const [row] = await tx.query<{ day: string }[]>(
    'SELECT fund.add_working_days($1::date, $2)::text AS day',
    [on, DAYS_TO_PAY],
  );
  if (row === undefined) throw new Error('the calendar told no day');
  return row.day;
}

/** Number of a letter as people write it: `催2026-0001`. */
const letterNumber = ({ year, ordinal }: Pick<DemandLetter, 'year' | 'ordinal'>): string =>
  `催${String(year)}-${String(ordinal).padStart(4, '0')}`;

/**
 * Writes a letter that demands what a defendant has not paid in time; made again under the same key it is the
 * same letter. It stays as it was written. Returns its id.
 *
 * @param accountOf the bureau's own account that is to be paid to, by its id
 * @throws DomainError IDEMPOTENCY_KEY_REUSED, REMINDER_DAY_WRONG, NOT_FOUND, ENFORCEMENT_DEFERRED, NOTHING_TO_DEMAND
 */
export async function writeDemandLetter(
  work: Work,
  caseId: string,
  madeById: string,
  given: NewLetter,
  accountOf: (id: string) => Promise<OwnBankAccount>,
): Promise<string> {
  const { tx, bookId, on } = work;
  const actKey = createHash('sha256').update(work.key).digest('hex');
  const bodyHash = contentHash({ caseId, ...given });
  await tx.query('SELECT pg_advisory_xact_lock(hashtext($1))', [`demand letters by ${madeById}`]);
  const made = await tx.findOneBy(DemandLetter, { madeById, actKey });
  if (made !== null) {
    if (made.bodyHash.equals(bodyHash)) return made.id;
    throw new DomainError('IDEMPOTENCY_KEY_REUSED', 'refused');
  }
  const remindOn = await reminderDay(work, given);
  const payTo = await accountOf(given.account);
  const litigationCase = await lockCase(work, caseId);
  const defendant = await defendantOf(tx, caseId, given.defendant);
  const deferral = await deferralOf(tx, defendant.id, on);
  if (deferral !== null) {
    const days = { from: deferral.fromOn, until: deferral.untilOn };
    throw new DomainError('ENFORCEMENT_DEFERRED', 'conflict', days);
  }
  const overdue = await demanded(tx, litigationCase, defendant, businessDate(on));
  const year = yearOf(businessDate(on));
  const place = { year, ordinal: await nextOrdinal(work, year) };
  const id = uuidv7();
  const sums = {
    principalFen: sumFen(overdue.map(({ principal }) => principal)),
    interestFen: sumFen(overdue.map(({ general, interest }) => addFen(general, interest))),
  };
  await tx.insert(DemandLetter, {
    ...{ id, bookId, caseId, defendantId: defendant.id, ...place, ...sums },
    ...{ madeOn: on, remindOn, madeById, actKey, bodyHash },
    content: contentOf(litigationCase, defendant, payTo, overdue),
  });
  await recordAct(work, 'demand_letter.write', {
    ...{ letter: id, number: letterNumber(place), case: caseId, defendant: defendant.name },
    principal: formatYuan(sums.principalFen),
    interest: formatYuan(sums.interestFen),
  });
  return id;
}

const contentOf = (
  { number, court }: LitigationCase,
  { name }: Defendant,
  payTo: OwnBankAccount,
  overdue: readonly Overdue[],
): LetterContent => ({
  caseNumber: number,
  court,
  defendant: name,
  payTo,
  lines: overdue.map(({ claim: { row }, dueOn, principal, general, interest }) => ({
    itemRef: row.ref,
    kind: row.kind,
    dueOn,
    principal: formatYuan(principal),
    interest: formatYuan(interest),
    ...(general > 0n && { general: formatYuan(general) }),
  })),
});

/** Letters of a case, the newest first. */
export async function readDemandLetters(
  tx: EntityManager,
  where: { readonly caseId: string } | { readonly id: string },
): Promise<z.infer<typeof letterView>[]> {
  const letters = await tx.find(DemandLetter, { where, order: { id: 'DESC' } });
  const people = await tx.findBy(Person, { id: In(letters.map(({ madeById }) => madeById)) });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return letters.map((letter) => ({
    id: letter.id,
    number: letterNumber(letter),
    defendant: { id: letter.defendantId, name: letter.content.defendant },
    madeOn: letter.madeOn,
    madeBy: names.get(letter.madeById) ?? '',
    remindOn: letter.remindOn,
    principal: formatYuan(letter.principalFen),
    interest: formatYuan(letter.interestFen),
    content: letter.content,
  }));
}

/** @throws DomainError NOT_FOUND no such letter, or not for the caller */
export async function letterOfCaller(
  tx: EntityManager,
  caller: Caller,
  id: string,
): Promise<z.infer<typeof letterView>> {
  const letter = await tx.findOneBy(DemandLetter, { id });
  if (letter === null) throw new DomainError('NOT_FOUND', 'not_found', { letter: id });
  await caseOfCaller(tx, caller, letter.caseId);
  const [shown] = await readDemandLetters(tx, { id });
  if (shown === undefined) throw new Error('a letter that was found is not there');
  return shown;
}
