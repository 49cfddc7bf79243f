import type { EventOf, ItemEntry } from './format';
import { least, total } from './figures';
import {
  amountOf,
  amountsOf,
  type Balance,
  find,
  inTurn,
  isDamages,
  type Item,
  outstanding,
  post,
  refuseIf,
  type State,
} from './state';

export function judge(state: State, event: EventOf<'judgment'>): void {
  amountsOf([
    event.claimed,
    ...event.items.flatMap(({ amount, instalments, liability }) => [
      amount,
      ...(instalments ?? []).map((instalment) => instalment.amount),
      ...liability.debtors.flatMap(({ share, cap }) => [share, cap]),
    ]),
  ]);
  refuseIf(state.judgments.has(event.ref), 'DUPLICATE_REF');
  const items = event.items.map((entry) => orderedItem(entry, event.effectiveOn));
  for (const item of items) {
    refuseIf(state.items.has(item.ref), 'DUPLICATE_REF');
    state.items.set(item.ref, item);
  }
  const granted = total(items.filter(({ kind }) => kind === 'fund_costs').map((i) => i.amount));
  refuseIf(granted > (state.books.get('1218.02') ?? 0n), 'GRANT_EXCEEDS_ADVANCE');
  for (const { amount, balances } of items) {
    refuseIf(total(balances.map(({ ordered }) => ordered)) !== amount, 'SHARES_DO_NOT_ADD_UP');
  }
  state.judgments.set(event.ref, {
    outcome: event.outcome,
    claimed: event.claimed === undefined ? null : amountOf(event.claimed),
  });
  for (const { kind, amount, conditional } of items) {
    if (kind === 'fund_costs') post(state, '1218.04', '1218.02', amount);
    else if (kind === 'organization_costs') post(state, '1218.04', '2307.02', amount);
    else post(state, conditional ? 'M2' : 'M1', 'M0', amount);
  }
}

function orderedItem(entry: ItemEntry, effectiveOn: string): Item {
  const { ref, kind, liability } = entry;
  const amount = amountOf(entry.amount);
  const dueOn = entry.dueOn ?? effectiveOn;
  return {
    ref,
    kind,
    mode: liability.mode,
    amount,
    conditional: entry.conditional ?? false,
    defaulted: false,
    interest: entry.interest ?? true,
    organization: entry.organization ?? null,
    debtors: liability.debtors.map((debtor) => ({
      ref: debtor.ref,
      cap: debtor.cap === undefined ? null : amountOf(debtor.cap),
      paid: 0n,
    })),
    balances: balancesIn(entry, amount, dueOn),
  };
}

function balancesIn(entry: ItemEntry, amount: bigint, dueOn: string): Balance[] {
  const balance = (due: string, ordered: bigint, debtor: string | null = null): Balance => ({
    debtor,
    dueOn: due,
    ordered,
    received: 0n,
    writtenOff: 0n,
    interestFixed: 0n,
    interestReceived: 0n,
  });
  if (entry.liability.mode === 'several') {
    return entry.liability.debtors.map((debtor) =>
      balance(debtor.dueOn ?? dueOn, amountOf(debtor.share ?? ''), debtor.ref),
    );
  }
  if (entry.instalments === undefined) return [balance(dueOn, amount)];
  return entry.instalments.map((part) => balance(part.dueOn, amountOf(part.amount)));
}

export function conditionDefaulted(state: State, event: EventOf<'condition.defaulted'>): void {
  const item = find(state.items, event.item);
  refuseIf(!item.conditional || item.defaulted, 'NOT_CONDITIONAL');
  item.defaulted = true;
  for (const balance of item.balances) balance.dueOn = event.dueOn;
  post(state, 'M1', 'M2', item.amount);
}

export function writeOff(state: State, event: EventOf<'write_off'>): void {
  const item = find(state.items, event.item);
  const amount = amountOf(event.amount);
  const most = item.kind === 'fund_costs' ? total(item.balances.map(outstanding)) : 0n;
  refuseIf(amount > most, 'WRITE_OFF_EXCEEDS_OUTSTANDING');
  refuseIf((event.requestedBy ?? 'officer') === (event.by ?? 'approver'), 'SAME_PERSON');
  let left = amount;
  for (const balance of item.mode === 'several' ? item.balances : inTurn(item.balances)) {
    const part = least(left, outstanding(balance));
    balance.writtenOff += part;
    left -= part;
  }
  post(state, '5301', '1218.04', amount);
  post(state, 'M4', 'M0', amount);
}

export function refundOverpayment(state: State, event: EventOf<'refund_overpayment'>): void {
  const amount = amountOf(event.amount);
  const overpaid = state.overpaid.get(event.to) ?? 0n;
  refuseIf(amount > overpaid, 'REFUND_EXCEEDS_OVERPAYMENT');
  state.overpaid.set(event.to, overpaid - amount);
  post(state, '2307.04', '1002.02', amount);
}

export function reimburse(state: State, event: EventOf<'organization.reimburse'>): void {
  const amount = amountOf(event.amount);
  const money = state.organizationMoney.get(event.organization) ?? 0n;
  refuseIf(amount > money, 'REIMBURSE_EXCEEDS_RECEIVED');
  state.organizationMoney.set(event.organization, money - amount);
  post(state, '2307.02', '1002.02', amount);
}

export function replenish(state: State, event: EventOf<'fund.replenish'>): void {
  const amount = amountOf(event.amount);
  refuseIf(amount > state.costsRecovered - state.replenished, 'REPLENISH_EXCEEDS_RECOVERED');
  state.replenished += amount;
  state.pools.special_fund.in += amount;
  post(state, '1011', '1002.02', amount);
}

export function remitInterest(state: State, event: EventOf<'interest.remit'>): void {
  const amount = amountOf(event.amount);
  refuseIf(amount > state.treasuryInterest - state.interestRemitted, 'REMIT_EXCEEDS_RECEIVED');
  state.interestRemitted += amount;
  post(state, '2103.02', '1002.02', amount);
}

/** Damages that were ordered, conditional ones included. */
export function damagesOrdered(state: State): bigint {
  return total(
    [...state.items.values()].filter(({ kind }) => isDamages(kind)).map(({ amount }) => amount),
  );
}
