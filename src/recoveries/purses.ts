import type { EntityManager } from 'typeorm';
import type { LitigationCase } from '../cases';
import { isDamages, isInterest } from '../law';
import { addFen, type Fen, minFen, subtractFen, sumFen, ZERO_FEN } from '../money';
import type { PlacedPart } from './former-judgment';
import type { SpentOn } from './judgment-change.entity';
import { OrganizationRecovery } from './receipt.entity';

/** Money of a case that came in for one purpose, and may go out for it alone. Amounts in fen. */
export interface Purse {
  readonly what: Exclude<SpentOn, 'award'>;
  readonly organizationId: string | null;
  /** Whether what goes out of it goes out of the custody account, or of the trust account. */
  readonly ofCustody: boolean;
  /** What the change took out of it, before anything is allocated anew. */
  readonly freed: Fen;
  readonly received: Fen;
  readonly spent: Fen;
  /** What was spent beyond what is received once everything is allocated anew. */
  readonly deficit: Fen;
}

/** How much parts brought for each purpose, in fen. */
export function totalsOf(
  parts: readonly PlacedPart[],
  { damageRoute }: Pick<LitigationCase, 'damageRoute'>,
) {
  const of = (belongs: (part: PlacedPart) => boolean): Fen =>
    sumFen(parts.filter(belongs).map(({ amount }) => amount));
  const isInTrust = (part: PlacedPart): boolean =>
    isInterest(part.part) && damageRoute === 'trust_account' && isDamages(part.kind);
  return {
    costs: of(({ part, kind }) => part === 'principal' && kind === 'fund_costs'),
    damages: of(({ part, kind }) => part === 'principal' && isDamages(kind)),
    trustInterest: of(isInTrust),
    treasuryInterest: of(
      (part) => isInterest(part.part) && !isInTrust(part) && part.kind !== 'organization_costs',
    ),
    otherIncome: of(({ part }) => part === 'written_off'),
    ofOrganization: (id: string) => of(({ organizationId }) => organizationId === id),
  };
}

const organizationsOf = (parts: readonly PlacedPart[]): string[] => [
  ...new Set(parts.flatMap(({ organizationId }) => organizationId ?? [])),
];

/** The purses of a case that parts of receipts leave and others come into. */
export async function pursesAfter(
  tx: EntityManager,
  of: LitigationCase,
  undone: readonly PlacedPart[],
  anew: readonly PlacedPart[],
): Promise<readonly Purse[]> {
  const [less, more] = [totalsOf(undone, of), totalsOf(anew, of)];
  const purse = (
    named: Pick<Purse, 'what' | 'ofCustody'> & { readonly organizationId?: string },
    freed: Fen,
    was: Fen,
    coming: Fen,
    spent: Fen,
  ): Purse => {
    const received = addFen(subtractFen(was, freed), coming);
    const deficit = spent > received ? subtractFen(spent, received) : ZERO_FEN;
    return { organizationId: null, ...named, freed, received, spent, deficit };
  };
  const inTrust = of.damageRoute === 'trust_account';
  const recoveries = await tx.findBy(OrganizationRecovery, { caseId: of.id });
  const organizations = organizationsOf([...undone, ...anew]).map((organizationId) => {
    const known = recoveries.find((row) => row.organizationId === organizationId);
    return purse(
      { what: 'cost_reimbursement', ofCustody: true, organizationId },
      less.ofOrganization(organizationId),
      known?.receivedFen ?? ZERO_FEN,
      more.ofOrganization(organizationId),
      known?.reimbursedFen ?? ZERO_FEN,
    );
  });
  return [
    purse(
      { what: 'fund_replenishment', ofCustody: true },
      less.costs,
      of.costsRecoveredFen,
      more.costs,
      of.fundReplenishedFen,
    ),
    ...organizations,
    purse(
      { what: 'damages_remittance', ofCustody: true },
      less.damages,
      of.damagesReceivedFen,
      more.damages,
      of.damagesRemittedFen,
    ),
    purse(
      { what: 'interest_remittance', ofCustody: true },
      less.treasuryInterest,
      of.treasuryInterestReceivedFen,
      more.treasuryInterest,
      of.treasuryInterestRemittedFen,
    ),
    purse(
      { what: 'restoration', ofCustody: inTrust },
      addFen(less.damages, less.trustInterest),
      addFen(of.damagesReceivedFen, of.trustInterestReceivedFen),
      addFen(more.damages, more.trustInterest),
      addFen(of.damagesPaidFen, of.damagesElsewhereFen),
    ),
  ];
}

/** What had gone out of money that the change frees: it is to be got back until something is allocated anew. */
export const spentOfFreed = ({ freed, spent }: Purse): Fen => minFen(freed, spent);

/** What of the totals of a case is another once the purses are as given. */
export function totalsWith(of: LitigationCase, purses: readonly Purse[], trustInterest: Fen) {
  const find = (what: Purse['what']): Purse => {
    const purse = purses.find((each) => each.what === what);
    if (purse === undefined) throw new Error(`no purse ${what}`);
    return purse;
  };
  const left = ({ spent, deficit }: Purse): Fen => subtractFen(spent, deficit);
  const [costs, interest] = [find('fund_replenishment'), find('interest_remittance')];
  const [damages, restoration] = [find('damages_remittance'), find('restoration')];
  // What was spent beyond what is there now is told by the deficit: the totals stay within what they may be.
  const damagesPaidFen = minFen(of.damagesPaidFen, left(restoration));
  const damagesElsewhereFen = subtractFen(left(restoration), damagesPaidFen);
  return {
    costsRecoveredFen: costs.received,
    fundReplenishedFen: left(costs),
    damagesReceivedFen: damages.received,
    damagesRemittedFen: left(damages),
    trustInterestReceivedFen: trustInterest,
    treasuryInterestReceivedFen: interest.received,
    treasuryInterestRemittedFen: left(interest),
    damagesPlannedFen: minFen(
      of.damagesPlannedFen,
      subtractFen(restoration.received, damagesElsewhereFen),
    ),
    damagesPaidFen,
    damagesElsewhereFen,
  };
}
