import { doubledInterest, interestDays } from './days';
import type { EventOf, Kind, Part } from './format';
import { least, proRata, total } from './figures';
import {
  amountOf,
  balancesOf,
  find,
  isActive,
  isCapped,
  isDamages,
  type Item,
  post,
  principalOwed,
  outstanding,
  type Receipt,
  refuseIf,
  type State,
} from './state';

const RANKS: readonly (readonly Kind[])[] = [
  ['fund_costs'],
  ['organization_costs'],
  ['restoration', 'emergency'],
  ['service_loss', 'permanent_loss'],
  ['penal'],
];

/** A receipt while it is allocated. */
interface Allocation {
  state: State;
  receipt: Receipt;
  payer: string;
  on: string;
  left: bigint;
  /** Principal of this receipt by item, paid at once when all of it is known. */
  principal: Map<Item, bigint>;
}

export function receive(state: State, event: EventOf<'receipt'>): void {
  const designated = (event.designated ?? []).map((ref) => find(state.items, ref));
  const amount = amountOf(event.amount);
  const { ref, from: payer, bankReference, on } = event;
  refuseIf(state.receipts.has(ref), 'DUPLICATE_REF');
  refuseIf(state.bankReferences.has(bankReference), 'DUPLICATE_BANK_REFERENCE');
  const items = [...state.items.values()].filter(
    (item) => isActive(item) && item.debtors.some((debtor) => debtor.ref === payer),
  );
  refuseIf(items.length === 0, 'NOT_A_DEBTOR');

  const receipt: Receipt = { amount, overpaid: 0n, allocations: [] };
  state.receipts.set(ref, receipt);
  state.bankReferences.add(bankReference);
  post(state, '1002.02', '2307.03', amount);
  const allocation = { state, receipt, payer, on, left: amount, principal: new Map() };
  allocatePrincipal(allocation, items, designated);
  allocateWrittenOff(allocation, items);
  allocateInterest(allocation, items);
  receipt.overpaid = allocation.left;
  state.overpaid.set(payer, (state.overpaid.get(payer) ?? 0n) + allocation.left);
  post(state, '2307.03', '2307.04', allocation.left);
}

/** In full if the money suffices, else pro rata to what is owed. */
function share(left: bigint, owed: readonly bigint[]): bigint[] {
  const all = total(owed);
  return all <= left ? [...owed] : proRata(left, owed);
}

function allocatePrincipal(
  allocation: Allocation,
  items: readonly Item[],
  designated: readonly Item[],
): void {
  const { payer, principal } = allocation;
  const stillOwed = (item: Item) => principalOwed(item, payer) - (principal.get(item) ?? 0n);
  const give = (item: Item, amount: bigint) => {
    principal.set(item, (principal.get(item) ?? 0n) + amount);
    allocation.left -= amount;
  };
  for (const item of designated) give(item, least(allocation.left, stillOwed(item)));
  for (const kinds of RANKS) {
    const ofRank = items.filter(({ kind }) => kinds.includes(kind));
    const parts = share(allocation.left, ofRank.map(stillOwed));
    for (const [index, item] of ofRank.entries()) give(item, parts[index] ?? 0n);
  }
  for (const item of items) payPrincipal(allocation, item, principal.get(item) ?? 0n);
}

function payPrincipal(allocation: Allocation, item: Item, amount: bigint): void {
  const { state, payer, on } = allocation;
  let left = amount;
  for (const balance of balancesOf(item, payer)) {
    const part = least(left, outstanding(balance));
    left -= part;
    balance.received += part;
    if (!item.interest) continue;
    const days = interestDays(balance.dueOn ?? on, on, state.stays, state.inclusive);
    balance.interestFixed += doubledInterest(part, days);
  }
  paidBy(item, payer, amount);
  note(allocation, item, 'principal', amount);
  if (!isDamages(item.kind)) {
    post(state, '2307.03', '1218.04', amount);
    if (item.kind === 'fund_costs') state.costsRecovered += amount;
    else received(state, item, amount);
    return;
  }
  state.damagesReceived += amount;
  if (state.route === 'treasury') post(state, '2307.03', '2103.01', amount);
  else intoTrust(state, amount);
  post(state, 'M0', 'M1', amount);
}

function allocateWrittenOff(allocation: Allocation, items: readonly Item[]): void {
  const { state, payer } = allocation;
  for (const item of items) {
    if (isCapped(item, payer)) continue;
    let paid = 0n;
    for (const balance of balancesOf(item, payer)) {
      const part = least(allocation.left, balance.writtenOff);
      allocation.left -= part;
      balance.writtenOff -= part;
      balance.received += part;
      paid += part;
    }
    paidBy(item, payer, paid);
    note(allocation, item, 'written_off', paid);
    post(state, '2307.03', '4609', paid);
    post(state, 'M0', 'M4', paid);
  }
}

function allocateInterest(allocation: Allocation, items: readonly Item[]): void {
  const { state, payer } = allocation;
  const owed = items.map((item) =>
    isCapped(item, payer)
      ? 0n
      : total(balancesOf(item, payer).map((b) => b.interestFixed - b.interestReceived)),
  );
  const parts = share(allocation.left, owed);
  for (const [index, item] of items.entries()) {
    const amount = parts[index] ?? 0n;
    allocation.left -= amount;
    let left = amount;
    for (const balance of balancesOf(item, payer)) {
      const part = least(left, balance.interestFixed - balance.interestReceived);
      left -= part;
      balance.interestReceived += part;
    }
    note(allocation, item, 'doubled_interest', amount);
    if (item.kind === 'organization_costs') {
      post(state, '2307.03', '2307.02', amount);
      received(state, item, amount);
    } else if (isDamages(item.kind) && state.route === 'trust_account') {
      intoTrust(state, amount);
      state.trustInterest += amount;
    } else {
      post(state, '2307.03', '2103.02', amount);
      state.treasuryInterest += amount;
    }
  }
}

function intoTrust(state: State, amount: bigint): void {
  post(state, '2307.03', '2901.01', amount);
  post(state, '1002.99', '1002.02', amount);
}

function received(state: State, item: Item, amount: bigint): void {
  const organization = item.organization ?? '';
  const before = state.organizationMoney.get(organization) ?? 0n;
  state.organizationMoney.set(organization, before + amount);
}

function paidBy(item: Item, payer: string, amount: bigint): void {
  const debtor = item.debtors.find(({ ref }) => ref === payer);
  if (debtor !== undefined) debtor.paid += amount;
}

function note({ receipt }: Allocation, item: Item, part: Part, amount: bigint): void {
  if (amount > 0n) receipt.allocations.push({ item: item.ref, part, amount });
}
