import { settleBook } from '../../src/ledger';
import { APPROVALS, ApprovalScene, newKey, type Someone } from '../approvals/approval-scene';
import { OrganizationScene } from '../organizations/organization-scene';
import { ORDERS } from '../payments/payment-scene';
import type { ToldCase, ToldEvent } from './case-file';

interface Named {
  readonly account: string;
  readonly fingerprint: string;
}

type Body = Readonly<Record<string, unknown>> & { readonly id: string };

/** Performs a case as the people of a bureau and an organization do, act by act over HTTP. */
export class CaseOverHttp {
  private readonly ids = new Map<string, string>();
  private readonly payees = new Map<string, Named>();
  private readonly applications = new Map<string, ToldEvent>();
  private members = new Map<string, Someone>();
  private people!: Readonly<
    Record<'officer' | 'reviewer' | 'approver' | 'second' | 'cashier', Someone>
  >;
  private today = '';

  constructor(
    readonly scene: ApprovalScene,
    private readonly told: ToldCase,
  ) {}

  private get book(): string {
    return this.scene.bureau.bookCode;
  }

  private id(name: string): string {
    const found = this.ids.get(name);
    if (found === undefined) throw new Error(`${name} was not told before`);
    return found;
  }

  /** Performs everything that is told, in its order. */
  async perform(): Promise<void> {
    await this.begin();
    for (const event of this.told.events) {
      await this.act(event).catch((error: unknown) => {
        throw new Error(`${event.type} ${event.on}: ${String(error)}`);
      });
      await settleBook(this.scene.dataSource, this.scene.bureau.bookId);
    }
  }

  private async begin(): Promise<void> {
    const { scene } = this;
    this.people = {
      officer: await scene.someone('finance_officer'),
      reviewer: await scene.someone('reviewer'),
      approver: await scene.someone('approver'),
      second: await scene.someone('approver'),
      cashier: await scene.someone('cashier'),
    };
    const [row] = await scene.dataSource.query<{ day: string }[]>(
      `SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date::text AS day`,
    );
    this.today = row?.day ?? '';
    await this.register();
    await this.open();
  }

  private async register(): Promise<void> {
    for (const { ref, penalties, reviewedBy, uscc, ...facts } of this.told.organizations) {
      const { cleanRecordStatementOn, ...rest } = facts;
      const said = {
        ...Object.fromEntries(Object.entries(rest).filter(([name]) => name !== 'ref')),
        ...(cleanRecordStatementOn !== null && { cleanRecordStatementOn }),
        evidence: [],
      };
      if (penalties.length > 0) throw new Error('penalties are put on record by others');
      await this.carryOut('organization_registration', { uscc, facts: said });
      const { items } = await this.get<{ items: { id: string }[] }>(
        `/api/v1/organizations?q=${uscc}`,
      );
      const organization = items[0]?.id ?? '';
      this.ids.set(`organization ${ref}`, organization);
      if (reviewedBy !== undefined) {
        const asOf = this.told.case.filedOn;
        await this.carryOut(
          'organization_review',
          { organization, asOf, favourable: true, opinion: '属实' },
          { by: this.people.reviewer },
        );
      }
      this.members.set(ref, await this.scene.memberOf(uscc));
    }
  }

  private async open(): Promise<void> {
    const { told } = this;
    const { id } = await this.post('/api/v1/cases', {
      ...{ book: this.book, ...told.case },
      damageRoute: told.settings?.damageRoute ?? 'treasury',
      plaintiffs: told.organizations.map(({ ref }) => this.id(`organization ${ref}`)),
      defendants: told.defendants.map(({ name }) => ({ name, kind: 'enterprise' })),
    });
    this.ids.set('case', id);
    const { defendants } = await this.get<{ defendants: { id: string; name: string }[] }>(
      `/api/v1/cases/${id}`,
    );
    for (const { ref, name } of told.defendants) {
      this.ids.set(`defendant ${ref}`, defendants.find((one) => one.name === name)?.id ?? '');
    }
  }

