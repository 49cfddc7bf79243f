import { apportion, type Fen, fen, minFen, subtractFen, sumFen, ZERO_FEN } from '../money';
import type { ClaimItem } from './liability';

/** What a joint debtor paid against its inner share. Amounts in fen. */
export interface InnerShare {
  readonly debtor: string;
  readonly share: Fen;
  readonly paid: Fen;
  /** Paid beyond the share: it may turn to the others for that. */
  readonly beyond: Fen;
}

/**
 * Who of several joint debtors paid beyond its inner share of what all have paid together. Shares between
 * them are equal where nothing else is known; a capped debtor bears at most its cap, the others the rest in
 * equal parts. Empty where there is nobody to turn to. Source: 民法典 art 519.
 */
export function recourseBetween(item: ClaimItem): readonly InnerShare[] {
  const { mode, debtors } = item;
  if ((mode !== 'joint' && mode !== 'joint_capped') || debtors.length < 2) return [];
  const shares = sharesOf(
    sumFen(item.balances.map(({ ordered }) => ordered)),
    debtors.map(({ cap }) => cap),
  );
  return debtors.map(({ id, paid }, index) => {
    const share = shares[index] ?? ZERO_FEN;
    return { debtor: id, share, paid, beyond: paid > share ? subtractFen(paid, share) : ZERO_FEN };
  });
}

/** Equal shares of a total, none above its cap; what a cap leaves goes to the others. */
function sharesOf(total: Fen, caps: readonly (Fen | null)[]): readonly Fen[] {
  const equal = apportion(
    total,
    caps.map(() => fen(1n)),
  );
  const held = caps.map((cap, index) => cap !== null && cap < (equal[index] ?? ZERO_FEN));
  if (!held.includes(true) || !held.includes(false)) {
    return equal.map((share, index) => minFen(share, caps[index] ?? share));
  }
  const fixed = caps.map((cap, index) => (held[index] === true ? (cap ?? ZERO_FEN) : null));
  const free = caps.filter((_, index) => held[index] !== true);
  const rest = sharesOf(subtractFen(total, sumFen(fixed.filter((share) => share !== null))), free);
  let next = 0;
  return fixed.map((share) => share ?? rest[next++] ?? ZERO_FEN);
}
