import { APPROVALS, ApprovalScene, newKey, type Someone } from '../approvals/approval-scene';
import { OrganizationScene } from '../organizations/organization-scene';
import type { ToldCase, ToldEvent } from './case-file';

export interface Named {
  readonly account: string;
  readonly fingerprint: string;
}

export type Body = Readonly<Record<string, unknown>> & { readonly id: string };

/** The service refused what somebody asked for. */
export class Refused extends Error {
  constructor(readonly body: { readonly code?: string }) {
    super(JSON.stringify(body));
  }
}

/** The desk at which people of a bureau and of organizations perform a case over HTTP, and what they know of it. */
export class Desk {
  readonly ids = new Map<string, string>();
  readonly payees = new Map<string, Named>();
  readonly applications = new Map<string, ToldEvent>();
  /** Restoration plans that were drawn up. */
  readonly plans = new Map<string, ToldEvent>();
  members = new Map<string, Someone>();
  people!: Readonly<
    Record<
      'officer' | 'reviewer' | 'approver' | 'second' | 'cashier' | 'colleague' | 'payer',
      Someone
    >
  >;
  today = '';

  constructor(
    readonly scene: ApprovalScene,
    readonly told: ToldCase,
  ) {}

  get book(): string {
    return this.scene.bureau.bookCode;
  }

  id(name: string): string {
    const found = this.ids.get(name);
    if (found === undefined) throw new Error(`${name} was not told before`);
    return found;
  }

  plan(ref: string): ToldEvent {
    const found = this.plans.get(ref);
    if (found === undefined) throw new Error(`nobody drew ${ref} up`);
    return found;
  }

  async begin(): Promise<void> {
    const { scene } = this;
    this.people = {
      officer: await scene.someone('finance_officer'),
      reviewer: await scene.someone('reviewer'),
      approver: await scene.someone('approver'),
      second: await scene.someone('approver'),
      cashier: await scene.someone('cashier'),
      colleague: await scene.someone('finance_officer'),
      payer: await scene.someone('finance_officer'),
    };
    const [row] = await scene.dataSource.query<{ day: string }[]>(
      `SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date::text AS day`,
    );
    this.today = row?.day ?? '';
    await this.raiseTiers();
    await this.register();
    await this.open();
  }

  /** The bureau decides on large amounts as well, which the tiers that are built in do not reach. */
  private async raiseTiers(): Promise<void> {
    const { inForce } = await this.get<{ inForce: { name: string; value: object[] }[] }>(
      '/api/v1/policies',
    );
    const tiers = inForce.find(({ name }) => name === 'approval_tiers')?.value ?? [];
    const steps = ['reviewer', 'approver', 'approver'];
    const value = [...tiers, { upTo: '100000000.00', steps, resolution: true }];
    const content = { name: 'approval_tiers', value, effectiveOn: this.today };
    await this.carryOut('policy_change', content, { inBook: false });
  }

  async register(): Promise<void> {
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

  async open(): Promise<void> {
    const { told } = this;
    const { id } = await this.post('/api/v1/cases', {
      ...{ book: this.book, ...told.case },
      damageRoute: told.settings?.damageRoute ?? 'treasury',
      plaintiffs: this.plaintiffs(),
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

  /** An agency beside organizations has no part in awards; whoever sues alone is the plaintiff. */
  private plaintiffs(): string[] {
    const all = this.told.organizations;
    const suing = all.filter(({ kind }) => kind !== 'other');
    return (suing.length > 0 ? suing : all).map(({ ref }) => this.id(`organization ${ref}`));
  }

  /** An account of the holder, entered and approved once. */
  async payee(holderKind: string, holderName: string, code?: string): Promise<Named> {
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

  upload(who: Someone): Promise<{ readonly id: string; readonly sha256: string }> {
    return OrganizationScene.over(this.scene).upload(who, `${newKey()}.pdf`);
  }

  document(): Promise<{ readonly id: string; readonly sha256: string }> {
    return this.upload(this.people.officer);
  }

  async paper(who: Someone, kind: string): Promise<object> {
    return { ...(await this.upload(who)), kind };
  }

  /** Asks for something, with a resolution where the amount wants one, and lets everybody decide; returns its id. */
  async carryOut(
    kind: string,
    content: object,
    {
      by = this.people.officer,
      amount,
      subject,
      inBook = true,
    }: { by?: Someone; amount?: string; subject?: string; inBook?: boolean } = {},
  ): Promise<string> {
    const { reviewer, approver, second, officer } = this.people;
    const ask = (resolution?: string) =>
      by.browser
        .post(APPROVALS, {
          ...{ kind, content },
          ...(inBook && { book: this.book }),
          ...(resolution && { resolution }),
        })
        .set('idempotency-key', newKey()) as unknown as Promise<{
        status: number;
        body: Body & { code?: string };
      }>;
    let asked = await ask();
    if (asked.body.code === 'RESOLUTION_REQUIRED') {
      const decided = { kind, ...(amount && { amount }), ...(subject && { subject }) };
      asked = await ask(await this.scene.resolution(officer, approver, decided));
    }
    if (asked.status !== 201) throw new Refused(asked.body);
    const { steps } = await this.scene.read(reviewer, asked.body.id);
    for (const [place, step] of steps.entries()) {
      const isSecond = place > steps.indexOf('approver');
      const decider = step === 'reviewer' ? reviewer : isSecond ? second : approver;
      const { status, body } = await this.scene.decide(decider, asked.body.id, 'approve');
      if (status !== 200) throw new Refused(body);
    }
    const { state } = await this.scene.read(reviewer, asked.body.id);
    if (state !== 'approved') throw new Error(`${kind} is ${state} after ${steps.join(', ')}`);
    return asked.body.id;
  }

  async post(path: string, body: object, by = this.people.officer): Promise<Body> {
    const answer = (await by.browser.post(path, body).set('idempotency-key', newKey())) as {
      status: number;
      body: Body & { readonly code?: string };
    };
    if (answer.status >= 300) throw new Refused(answer.body);
    return answer.body;
  }

  async get<Answer>(path: string): Promise<Answer> {
    return ((await this.people.officer.browser.get(path).expect(200)) as { body: Answer }).body;
  }
}