  private act(event: ToldEvent): Promise<unknown> {
    const acts: Readonly<Record<string, () => Promise<unknown>>> = {
      appropriation: () => this.appropriate(event),
      'advance.apply': () => Promise.resolve(this.applications.set(event.ref, event)),
      'advance.approve': () => this.advance(event),
      'advance.pay': () => this.pay(event),
      'advance.payment_returned': () => this.sentBack(event),
      'advance.settle': () => this.settle(event),
      'advance.surplus': () => this.ofItem(event, 'surplus', {}),
      'advance.surplus_returned': () =>
        this.ofItem(event, 'surplus-returned', {
          ...{ amount: event.amount, on: this.today, bankReference: newKey() },
        }),
      judgment: () => this.judge(event),
      'condition.defaulted': () => this.defaulted(event),
      receipt: () => this.receive(event),
      refund_overpayment: () => this.refund(event),
      'organization.reimburse': () => this.reimburse(event),
      'fund.replenish': () => this.payOut('fund_replenishment', event, {}),
      'damage.remit': () => this.toTreasury('damages_remittance', event),
      'interest.remit': () => this.toTreasury('interest_remittance', event),
    };
    const perform = acts[event.type];
    if (perform === undefined) throw new Error(`nobody does ${event.type}`);
    return perform();
  }

  private async appropriate({ pool, amount }: ToldEvent): Promise<void> {
    const lines =
      pool === 'special_fund' ? this.linesOf(amount) : [{ category: 'whole', raise: amount }];
    // No tier of the bureau's reaches more, so finance gives it in parts.
    for (const { category, raise } of lines.flatMap(inParts)) {
      await this.carryOut(
        'budget_change',
        {
          ...{ change: 'appropriation', pool, year: parseInt(this.today.slice(0, 4), 10) },
          budgetLines: [{ category, raise }],
          ...{ document: '财预〔2026〕1号', reason: '年度安排' },
        },
        { amount: raise, subject: `budget/${this.book}/${this.today.slice(0, 4)}/${pool}` },
      );
    }
  }

  /** What the case will ask for by category, and the rest of the money in another line. */
  private linesOf(amount: string): { category: string; raise: string }[] {
    const asked = new Map<string, bigint>();
    let left = inFen(amount);
    const approved = new Set(this.told.events.map(({ advance }) => advance));
    for (const { type, ref, items } of this.told.events) {
      if (type !== 'advance.apply' || !approved.has(ref)) continue;
      for (const { category, amount: cost } of items) {
        asked.set(category, (asked.get(category) ?? 0n) + inFen(cost));
        left -= inFen(cost);
      }
    }
    if (left > 0n) asked.set('other', (asked.get('other') ?? 0n) + left);
    return [...asked].map(([category, fen]) => ({ category, raise: inYuan(fen) }));
  }

  private async advance({ advance }: ToldEvent): Promise<void> {
    const applied = this.applications.get(advance);
    if (applied === undefined) throw new Error('nobody applied');
    const member = this.members.get(applied.organization);
    if (member === undefined) throw new Error('nobody of the organization');
    const items = [];
    for (const { category, amount, payee, instance } of applied.items) {
      const isCourt = category === 'acceptance_fee';
      const kind = isCourt ? 'court' : category === 'lawyer' ? 'law_firm' : 'vendor';
      items.push({
        ...{ category, amount, purpose: '案件需要', instance: instance ?? 1 },
        payee: { ...(await this.payee(kind, payee)), name: payee },
        documents: [await this.paper(member, isCourt ? 'court_notice' : 'contract')],
        ...(isCourt && { courtNotice: { claim: CLAIM_OF_FEE[amount] ?? amount, fee: amount } }),
      });
    }
    const total = applied.items.reduce((sum, { amount }) => sum + inFen(amount), 0n);
    const application = await this.carryOut(
      'advance_application',
      {
        ...{ case: this.id('case'), organization: this.id(`organization ${applied.organization}`) },
        ...{ reason: '案件需要', items },
      },
      { by: member, amount: inYuan(total), subject: `litigation_case/${this.id('case')}` },
    );
    const found = await this.get<{ items: { id: string }[] }>(`/api/v1/advances/${application}`);
    applied.items.forEach(({ ref }, index) => {
      this.ids.set(`item ${ref}`, found.items[index]?.id ?? '');
      this.ids.set(`application of ${ref}`, application);
      this.ids.set(`member of ${ref}`, applied.organization);
      this.ids.set(`amount of ${ref}`, applied.items[index]?.amount ?? '');
    });
  }

  private async pay({
    item,
    amount = this.id(`amount of ${item}`),
  }: Pick<ToldEvent, 'item'> & { readonly amount?: string }): Promise<void> {
    const payments = [{ item: this.id(`item ${item}`), amount }];
    const order = await this.post(ORDERS, { book: this.book, payments });
    for (const { id } of order['lines'] as { id: string }[]) {
      const path = `${ORDERS}/${order.id}/lines/${id}/result`;
      this.ids.set(`payment of ${item}`, path);
      await this.post(path, { result: 'paid', on: this.today }, this.people.cashier);
    }
  }

