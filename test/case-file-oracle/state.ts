import type { CaseFile, Kind, Mode, Outcome, Part, Pool, Qualification } from './format';
import type { Stay } from './days';
import { fenOf, total } from './figures';

/** What the oracle knows; plain values only, so that a refused event can be taken back by a copy. */
export interface State {
  route: 'treasury' | 'trust_account';
  inclusive: boolean;
  qualification: Qualification[];
  defendants: string[];
  pools: Record<Pool, { in: bigint; reserved: bigint; spent: bigint }>;
  /** Account to net, debit positive. */
  books: Map<string, bigint>;
  applications: Map<string, { status: 'submitted' | 'approved'; total: bigint; applicant: string }>;
  advances: Map<string, Advance>;
  invoices: Set<string>;
  judgments: Map<string, { outcome: Outcome; claimed: bigint | null }>;
  items: Map<string, Item>;
  stays: Stay[];
  receipts: Map<string, Receipt>;
  bankReferences: Set<string>;
  overpaid: Map<string, bigint>;
  /** What was received for an organization less what was paid out to it. */
  organizationMoney: Map<string, bigint>;
  costsRecovered: bigint;
  replenished: bigint;
  damagesReceived: bigint;
  damagesRemitted: bigint;
  trustInterest: bigint;
  treasuryInterest: bigint;
  interestRemitted: bigint;
  plans: Map<string, Plan>;
  sanctions: { amountPaid: bigint; grade: 1 | 2 | 3 }[];
  award: Award | null;
}

export interface Advance {
  application: string;
  category: string;
  instance: number;
  amount: bigint;
  approved: bigint;
  paid: bigint;
  settled: bigint;
  /** All that was ever demanded. */
  surplus: bigint;
  returned: bigint;
  absorbed: bigint;
  refunded: bigint;
}

export interface Balance {
  /** The debtor of a several share. */
  debtor: string | null;
  dueOn: string | null;
  ordered: bigint;
  received: bigint;
  writtenOff: bigint;
  interestFixed: bigint;
  interestReceived: bigint;
}

export interface Item {
  ref: string;
  kind: Kind;
  mode: Mode;
  amount: bigint;
  conditional: boolean;
  defaulted: boolean;
  interest: boolean;
  organization: string | null;
  debtors: { ref: string; cap: bigint | null; paid: bigint }[];
  balances: Balance[];
}

export interface Receipt {
  amount: bigint;
  overpaid: bigint;
  allocations: { item: string; part: Part; amount: bigint }[];
}

export interface Plan {
  amount: bigint;
  milestones: bigint[];
  paidMilestones: number;
  minutes: boolean;
  acceptance: boolean;
  effectEvaluation: boolean;
}

export interface Award {
  base: bigint;
  fromSanctionQuota: bigint;
  fromAwardFund: bigint;
  /** Not yet paid out of the sanction quota. */
  sanctionLeft: bigint;
  shares: { organization: string; amount: bigint; paid: boolean }[];
}

/** The event is refused; whatever it changed is taken back. */
export class Refused extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

export function refuse(code: string): never {
  throw new Refused(code);
}

export function refuseIf(condition: boolean, code: string): void {
  if (condition) refuse(code);
}

export function find<Found>(known: ReadonlyMap<string, Found>, ref: string): Found {
  return known.get(ref) ?? refuse('NOT_FOUND');
}

export function amountOf(text: string): bigint {
  return fenOf(text) ?? refuse('AMOUNT_INVALID');
}

export function amountsOf(texts: readonly (string | undefined)[]): void {
  for (const text of texts) if (text !== undefined) amountOf(text);
}

export function post(state: State, debit: string, credit: string, amount: bigint): void {
  state.books.set(debit, (state.books.get(debit) ?? 0n) + amount);
  state.books.set(credit, (state.books.get(credit) ?? 0n) - amount);
}

export function available(state: State, pool: Pool): bigint {
  const { in: into, reserved, spent } = state.pools[pool];
  return into - reserved - spent;
}

export const isDamages = (kind: Kind): boolean =>
  kind !== 'fund_costs' && kind !== 'organization_costs';

export const isActive = (item: Item): boolean => !item.conditional || item.defaulted;

export const outstanding = (balance: Balance): bigint =>
  balance.ordered - balance.received - balance.writtenOff;

/** The earlier due instalment first; of equal dates the one that stands earlier. */
export function inTurn(balances: readonly Balance[]): Balance[] {
  return [...balances].sort((a, b) => {
    const [first, second] = [a.dueOn ?? '', b.dueOn ?? ''];
    return first < second ? -1 : first > second ? 1 : 0;
  });
}

/** The balances of the item for which the payer is liable. */
export function balancesOf(item: Item, payer: string): Balance[] {
  if (!isActive(item) || !item.debtors.some(({ ref }) => ref === payer)) return [];
  if (item.mode === 'several') return item.balances.filter(({ debtor }) => debtor === payer);
  return inTurn(item.balances);
}

export function isCapped(item: Item, payer: string): boolean {
  return item.debtors.some(({ ref, cap }) => ref === payer && cap !== null);
}

export function principalOwed(item: Item, payer: string): bigint {
  const owed = total(balancesOf(item, payer).map(outstanding));
  const debtor = item.debtors.find(({ ref }) => ref === payer);
  if (debtor === undefined || debtor.cap === null) return owed;
  const left = debtor.cap - debtor.paid;
  return left < owed ? left : owed;
}

export function openState(file: CaseFile, qualification: Qualification[]): State {
  const empty = () => ({ in: 0n, reserved: 0n, spent: 0n });
  return {
    route: file.settings?.damageRoute ?? 'treasury',
    inclusive: file.settings?.dayCount === 'inclusive',
    qualification,
    defendants: file.defendants.map(({ ref }) => ref),
    pools: {
      special_fund: empty(),
      award_fund: empty(),
      sanction_quota: empty(),
      damage_fund: empty(),
    },
    books: new Map(),
    applications: new Map(),
    advances: new Map(),
    invoices: new Set(),
    judgments: new Map(),
    items: new Map(),
    stays: [],
    receipts: new Map(),
    bankReferences: new Set(),
    overpaid: new Map(),
    organizationMoney: new Map(),
    costsRecovered: 0n,
    replenished: 0n,
    damagesReceived: 0n,
    damagesRemitted: 0n,
    trustInterest: 0n,
    treasuryInterest: 0n,
    interestRemitted: 0n,
    plans: new Map(),
    sanctions: [],
    award: null,
  };
}
