import type { EntityManager } from 'typeorm';
import { appropriationLeft, uncountedOf } from '../budget';
import type { LitigationCase } from '../cases';
import { addFen, type Fen, subtractFen, ZERO_FEN } from '../money';
import { damagesToRemit } from './remit-damages';

/** Where the damage money of a case stands, in fen. */
export interface DamageFigures {
  /** Principal. */
  readonly received: Fen;
  /** Interest in trust, which is for restoration too. */
  readonly interest: Fen;
  readonly remitted: Fen;
  readonly toRemit: Fen;
  /** Budget money for the case; null on the trust route, and where nothing names the case. */
  readonly appropriated: Fen | null;
  readonly planned: Fen;
  /** What no plan has. */
  readonly unplanned: Fen;
  readonly paid: Fen;
  /** To no plan: a surplus to the treasury, costs of another case. */
  readonly elsewhere: Fen;
  /** What is there to be paid; null on the treasury route where nothing was appropriated for the case. */
  readonly left: Fen | null;
}

type Totals = Pick<
  LitigationCase,
  | 'damageRoute'
  | 'damagesReceivedFen'
  | 'trustInterestReceivedFen'
  | 'damagesRemittedFen'
  | 'damagesAppropriatedFen'
  | 'damagesPlannedFen'
  | 'damagesPaidFen'
  | 'damagesElsewhereFen'
>;

/**
 * What plans of a case may come to, in fen: what was received, on the trust route with its interest, and did not go
 * elsewhere.
 */
export const plannable = (
  of: Pick<
    LitigationCase,
    'damagesReceivedFen' | 'trustInterestReceivedFen' | 'damagesElsewhereFen'
  >,
): Fen =>
  subtractFen(addFen(of.damagesReceivedFen, of.trustInterestReceivedFen), of.damagesElsewhereFen);

function leftOf(of: Totals, uncounted: Fen): Fen | null {
  if (of.damageRoute === 'trust_account') return subtractFen(plannable(of), of.damagesPaidFen);
  return of.damagesAppropriatedFen === null ? null : appropriationLeft(of, uncounted);
}

/**
 * The figures of a case. Source: 财资环〔2020〕6号, by reference for judgments of public-interest cases.
 *
 * @param uncounted what changed judgments have left out of the totals of the case, in fen
 */
export const damageFigures = (of: Totals, uncounted: Fen = ZERO_FEN): DamageFigures => ({
  received: of.damagesReceivedFen,
  interest: of.trustInterestReceivedFen,
  remitted: of.damagesRemittedFen,
  toRemit: damagesToRemit(of),
  appropriated: of.damagesAppropriatedFen,
  planned: of.damagesPlannedFen,
  unplanned: subtractFen(plannable(of), of.damagesPlannedFen),
  paid: of.damagesPaidFen,
  elsewhere: of.damagesElsewhereFen,
  left: leftOf(of, uncounted),
});

/** The figures of a case as it stands. */
export const figuresOf = async (tx: EntityManager, of: LitigationCase): Promise<DamageFigures> =>
  damageFigures(of, (await uncountedOf(tx, [of])).get(of.id));