  private sentBack({ item }: ToldEvent): Promise<Body> {
    const result = { result: 'bounced', on: this.today, reason: '账号有误' };
    return this.post(this.id(`payment of ${item}`), result, this.people.cashier);
  }

  private async settle({ item, invoices }: ToldEvent): Promise<void> {
    const member = this.members.get(this.id(`member of ${item}`));
    if (member === undefined) throw new Error('nobody of the organization');
    const path = `/api/v1/advances/${this.id(`application of ${item}`)}/receipts`;
    const { id: document } = await this.upload(member);
    const lines = invoices.map(({ issuer, number, amount }) => ({
      ...{ item: this.id(`item ${item}`), document, amount },
      invoice: { issuer, number, issuedOn: '2026-04-01', total: amount },
    }));
    const { items } = (await this.post(path, { lines }, member)) as unknown as {
      items: { id: string }[];
    };
    for (const { id } of items) {
      await this.post(`/api/v1/receipt-lines/${id}/decision`, { decision: 'accept' });
    }
  }

  private ofItem({ item }: ToldEvent, what: string, body: object): Promise<Body> {
    return this.post(`/api/v1/advances/items/${this.id(`item ${item}`)}/${what}`, body);
  }

  private async judge(event: ToldEvent): Promise<void> {
    const step = await this.toEffect(event);
    const { ref, outcome, claimed } = event;
    await this.carryOut('judgment', {
      ...{ case: this.id('case'), step, ref, outcome, ...(claimed !== undefined && { claimed }) },
      items: event.items.map(({ organization, liability, ...item }) => ({
        ...item,
        ...(organization !== undefined && {
          organization: this.id(`organization ${organization}`),
        }),
        liability: {
          mode: liability.mode,
          debtors: liability.debtors.map(({ ref: debtor, ...more }) => ({
            defendant: this.id(`defendant ${debtor}`),
            ...more,
          })),
        },
      })),
      ...{ inKind: [], refusedCosts: [], documents: [await this.document()] },
    });
    const { judgments } = await this.get<{
      judgments: { items: { id: string; ref: string }[] }[];
    }>(`/api/v1/cases/${this.id('case')}/judgments`);
    for (const { id, ref: item } of judgments.flatMap(({ items }) => items)) {
      this.ids.set(`judged ${item}`, id);
    }
  }

  /** Tells the steps that a judgment or a mediation of that day takes; returns the one that made it effective. */
  private async toEffect({ outcome, effectiveOn }: ToldEvent): Promise<string> {
    const path = `/api/v1/cases/${this.id('case')}/steps`;
    const { filedOn, court, number } = this.told.case;
    const tell = async (kind: string, on: string, more: object = {}): Promise<string> =>
      (await this.post(path, { kind, on, documents: [], ...more })).id;
    if (!this.ids.has('instance')) {
      const more = { instance: 'first', number, court };
      this.ids.set('instance', await tell('instance_opened', filedOn, more));
    }
    if (outcome === 'mediation') {
      // 法释〔2015〕1号 art 25: published for thirty days and no less, longer where the last is a day off.
      await tell('mediation_published', daysBefore(effectiveOn, 40));
      return tell('mediation_final', effectiveOn);
    }
    await tell('judged', effectiveOn);
    return tell('judgment_final', effectiveOn);
  }

  private async defaulted({ item, dueOn }: ToldEvent): Promise<void> {
    const asked = { item: this.id(`judged ${item}`), dueOn, reason: '逾期未修复' };
    await this.carryOut('condition_default', { ...asked, document: await this.document() });
  }

  private receive(event: ToldEvent): Promise<Body> {
    const { designated, from, amount, on, bankReference } = event;
    return this.post(`/api/v1/cases/${this.id('case')}/enforcement-receipts`, {
      ...{ payer: this.id(`defendant ${from}`), amount, kind: 'voluntary' },
      ...{ receivedOn: on, bankReference },
      ...(designated && { designated: designated.map((item) => this.id(`judged ${item}`)) }),
    });
  }

  private async refund(event: ToldEvent): Promise<void> {
    const name = this.told.defendants.find(({ ref }) => ref === event.to)?.name ?? '';
    const defendant = this.id(`defendant ${event.to}`);
    const payee = await this.payee('defendant', name);
    await this.payOut('overpayment_refund', event, { defendant, payee });
  }

  private async reimburse(event: ToldEvent): Promise<void> {
    const found = this.told.organizations.find(({ ref }) => ref === event.organization);
    const payee = await this.payee('organization', found?.name ?? '', found?.uscc);
    const organization = this.id(`organization ${event.organization}`);
    await this.payOut('cost_reimbursement', event, { organization, payee });
  }

