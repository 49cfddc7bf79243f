import type { BusinessDate } from '../calendar';
import { fen, type Fen, minFen, subtractFen, sumFen, ZERO_FEN } from '../money';
import type { GeneralRate } from './general-rate';

/** The kinds that are damages, as against costs. */
export const DAMAGE_KINDS = [
  'restoration',
  'emergency',
  'service_loss',
  'permanent_loss',
  'penal',
] as const;

/** What a judgment item can be for. */
export const ITEM_KINDS = ['fund_costs', 'organization_costs', ...DAMAGE_KINDS] as const;

/** What a judgment item is for. */
export type ItemKind = (typeof ITEM_KINDS)[number];

/** Whether the kind is damages, as against costs. */
export function isDamages(kind: ItemKind): boolean {
  return (DAMAGE_KINDS as readonly ItemKind[]).includes(kind);
}

/** The ways in which debtors can be liable for an item. */
export const LIABILITY_MODES = ['sole', 'joint', 'several', 'joint_capped'] as const;

/**
 * How debtors are liable for an item: one alone; all for the whole (连带); each for its share (按份);
 * all for the whole, but some only up to a cap. 民法典 arts 177, 178, 517, 518.
 */
export type LiabilityMode = (typeof LIABILITY_MODES)[number];

/** One balance of an item: an instalment of it, or the share of a several debtor. Amounts in fen. */
export interface ClaimBalance {
  readonly id: string;
  /** The one debtor of a share when liability is several; else null. */
  readonly debtor: string | null;
  /** Null as long as a condition has not failed, or where no interest is borne. */
  readonly dueOn: BusinessDate | null;
  readonly ordered: Fen;
  /** Principal received, with what came in after it was written off. */
  readonly received: Fen;
  /** Net of what came in after all. */
  readonly writtenOff: Fen;
  /** Doubled interest fixed by the payments of principal so far. */
  readonly interestFixed: Fen;
  readonly interestReceived: Fen;
  /** General interest of the principal paid so far, and what came in for it; absent where none is ordered. */
  readonly general?: { readonly fixed: Fen; readonly received: Fen };
}

/** A debtor of an item. Amounts in fen. */
export interface ClaimDebtor {
  readonly id: string;
  /** Only with `joint_capped`: what this debtor owes at most; null for the whole. */
  readonly cap: Fen | null;
  /** Principal allocated from this debtor to this item, written-off parts included. */
  readonly paid: Fen;
}

/** A judgment item as a claim against its debtors. */
export interface ClaimItem {
  readonly id: string;
  readonly kind: ItemKind;
  /** Not conditional, or its condition has failed. */
  readonly active: boolean;
  /** Whether it bears doubled interest. */
  readonly bearsInterest: boolean;
  /** Absent where the judgment orders no general interest on it. */
  readonly general?: GeneralRate | undefined;
  readonly mode: LiabilityMode;
  readonly debtors: readonly ClaimDebtor[];
  /** The earlier instalment first; shares in the order of the judgment. */
  readonly balances: readonly ClaimBalance[];
}

/**
 * Debts of an item in the order in which they are paid: shares as the judgment has them; instalments the earlier due
 * one first, of one due date the one that stands earlier.
 */
export function inTurnOfPayment<Debt extends { readonly dueOn: BusinessDate | null }>(
  mode: LiabilityMode,
  debts: readonly Debt[],
): Debt[] {
  if (mode === 'several') return [...debts];
  const due = ({ dueOn }: Debt): string => dueOn ?? '';
  return debts.toSorted((a, b) => (due(a) < due(b) ? -1 : due(a) > due(b) ? 1 : 0));
}

/** Principal of a balance that is still to come, in fen: ordered − received − written off. */
export function outstandingOf(balance: ClaimBalance): Fen {
  return fen(balance.ordered - balance.received - balance.writtenOff);
}

/**
 * Whether the payer owes, or has owed, on an item. Nobody is debtor of an item whose condition has
 * not failed: there is no debt yet. Source: 法释〔2015〕1号 art 20(2).
 */
export function isDebtor(item: ClaimItem, payer: string): boolean {
  return item.active && item.debtors.some(({ id }) => id === payer);
}

/** The balances for which the payer is liable, in the order of the item; none for a non-debtor. */
export function balancesOf(item: ClaimItem, payer: string): readonly ClaimBalance[] {
  if (!isDebtor(item, payer)) return [];
  if (item.mode !== 'several') return item.balances;
  return item.balances.filter(({ debtor }) => debtor === payer);
}

/**
 * Principal that the payer still owes on an item, in fen, due already or not: the whole of a shared
 * balance, its own share only when several, at most cap − paid when capped. Zero for an inactive
 * item and for a payer who is no debtor of it.
 * Source: 民法典 arts 177, 178, 517, 518, 520; the cap as the judgment orders it.
 */
export function principalOwed(item: ClaimItem, payer: string): Fen {
  const outstanding = sumFen(balancesOf(item, payer).map(outstandingOf));
  const cap = capLeft(item, payer);
  return cap === null ? outstanding : minFen(outstanding, cap);
}

/**
 * Doubled interest that the payer owes on an item, in fen: fixed − received on its balances. Zero for
 * a capped debtor, whose late parts are borne by the others.
 * Source: 法释〔2014〕8号 art 1; that a capped debtor owes none is a default of the bureau.
 */
export function interestOwed(item: ClaimItem, payer: string): Fen {
  if (isCapped(item, payer)) return ZERO_FEN;
  return sumFen(
    balancesOf(item, payer).map((balance) =>
      subtractFen(balance.interestFixed, balance.interestReceived),
    ),
  );
}

/**
 * What was written off of an item and can still come in from the payer, in fen. Zero for a capped
 * debtor. A write-off ends the entry in the books, not the debt. Source: default of the bureau.
 */
export function writtenOffOf(item: ClaimItem, payer: string): Fen {
  if (isCapped(item, payer)) return ZERO_FEN;
  return sumFen(balancesOf(item, payer).map(({ writtenOff }) => writtenOff));
}

/** Whether the payer is liable for an item only up to a cap. */
export function isCapped(item: ClaimItem, payer: string): boolean {
  return capLeft(item, payer) !== null;
}

function capLeft(item: ClaimItem, payer: string): Fen | null {
  const debtor = item.debtors.find(({ id }) => id === payer);
  if (item.mode !== 'joint_capped' || debtor === undefined || debtor.cap === null) return null;
  return debtor.paid < debtor.cap ? subtractFen(debtor.cap, debtor.paid) : ZERO_FEN;
}

/** A judgment item as it is ordered, with what must add up. Amounts in fen. */
export interface OrderedItem {
  readonly amount: Fen;
  readonly mode: LiabilityMode;
  /** `share` is read only when liability is several. */
  readonly debtors: readonly { readonly id: string; readonly share?: Fen | null }[];
  readonly instalments?: readonly { readonly amount: Fen }[];
}

/**
 * Whether an ordered item adds up: with several liability every debtor has a share and the shares
 * make the amount; instalments, if there are any, make the amount. Source: 民法典 arts 177, 517.
 */
export function sharesAddUp(item: OrderedItem): boolean {
  const { amount, mode, debtors, instalments } = item;
  if (mode === 'several') {
    const shares = debtors.flatMap(({ share }) =>
      share === undefined || share === null ? [] : [share],
    );
    if (shares.length < debtors.length || sumFen(shares) !== amount) return false;
  }
  return instalments === undefined || sumFen(instalments.map((part) => part.amount)) === amount;
}
