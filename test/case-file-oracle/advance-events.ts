import type { EventOf } from './format';
import { total } from './figures';
import {
  type Advance,
  amountOf,
  amountsOf,
  available,
  find,
  post,
  refuseIf,
  type State,
} from './state';

const YUAN = 100n;

/** Categories that share a cap, and the cap per case in yuan. */
const CAPS: readonly (readonly [categories: readonly string[], cap: bigint])[] = [
  [['investigation'], 50_000n],
  [['testing'], 80_000n],
  [['appraisal', 'assessment'], 300_000n],
  [['expert'], 50_000n],
  [['lawyer'], 150_000n],
  [['travel'], 20_000n],
  [['acceptance_fee'], 100_000n],
  [['preservation_fee'], 5_000n],
  [['announcement', 'notary', 'copying', 'translation'], 10_000n],
  [['other'], 10_000n],
];
const LAWYER_INSTANCE_CAP = 80_000n;
const CASE_CAP = 1_000_000n;

export function requireEligible(state: State, organizations: readonly string[]): void {
  const eligible = state.qualification
    .filter(({ status }) => status === 'eligible')
    .map(({ organization }) => organization);
  refuseIf(
    organizations.some((ref) => !eligible.includes(ref)),
    'ORG_NOT_QUALIFIED',
  );
}

const isFee = (item: Advance): boolean => item.category === 'acceptance_fee';
const bookOf = (item: Advance): string => (isFee(item) ? '1218.05' : '1218.01');

export function apply(state: State, event: EventOf<'advance.apply'>): void {
  amountsOf(event.items.map(({ amount }) => amount));
  requireEligible(state, [event.organization]);
  refuseIf(state.applications.has(event.ref), 'DUPLICATE_REF');
  for (const { ref, category, instance, amount } of event.items) {
    refuseIf(state.advances.has(ref), 'DUPLICATE_REF');
    state.advances.set(ref, {
      application: event.ref,
      category,
      instance: instance ?? 1,
      amount: amountOf(amount),
      approved: 0n,
      paid: 0n,
      settled: 0n,
      surplus: 0n,
      returned: 0n,
      absorbed: 0n,
      refunded: 0n,
    });
  }
  const all = [...state.advances.values()];
  const sum = (counts: (item: Advance) => boolean) =>
    total(all.filter(counts).map(({ amount }) => amount));
  for (const [categories, cap] of CAPS) {
    refuseIf(sum(({ category }) => categories.includes(category)) > cap * YUAN, 'CAP_EXCEEDED');
  }
  for (const instance of new Set(all.map((item) => item.instance))) {
    const ofInstance = (item: Advance) => item.category === 'lawyer' && item.instance === instance;
    refuseIf(sum(ofInstance) > LAWYER_INSTANCE_CAP * YUAN, 'CAP_EXCEEDED');
  }
  refuseIf(sum(() => true) > CASE_CAP * YUAN, 'CAP_EXCEEDED');
  state.applications.set(event.ref, {
    status: 'submitted',
    total: total(event.items.map(({ amount }) => amountOf(amount))),
    applicant: event.by ?? 'applicant',
  });
}

export function approve(state: State, event: EventOf<'advance.approve'>): void {
  const application = find(state.applications, event.advance);
  refuseIf(application.status === 'approved', 'ALREADY_DECIDED');
  const approver = event.by ?? 'approver';
  refuseIf(approver === application.applicant || approver === 'reviewer', 'SAME_PERSON');
  const approved = total(
    [...state.applications.values()]
      .filter(({ status }) => status === 'approved')
      .map((other) => other.total),
  );
  const large =
    application.total > 200_000n * YUAN || approved + application.total > 500_000n * YUAN;
  refuseIf(large && event.minutes === undefined, 'MINUTES_REQUIRED');
  refuseIf(application.total > available(state, 'special_fund'), 'INSUFFICIENT_FUNDS');
  application.status = 'approved';
  state.pools.special_fund.reserved += application.total;
  for (const item of state.advances.values()) {
    if (item.application === event.advance) item.approved = item.amount;
  }
}

