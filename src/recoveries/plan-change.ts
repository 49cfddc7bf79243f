import type { EntityManager } from 'typeorm';
import type { BusinessDate } from '../calendar';
import { Defendant, type LitigationCase, Stay } from '../cases';
import { DomainError } from '../errors';
import { type AllocationPart, type ClaimItem, type Explanation, reallocate } from '../law';
import { addFen, type Fen, formatYuan, subtractFen, ZERO_FEN } from '../money';
import { readCalendar } from '../working-days';
import { awardBeyond } from './award-beyond';
import { claimOfItem } from './claim-of-item';
import { custodyOf } from './custody';
import {
  type FormerWriteOff,
  type Freed,
  freedBy,
  type PlacedPart,
  writeOffsOf,
} from './former-judgment';
import { amountOf, claimedOf, itemsOf } from './judgment-of-content';
import type { JudgmentContent } from './judgment-schemas';
import { loadClaims } from './load-claims';
import { type Purse, pursesAfter, totalsOf, totalsWith } from './purses';
import { requireReversible, type ReversibleJudgment } from './reverse-judgment';

/** A receipt with what it goes to instead. */
export interface ChangedReceipt {
  readonly freed: Freed;
  readonly parts: readonly (PlacedPart &
    Pick<AllocationPart, 'balanceId' | 'interest' | 'generalFixed'>)[];
  /** What of all of it is overpaid from now on, what went back to the payer included; in fen. */
  readonly overpaid: Fen;
  readonly explanation: Explanation;
}

/** Everything that a judgment changes that takes the place of another; nothing is recorded yet. */
export interface JudgmentChange {
  readonly former: ReversibleJudgment;
  readonly receipts: readonly ChangedReceipt[];
  readonly writeOffs: readonly FormerWriteOff[];
  readonly purses: readonly Purse[];
  /** The totals of the case from then on, in fen. */
  readonly totals: ReturnType<typeof totalsWith>;
  /** What goes from the custody account to the trust account, in fen; back where negative. */
  readonly toTrust: Fen;
  /** What of the award was awarded beyond what the rule gives from now on, in fen. */
  readonly awardBeyond: Fen;
}

/** Whether money or a decision changes beside the judgment itself. */
export const changesMoney = ({
  receipts,
  writeOffs,
  awardBeyond: beyond,
}: JudgmentChange): boolean => receipts.length > 0 || writeOffs.length > 0 || beyond > 0n;

/** What a judgment changes of the one that it names as its former one; undefined where it names none. */
export async function changeOf(
  tx: EntityManager,
  of: LitigationCase,
  content: JudgmentContent,
  effectiveOn: BusinessDate,
): Promise<JudgmentChange | undefined> {
  if (content.replaces === undefined) return undefined;
  const former = await requireReversible(tx, of.id, content.replaces);
  return planChange(tx, of, former, content, effectiveOn);
}

/**
 * Works out what a judgment changes that takes the place of another: what had come in under that one goes where the
 * law sends it now, and what was spent of it meanwhile and is not covered any more is a deficit.
 *
 * @throws DomainError CUSTODY_SHORT more must go to the trust account than there is
 */
async function planChange(
  tx: EntityManager,
  of: LitigationCase,
  former: ReversibleJudgment,
  content: JudgmentContent,
  effectiveOn: BusinessDate,
): Promise<JudgmentChange> {
  const freed = await freedBy(tx, of.id, former.items);
  const receipts = await placedAnew(tx, of, former, content, { effectiveOn, freed });
  const undone = receipts.flatMap((receipt) => receipt.freed.undone);
  const anew = receipts.flatMap(({ parts }) => parts);
  const purses = await pursesAfter(tx, of, undone, anew);
  const [less, more] = [totalsOf(undone, of), totalsOf(anew, of)];
  const trustInterest = addFen(
    subtractFen(of.trustInterestReceivedFen, less.trustInterest),
    more.trustInterest,
  );
  const totals = totalsWith(of, purses, trustInterest);
  const change = {
    former,
    receipts,
    writeOffs: await writeOffsOf(tx, former.items),
    purses,
    totals,
    toTrust: toTrustOf(of, purses),
    awardBeyond: await awardBeyond(tx, of.id, {
      former: former.judgment.id,
      outcome: content.outcome,
      claimed: claimedOf(content),
      items: content.items.map(({ kind, amount }) => ({ kind, amount: amountOf(amount) })),
      base: totals.damagesReceivedFen,
    }),
  };
  await requireTrustMoney(tx, of, change.toTrust);
  return change;
}

async function placedAnew(
  tx: EntityManager,
  { id: caseId, dayCount }: LitigationCase,
  former: ReversibleJudgment,
  content: JudgmentContent,
  { effectiveOn, freed }: { readonly effectiveOn: BusinessDate; readonly freed: readonly Freed[] },
): Promise<ChangedReceipt[]> {
  const defendants = await tx.findBy(Defendant, { caseId });
  const refs = new Map(defendants.map(({ id, ref }) => [id, ref]));
  const { claims } = await loadClaims(tx, caseId);
  const staying = claims.filter(({ row }) => row.judgmentId !== former.judgment.id);
  const ordered = itemsOf(content, await readCalendar(tx));
  const items: ClaimItem[] = [
    ...staying.map(({ item }) => item),
    ...ordered.map((item) => claimOfItem(item, effectiveOn, (id) => refs.get(id) ?? id)),
  ];
  const organizations = new Map([
    ...staying.map(({ row }) => [row.ref, row.organizationId] as const),
    ...ordered.map(({ ref, organizationId }) => [ref, organizationId] as const),
  ]);
  const kinds = new Map(items.map(({ id, kind }) => [id, kind]));
  const stays = (await tx.findBy(Stay, { caseId })).map((stay) => stay.toLaw());
  const withMoney = freed.filter(({ amount }) => amount > 0n);
  const placed = reallocate(withMoney, { items, stays, dayCount });
  return placed.flatMap(({ parts, overpaid, explanation }, index) => {
    const receipt = withMoney[index];
    // What was overpaid and stays so has not changed.
    if (receipt === undefined || (receipt.undone.length === 0 && parts.length === 0)) return [];
    return {
      freed: receipt,
      parts: parts.map(({ itemId, ...part }) => ({
        ...part,
        item: itemId,
        kind: kinds.get(itemId) ?? 'penal',
        organizationId: organizations.get(itemId) ?? null,
      })),
      overpaid: addFen(receipt.refunded, overpaid),
      explanation,
    };
  });
}

/** What is to be in trust is what came in for it and did not go out. */
function toTrustOf({ damageRoute, ...of }: LitigationCase, purses: readonly Purse[]): Fen {
  const trust = purses.find(({ what }) => what === 'restoration');
  if (damageRoute === 'treasury' || trust === undefined) return ZERO_FEN;
  const before = addFen(of.damagesReceivedFen, of.trustInterestReceivedFen);
  return addFen(subtractFen(trust.received, before), trust.deficit);
}

async function requireTrustMoney(
  tx: EntityManager,
  of: LitigationCase,
  amount: Fen,
): Promise<void> {
  if (amount <= 0n) return;
  const available = await custodyOf(tx, of);
  if (amount <= available) return;
  throw new DomainError('CUSTODY_SHORT', 'refused', {
    amount: formatYuan(amount),
    available: formatYuan(available),
  });
}
