import { ApprovalScene, newKey, APPROVALS, type Someone } from '../approvals/approval-scene';
import { OF_CHANGCHUN, OrganizationScene, PROVINCIAL } from '../organizations/organization-scene';

/** An honour as the service shows it, as far as tests look. */
export interface HonourShown {
  readonly id: string;
  readonly number: string;
  readonly kind: string;
  readonly organization: { readonly id: string; readonly name: string };
  readonly ground: string;
  readonly cases: readonly { readonly number: string }[];
  readonly revoked: { readonly on: string; readonly reason: string } | null;
}

export const GROUND = '在某河流域环境公益诉讼中勤勉尽责，成效显著';

/** A bureau with two organizations in its register that it may honour. */
export class HonourScene {
  private constructor(
    readonly approvals: ApprovalScene,
    readonly officer: Someone,
    readonly reviewer: Someone,
    readonly approver: Someone,
    readonly organizations: readonly [string, string],
  ) {}

  static async open(): Promise<HonourScene> {
    return HonourScene.over(await ApprovalScene.open());
  }

  static async over(approvals: ApprovalScene): Promise<HonourScene> {
    const officer = await approvals.someone('finance_officer');
    const reviewer = await approvals.someone('reviewer');
    const approver = await approvals.someone('approver');
    const register = OrganizationScene.over(approvals);
    const provincial = await register.register(officer, reviewer, PROVINCIAL);
    const other = await register.register(officer, reviewer, OF_CHANGCHUN, {
      name: '长春市某环境服务中心',
      kind: 'social_service_organization',
    });
    return new HonourScene(approvals, officer, reviewer, approver, [provincial, other]);
  }

  content(more: object = {}): object {
    const [organization] = this.organizations;
    return { organization, kind: 'certificate', ground: GROUND, cases: [], documents: [], ...more };
  }

  ask(kind: string, content: object, maker = this.officer) {
    return maker.browser
      .post(APPROVALS, { kind, content, book: this.approvals.bureau.bookCode })
      .set('idempotency-key', newKey());
  }

  /** Asks for something and lets everybody whose turn it is approve it; returns the last answer. */
  async carryOut(kind: string, content: object) {
    const { body: asked } = (await this.ask(kind, content).expect(201)) as {
      body: { id: string };
    };
    const { steps } = await this.approvals.read(this.officer, asked.id);
    let last;
    for (const step of steps) {
      const decider = step === 'reviewer' ? this.reviewer : this.approver;
      last = await this.approvals.decide(decider, asked.id, 'approve');
    }
    if (last === undefined) throw new Error('nobody decides');
    return last;
  }

  /** Has an organization honoured; returns the honour. */
  async honour(more: object = {}): Promise<HonourShown> {
    const { body } = await this.carryOut('honour', this.content(more));
    if (body.state !== 'approved') throw new Error(JSON.stringify(body));
    const [latest] = await this.list();
    if (latest === undefined) throw new Error('the register is empty');
    return latest;
  }

  async list(who = this.officer, query = ''): Promise<readonly HonourShown[]> {
    const { body } = (await who.browser.get(`/api/v1/honours${query}`).expect(200)) as {
      body: { items: HonourShown[] };
    };
    return body.items;
  }
}
