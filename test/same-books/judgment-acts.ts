import type { ToldEvent } from './case-file';
import { daysBefore } from './days-before';
import type { Body, Desk } from './desk';

export async function judge(desk: Desk, event: ToldEvent): Promise<void> {
  const step = await toEffect(desk, event);
  const { ref, outcome, claimed } = event;
  await desk.carryOut('judgment', {
    ...{ case: desk.id('case'), step, ref, outcome, ...(claimed !== undefined && { claimed }) },
    items: event.items.map(({ organization, liability, ...item }) => ({
      ...item,
      ...(organization !== undefined && {
        organization: desk.id(`organization ${organization}`),
      }),
      liability: {
        mode: liability.mode,
        debtors: liability.debtors.map(({ ref: debtor, ...more }) => ({
          defendant: desk.id(`defendant ${debtor}`),
          ...more,
        })),
      },
    })),
    ...{ inKind: [], refusedCosts: [], documents: [await desk.document()] },
  });
  const { judgments } = await desk.get<{
    judgments: { items: { id: string; ref: string }[] }[];
  }>(`/api/v1/cases/${desk.id('case')}/judgments`);
  for (const { id, ref: item } of judgments.flatMap(({ items }) => items)) {
    desk.ids.set(`judged ${item}`, id);
  }
}

/** Tells the steps that a judgment or a mediation of that day takes; returns the one that made it effective. */
async function toEffect(desk: Desk, { outcome, effectiveOn }: ToldEvent): Promise<string> {
  const path = `/api/v1/cases/${desk.id('case')}/steps`;
  const { filedOn, court, number } = desk.told.case;
  const tell = async (kind: string, on: string, more: object = {}): Promise<string> =>
    (await desk.post(path, { kind, on, documents: [], ...more })).id;
  if (!desk.ids.has('instance')) {
    const more = { instance: 'first', number, court };
    desk.ids.set('instance', await tell('instance_opened', filedOn, more));
  }
  if (outcome === 'mediation') {
    // 法释〔2015〕1号 art 25: published for thirty days and no less, longer where the last is a day off.
    await tell('mediation_published', daysBefore(effectiveOn, 40));
    return tell('mediation_final', effectiveOn);
  }
  await tell('judged', effectiveOn);
  return tell('judgment_final', effectiveOn);
}

export async function defaulted(desk: Desk, { item, dueOn }: ToldEvent): Promise<void> {
  const asked = { item: desk.id(`judged ${item}`), dueOn, reason: '逾期未修复' };
  await desk.carryOut('condition_default', { ...asked, document: await desk.document() });
}

/** The court stayed enforcement, and no doubled interest ran meanwhile. */
export async function stay(desk: Desk, event: ToldEvent): Promise<void> {
  const { from, to, requestedByDebtor } = event;
  const asked = { case: desk.id('case'), from, to, requestedByDebtor, reason: '法院中止执行' };
  await desk.carryOut('interest_stay', { ...asked, document: await desk.document() });
}

/** What a debtor cannot pay is given up. */
export async function writeOff(desk: Desk, { item: told, amount }: ToldEvent): Promise<void> {
  const item = desk.id(`judged ${told}`);
  await desk.carryOut(
    'debt_write_off',
    { item, amount, reason: '终结本次执行', document: await desk.document() },
    { amount, subject: `judgment_item/${item}` },
  );
}

export function receive(desk: Desk, event: ToldEvent): Promise<Body> {
  const { designated, from, amount, on, bankReference } = event;
  return desk.post(`/api/v1/cases/${desk.id('case')}/enforcement-receipts`, {
    ...{ payer: desk.id(`defendant ${from}`), amount, kind: 'voluntary' },
    ...{ receivedOn: on, bankReference },
    ...(designated && { designated: designated.map((item) => desk.id(`judged ${item}`)) }),
  });
}

export async function refund(desk: Desk, event: ToldEvent): Promise<void> {
  const name = desk.told.defendants.find(({ ref }) => ref === event.to)?.name ?? '';
  const defendant = desk.id(`defendant ${event.to}`);
  const payee = await desk.payee('defendant', name);
  await payOut(desk, 'overpayment_refund', event, { defendant, payee });
}

export async function reimburse(desk: Desk, event: ToldEvent): Promise<void> {
  const found = desk.told.organizations.find(({ ref }) => ref === event.organization);
  const payee = await desk.payee('organization', found?.name ?? '', found?.uscc);
  const organization = desk.id(`organization ${event.organization}`);
  await payOut(desk, 'cost_reimbursement', event, { organization, payee });
}

export async function toTreasury(desk: Desk, kind: string, event: ToldEvent): Promise<void> {
  await payOut(desk, kind, event, { payee: await desk.payee('treasury', '某市财政局') });
}

export async function payOut(
  desk: Desk,
  kind: string,
  { amount }: ToldEvent,
  more: object,
): Promise<void> {
  await desk.carryOut(kind, { case: desk.id('case'), amount, reason: '按判决办理', ...more });
}
