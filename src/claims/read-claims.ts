import { type EntityManager, In } from 'typeorm';
import type { z } from 'zod';
import type { BusinessDate } from '../calendar';
import { type Defendant, type LitigationCase, Stay } from '../cases';
import {
  type Explanation,
  generalOwed,
  generalOwedOn,
  interestOwedUntil,
  type InterestUntil,
  outstandingOf,
  principalOwed,
  recourseBetween,
  runningGeneral,
  runningInterest,
} from '../law';
import { type Fen, formatYuan, subtractFen, sumFen, ZERO_FEN } from '../money';
import { Organization } from '../organizations';
import { type Claim, loadClaims } from '../recoveries';
import type { claim, claimList, explanation } from './claim-schemas';

type ClaimView = z.infer<typeof claim>;
type ClaimList = z.infer<typeof claimList>;
type ExplanationView = z.infer<typeof explanation>;
type LawBalance = Claim['item']['balances'][number];

/** An explanation as JSON. */
export const explained = ({ articles, steps, ...rest }: Explanation): ExplanationView => ({
  ...rest,
  articles: [...articles],
  inputs: rest.inputs as ExplanationView['inputs'],
  steps: [...steps],
});

/** How the general interest on what is outstanding of a balance was reckoned; null where none runs. */
export function generalExplained(
  item: Claim['item'],
  balance: LawBalance,
  until: InterestUntil,
): ExplanationView | null {
  const running = runningGeneral(item, balance, until);
  return running === undefined ? null : explained(running.explanation);
}

/** The days and stays that interest of a case is reckoned by, up to a day. */
export async function interestUntil(
  tx: EntityManager,
  { id: caseId, dayCount }: LitigationCase,
  endOn: BusinessDate,
): Promise<InterestUntil> {
  const stays = await tx.findBy(Stay, { caseId });
  return { endOn, stays: stays.map((stay) => stay.toLaw()), dayCount };
}

const sumsOf = (
  item: Claim['item'],
  balances: readonly LawBalance[],
  running: Fen,
  until: InterestUntil,
) => {
  const total = (of: (balance: LawBalance) => Fen) => formatYuan(sumFen(balances.map(of)));
  return {
    ordered: total(({ ordered }) => ordered),
    received: total(({ received }) => received),
    writtenOff: total(({ writtenOff }) => writtenOff),
    outstanding: total(outstandingOf),
    interest: {
      fixed: total(({ interestFixed }) => interestFixed),
      received: total(({ interestReceived }) => interestReceived),
      running: formatYuan(running),
    },
    general:
      item.general === undefined
        ? null
        : {
            received: total(({ general }) => general?.received ?? ZERO_FEN),
            owed: total((balance) => generalOwedOn(item, balance, until)),
          },
  };
};

type NameOf = (ref: string) => { id: string; name: string };

const namesOf = (defendants: readonly Defendant[]): NameOf => {
  const byRef = new Map(defendants.map(({ id, ref, name }) => [ref, { id, name }]));
  return (ref) => byRef.get(ref) ?? { id: '', name: ref };
};

function viewOf(
  { row, item }: Claim,
  nameOf: NameOf,
  until: InterestUntil,
  organization: string | null,
): ClaimView {
  const running = item.balances.map((balance) => runningInterest(item, balance, until));
  const interest = running.map((one) => one?.value.interest ?? ZERO_FEN);
  return {
    id: row.id,
    ref: row.ref,
    kind: row.kind,
    mode: row.liabilityMode,
    organization,
    isOwed: item.active,
    generalRate: item.general ?? null,
    ...sumsOf(item, item.balances, sumFen(interest), until),
    balances: item.balances.map((balance, index) => ({
      id: balance.id,
      debtor: balance.debtor === null ? null : nameOf(balance.debtor),
      dueOn: balance.dueOn,
      isOverdue:
        item.active &&
        outstandingOf(balance) > 0n &&
        balance.dueOn !== null &&
        balance.dueOn < until.endOn,
      ...sumsOf(item, [balance], interest[index] ?? ZERO_FEN, until),
      days: running[index]?.value.days ?? 0,
      explanation: running[index] === undefined ? null : explained(running[index].explanation),
      generalExplanation: generalExplained(item, balance, until),
    })),
    debtors: item.debtors.map(({ id, cap, paid }) => ({
      ...nameOf(id),
      cap: cap === null ? null : formatYuan(cap),
      paid: formatYuan(paid),
      owes: formatYuan(principalOwed(item, id)),
      owesInterest: formatYuan(interestOwedUntil(item, id, until)),
      owesGeneral: formatYuan(generalOwed(item, id, until)),
    })),
    recourse: recourseBetween(item).map(({ debtor, share, paid, beyond }) => ({
      ...nameOf(debtor),
      innerShare: formatYuan(share),
      paid: formatYuan(paid),
      beyond: formatYuan(beyond),
    })),
  };
}

/** The claims of a case item by item, with interest up to a day. */
export async function readClaims(
  tx: EntityManager,
  litigationCase: LitigationCase,
  book: string,
  on: BusinessDate,
): Promise<ClaimList> {
  const { claims, defendants } = await loadClaims(tx, litigationCase.id);
  const until = await interestUntil(tx, litigationCase, on);
  const organizations = await tx.findBy(Organization, {
    id: In(claims.flatMap(({ row }) => row.organizationId ?? [])),
  });
  const nameOf = namesOf(defendants);
  const items = claims.map((one) => {
    const organization = organizations.find(({ id }) => id === one.row.organizationId);
    return viewOf(one, nameOf, until, organization?.name ?? null);
  });
  const owed = (of: (item: Claim['item']) => Fen) =>
    formatYuan(sumFen(claims.map(({ item }) => of(item))));
  return {
    case: litigationCase.id,
    book,
    number: litigationCase.number,
    on,
    items,
    debtors: defendants.map(({ id, ref, name, overpaidFen, refundedFen }) => ({
      id,
      name,
      owes: owed((item) => principalOwed(item, ref)),
      owesInterest: owed((item) => interestOwedUntil(item, ref, until)),
      owesGeneral: owed((item) => generalOwed(item, ref, until)),
      overpaid: formatYuan(subtractFen(overpaidFen, refundedFen)),
    })),
  };
}
