import { newKey } from '../approvals/approval-scene';
import { ORDERS } from '../payments/payment-scene';
import type { ToldEvent } from './case-file';
import type { Body, Desk } from './desk';
import { inFen, inYuan } from './yuan';

/** Claims that the tariff of acceptance fees gives such a fee for. */
const CLAIM_OF_FEE: Readonly<Record<string, string>> = { '81800.00': '10000000.00' };

export async function appropriate(desk: Desk, { pool, amount }: ToldEvent): Promise<void> {
  const lines =
    pool === 'special_fund' ? linesOf(desk, amount) : [{ category: 'whole', raise: amount }];
  for (const { category, raise } of lines) {
    await desk.carryOut(
      'budget_change',
      {
        ...(pool === 'damage_fund' && { case: desk.id('case') }),
        ...{ change: 'appropriation', pool, year: parseInt(desk.today.slice(0, 4), 10) },
        budgetLines: [{ category, raise }],
        ...{ document: '财预〔2026〕1号', reason: '年度安排' },
      },
      { amount: raise, subject: `budget/${desk.book}/${desk.today.slice(0, 4)}/${pool}` },
    );
  }
}

/** What the case will ask for by category, and the rest of the money in another line. */
function linesOf(desk: Desk, amount: string): { category: string; raise: string }[] {
  const asked = new Map<string, bigint>();
  let left = inFen(amount);
  const approved = new Set(desk.told.events.map(({ advance }) => advance));
  for (const { type, ref, items } of desk.told.events) {
    if (type !== 'advance.apply' || !approved.has(ref)) continue;
    for (const { category, amount: cost } of items) {
      asked.set(category, (asked.get(category) ?? 0n) + inFen(cost));
      left -= inFen(cost);
    }
  }
  if (left > 0n) asked.set('other', (asked.get('other') ?? 0n) + left);
  return [...asked].map(([category, fen]) => ({ category, raise: inYuan(fen) }));
}

export async function advance(desk: Desk, { advance }: ToldEvent): Promise<void> {
  const applied = desk.applications.get(advance);
  if (applied === undefined) throw new Error('nobody applied');
  const member = desk.members.get(applied.organization);
  if (member === undefined) throw new Error('nobody of the organization');
  const items = [];
  for (const { category, amount, payee, instance } of applied.items) {
    const isCourt = category === 'acceptance_fee';
    const kind = isCourt ? 'court' : category === 'lawyer' ? 'law_firm' : 'vendor';
    items.push({
      ...{ category, amount, purpose: '案件需要', instance: instance ?? 1 },
      payee: { ...(await desk.payee(kind, payee)), name: payee },
      documents: [await desk.paper(member, isCourt ? 'court_notice' : 'contract')],
      ...(isCourt && { courtNotice: { claim: CLAIM_OF_FEE[amount] ?? amount, fee: amount } }),
    });
  }
  const total = applied.items.reduce((sum, { amount }) => sum + inFen(amount), 0n);
  const application = await desk.carryOut(
    'advance_application',
    {
      ...{ case: desk.id('case'), organization: desk.id(`organization ${applied.organization}`) },
      ...{ reason: '案件需要', items },
    },
    { by: member, amount: inYuan(total), subject: `litigation_case/${desk.id('case')}` },
  );
  const found = await desk.get<{ items: { id: string }[] }>(`/api/v1/advances/${application}`);
  applied.items.forEach(({ ref }, index) => {
    desk.ids.set(`item ${ref}`, found.items[index]?.id ?? '');
    desk.ids.set(`application of ${ref}`, application);
    desk.ids.set(`member of ${ref}`, applied.organization);
    desk.ids.set(`amount of ${ref}`, applied.items[index]?.amount ?? '');
  });
}

export async function pay(
  desk: Desk,
  {
    item,
    amount = desk.id(`amount of ${item}`),
  }: Pick<ToldEvent, 'item'> & { readonly amount?: string },
): Promise<void> {
  const payments = [{ item: desk.id(`item ${item}`), amount }];
  const order = await desk.post(ORDERS, { book: desk.book, payments });
  for (const { id } of order['lines'] as { id: string }[]) {
    const path = `${ORDERS}/${order.id}/lines/${id}/result`;
    desk.ids.set(`payment of ${item}`, path);
    await desk.post(path, { result: 'paid', on: desk.today }, desk.people.cashier);
  }
}

export function sentBack(desk: Desk, { item }: ToldEvent): Promise<Body> {
  const result = { result: 'bounced', on: desk.today, reason: '账号有误' };
  return desk.post(desk.id(`payment of ${item}`), result, desk.people.cashier);
}

export async function settle(desk: Desk, { item, invoices }: ToldEvent): Promise<void> {
  const member = desk.members.get(desk.id(`member of ${item}`));
  if (member === undefined) throw new Error('nobody of the organization');
  const path = `/api/v1/advances/${desk.id(`application of ${item}`)}/receipts`;
  const { id: document } = await desk.upload(member);
  const lines = invoices.map(({ issuer, number, amount }) => ({
    ...{ item: desk.id(`item ${item}`), document, amount },
    invoice: { issuer, number, issuedOn: '2026-04-01', total: amount },
  }));
  const { items } = (await desk.post(path, { lines }, member)) as unknown as {
    items: { id: string }[];
  };
  for (const { id } of items) {
    await desk.post(`/api/v1/receipt-lines/${id}/decision`, { decision: 'accept' });
  }
}

export function ofItem(desk: Desk, { item }: ToldEvent, what: string, body: object): Promise<Body> {
  return desk.post(`/api/v1/advances/items/${desk.id(`item ${item}`)}/${what}`, body);
}

/** What the court gave back of an acceptance fee came today. */
export async function refundByCourt(desk: Desk, { item, amount }: ToldEvent): Promise<void> {
  const refund = { amount, on: desk.today, bankReference: newKey() };
  await desk.post(`/api/v1/advances/items/${desk.id(`item ${item}`)}/court-refunds`, refund);
}

/** The fund bears a cost that no court grants. */
export async function absorb(desk: Desk, { item: told, amount }: ToldEvent): Promise<void> {
  const item = desk.id(`item ${told}`);
  await desk.carryOut(
    'cost_absorption',
    { item, amount, reason: '善意诉讼，法院未予支持', document: await desk.document() },
    { amount, subject: `advance_item/${item}` },
  );
}
