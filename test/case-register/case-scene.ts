import { newKey, type Someone } from '../approvals/approval-scene';
import { OF_CHANGCHUN, OrganizationScene, PROVINCIAL } from '../organizations/organization-scene';

/** What a case tells of its procedure, as far as tests look. */
export interface ShownProcedure {
  readonly state: string | null;
  readonly isStayed: boolean;
  readonly joinUntil: string | null;
  readonly publishedUntil: string | null;
  readonly next: readonly string[];
  readonly steps: readonly {
    readonly id: string;
    readonly kind: string;
    readonly on: string;
    readonly isRevoked: boolean;
    readonly recordedBy: string | null;
    readonly facts: Readonly<Record<string, unknown>>;
    readonly documents: readonly { readonly id: string }[];
  }[];
}

/** An answer to whoever records a step. */
export interface StepAnswer {
  readonly status: number;
  readonly body: { readonly id: string; readonly state: string; readonly code?: string } & Readonly<
    Record<string, unknown>
  >;
}

/** A step as tests tell it. */
export type Told = readonly [kind: string, on: string, more?: object];

/** Steps that lead to a final judgment, in effect since 2026-06-17. */
export const TO_FINAL: readonly Told[] = [
  [
    'instance_opened',
    '2026-03-20',
    { instance: 'first', number: '（2026）吉01民初1号', court: '长春市中级人民法院' },
  ],
  ['judged', '2026-06-01'],
  ['judgment_final', '2026-06-17', { number: '（2026）吉01民初1号' }],
];

/** Two organizations, of which one sues, and an officer who keeps the case. */
export class CaseScene {
  private numbers = 0;

  private constructor(
    readonly organizations: OrganizationScene,
    readonly member: Someone,
    readonly officer: Someone,
    readonly ours: string,
    readonly theirs: string,
  ) {}

  static async open(): Promise<CaseScene> {
    return CaseScene.over(await OrganizationScene.open());
  }

  static async over(organizations: OrganizationScene): Promise<CaseScene> {
    const { approvals } = organizations;
    const member = await approvals.memberOf(PROVINCIAL);
    const officer = await approvals.someone('finance_officer');
    const reviewer = await approvals.someone('reviewer');
    const ours = await organizations.register(member, reviewer, PROVINCIAL);
    const theirs = await organizations.register(officer, reviewer, OF_CHANGCHUN, {
      kind: 'social_service_organization',
    });
    return new CaseScene(organizations, member, officer, ours, theirs);
  }

  get approvals(): OrganizationScene['approvals'] {
    return this.organizations.approvals;
  }

  close(): Promise<void> {
    return this.approvals.service.close();
  }

  /** Opens a case; returns its id. */
  async openCase(more: object = {}): Promise<string> {
    this.numbers += 1;
    const { body } = (await this.officer.browser
      .post('/api/v1/cases', {
        book: this.organizations.bookCode,
        number: `（2026）吉01民初${String(this.numbers)}号`,
        court: '长春市中级人民法院',
        filedOn: '2026-03-02',
        damageRoute: 'treasury',
        plaintiffs: [this.ours],
        defendants: [{ name: '某化工有限公司', kind: 'enterprise' }],
        ...more,
      })
      .set('idempotency-key', newKey())
      .expect(201)) as { body: { id: string } };
    return body.id;
  }

  /** Tells a step; the answer, whatever it is. */
  tell(
    caseId: string,
    [kind, on, more = {}]: Told,
    { by = this.officer, key = newKey() }: { readonly by?: Someone; readonly key?: string } = {},
  ): Promise<StepAnswer> {
    return this.send(
      by,
      `/api/v1/cases/${caseId}/steps`,
      { kind, on, documents: [], ...more },
      key,
    );
  }

  revoke(caseId: string, step: string, by: Someone = this.officer): Promise<StepAnswer> {
    const path = `/api/v1/cases/${caseId}/steps/${step}/revocation`;
    return this.send(by, path, { reason: '登记有误' }, newKey());
  }

  private async send(by: Someone, path: string, body: object, key: string): Promise<StepAnswer> {
    return by.browser.post(path, body).set('idempotency-key', key);
  }

  /** Tells steps that are all accepted; returns the id of each. */
  async lead(caseId: string, steps: readonly Told[]): Promise<string[]> {
    const ids: string[] = [];
    for (const step of steps) {
      const { status, body } = await this.tell(caseId, step);
      expect({ status, code: body.code }).toEqual({ status: 201, code: undefined });
      ids.push(body.id);
    }
    return ids;
  }

  async read(caseId: string, by: Someone = this.officer): Promise<ShownProcedure> {
    const { body } = (await by.browser.get(`/api/v1/cases/${caseId}/procedure`).expect(200)) as {
      body: ShownProcedure;
    };
    return body;
  }
}