export function pay(state: State, event: EventOf<'advance.pay'>): void {
  const item = find(state.advances, event.item);
  const amount = event.amount === undefined ? item.amount : amountOf(event.amount);
  refuseIf(item.approved === 0n, 'NOT_APPROVED');
  refuseIf(item.paid + amount > item.approved, 'PAYMENT_EXCEEDS_APPROVAL');
  item.paid += amount;
  state.pools.special_fund.reserved -= amount;
  state.pools.special_fund.spent += amount;
  post(state, bookOf(item), '1011', amount);
}

export function returnPayment(state: State, event: EventOf<'advance.payment_returned'>): void {
  const item = find(state.advances, event.item);
  const amount = event.amount === undefined ? item.paid : amountOf(event.amount);
  const used = item.settled + item.surplus + item.refunded + (isFee(item) ? item.absorbed : 0n);
  refuseIf(item.paid === 0n || amount > item.paid - used, 'RETURN_EXCEEDS_PAYMENT');
  item.paid -= amount;
  state.pools.special_fund.reserved += amount;
  state.pools.special_fund.spent -= amount;
  post(state, '1011', bookOf(item), amount);
}

export function settle(state: State, event: EventOf<'advance.settle'>): void {
  const item = find(state.advances, event.item);
  amountsOf(event.invoices.map(({ amount }) => amount));
  refuseIf(isFee(item), 'NOT_SETTLEABLE');
  for (const { issuer, number } of event.invoices) {
    const invoice = JSON.stringify([issuer, number]);
    refuseIf(state.invoices.has(invoice), 'DUPLICATE_INVOICE');
    state.invoices.add(invoice);
  }
  const amount = total(event.invoices.map((invoice) => amountOf(invoice.amount)));
  refuseIf(item.settled + amount + item.surplus > item.paid, 'SETTLEMENT_EXCEEDS_PAYMENT');
  item.settled += amount;
  post(state, '1218.02', '1218.01', amount);
}

export function demandSurplus(state: State, event: EventOf<'advance.surplus'>): void {
  const item = find(state.advances, event.item);
  refuseIf(isFee(item), 'NOT_SETTLEABLE');
  const rest = item.paid - item.settled - item.surplus;
  refuseIf(rest === 0n, 'NO_SURPLUS');
  item.surplus += rest;
  post(state, '1218.03', '1218.01', rest);
}

export function returnSurplus(state: State, event: EventOf<'advance.surplus_returned'>): void {
  const item = find(state.advances, event.item);
  const amount = amountOf(event.amount);
  refuseIf(amount > item.surplus - item.returned, 'RETURN_EXCEEDS_SURPLUS');
  item.returned += amount;
  state.pools.special_fund.in += amount;
  post(state, '1011', '1218.03', amount);
}

export function absorb(state: State, event: EventOf<'advance.absorb'>): void {
  const item = find(state.advances, event.item);
  const amount = amountOf(event.amount);
  refuseIf((event.requestedBy ?? 'officer') === (event.by ?? 'approver'), 'SAME_PERSON');
  if (isFee(item)) {
    refuseIf(amount > item.paid - item.refunded - item.absorbed, 'ABSORB_EXCEEDS_SETTLED');
  } else {
    refuseIf(amount > item.settled - item.absorbed, 'ABSORB_EXCEEDS_SETTLED');
    refuseIf(amount > (state.books.get('1218.02') ?? 0n), 'ABSORB_EXCEEDS_SETTLED');
  }
  item.absorbed += amount;
  post(state, '5001.01', isFee(item) ? '1218.05' : '1218.02', amount);
}

export function refundByCourt(state: State, event: EventOf<'court_refund'>): void {
  const item = find(state.advances, event.item);
  const amount = amountOf(event.amount);
  const most = isFee(item) ? item.paid - item.refunded - item.absorbed : 0n;
  refuseIf(amount > most, 'REFUND_EXCEEDS_PAYMENT');
  item.refunded += amount;
  state.pools.special_fund.in += amount;
  post(state, '1011', '1218.05', amount);
}