  private async toTreasury(kind: string, event: ToldEvent): Promise<void> {
    await this.payOut(kind, event, { payee: await this.payee('treasury', '某市财政局') });
  }

  private async payOut(kind: string, { amount }: ToldEvent, more: object): Promise<void> {
    await this.carryOut(kind, { case: this.id('case'), amount, reason: '按判决办理', ...more });
  }

  /** An account of the holder, entered and approved once. */
  private async payee(holderKind: string, holderName: string, code?: string): Promise<Named> {
    const key = `${holderKind} ${holderName}`;
    const known = this.payees.get(key);
    if (known !== undefined) return known;
    const entered = await this.post('/api/v1/bank-accounts', {
      ...{ book: this.book, holderKind, holderName, bankName: '中国银行长春分行' },
      number: `622202${String(this.payees.size + 1).padStart(10, '0')}`,
      ...(code !== undefined && { creditCode: code }),
    });
    const named = { account: entered.id, fingerprint: String(entered['fingerprint']) };
    await this.carryOut('bank_account', named);
    this.payees.set(key, named);
    return named;
  }

  private upload(who: Someone): Promise<{ readonly id: string; readonly sha256: string }> {
    return OrganizationScene.over(this.scene).upload(who, `${newKey()}.pdf`);
  }

  private document(): Promise<{ readonly id: string; readonly sha256: string }> {
    return this.upload(this.people.officer);
  }

  private async paper(who: Someone, kind: string): Promise<object> {
    return { ...(await this.upload(who)), kind };
  }

  /** Asks for something, with a resolution where the amount wants one, and lets everybody decide; returns its id. */
  private async carryOut(
    kind: string,
    content: object,
    {
      by = this.people.officer,
      amount,
      subject,
    }: { by?: Someone; amount?: string; subject?: string } = {},
  ): Promise<string> {
    const { reviewer, approver, second, officer } = this.people;
    const ask = (resolution?: string) =>
      by.browser
        .post(APPROVALS, { kind, content, book: this.book, ...(resolution && { resolution }) })
        .set('idempotency-key', newKey()) as unknown as Promise<{
        status: number;
        body: Body & { code?: string };
      }>;
    let asked = await ask();
    if (asked.body.code === 'RESOLUTION_REQUIRED') {
      const decided = { kind, ...(amount && { amount }), ...(subject && { subject }) };
      asked = await ask(await this.scene.resolution(officer, approver, decided));
    }
    if (asked.status !== 201) throw new Error(JSON.stringify(asked.body));
    const { steps } = await this.scene.read(reviewer, asked.body.id);
    for (const [place, step] of steps.entries()) {
      const isSecond = place > steps.indexOf('approver');
      const decider = step === 'reviewer' ? reviewer : isSecond ? second : approver;
      const { status, body } = await this.scene.decide(decider, asked.body.id, 'approve');
      if (status !== 200) throw new Error(JSON.stringify(body));
    }
    const { state } = await this.scene.read(reviewer, asked.body.id);
    if (state !== 'approved') throw new Error(`${kind} is ${state} after ${steps.join(', ')}`);
    return asked.body.id;
  }

  private async post(path: string, body: object, by = this.people.officer): Promise<Body> {
    const answer = (await by.browser.post(path, body).set('idempotency-key', newKey())) as {
      status: number;
      body: Body;
    };
    if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  }

  private async get<Answer>(path: string): Promise<Answer> {
    return ((await this.people.officer.browser.get(path).expect(200)) as { body: Answer }).body;
  }
}

/** Claims that the tariff of acceptance fees gives such a fee for. */
const CLAIM_OF_FEE: Readonly<Record<string, string>> = { '81800.00': '10000000.00' };

const inFen = (yuan: string): bigint => {
  const [whole = '', cents = ''] = yuan.split('.');
  return BigInt(whole) * 100n + BigInt(cents.padEnd(2, '0'));
};
const inYuan = (fen: bigint): string =>
  `${String(fen / 100n)}.${String(fen % 100n).padStart(2, '0')}`;

const MOST = 100_000_000n;

/** A line of a budget in parts that a tier reaches. */
function inParts({ category, raise }: { category: string; raise: string }) {
  const parts = [];
  for (let left = inFen(raise); left > 0n; left -= MOST) {
    parts.push({ category, raise: inYuan(left < MOST ? left : MOST) });
  }
  return parts;
}

function daysBefore(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - days);
  return date.toISOString().slice(0, 10);
}
