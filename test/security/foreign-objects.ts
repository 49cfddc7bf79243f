import { sealWholeTrail } from '../../src/audit';
import type { Role } from '../../src/identity';
import { parseCaseFile, replayCaseFile } from '../../src/casefile';
import { ApprovalScene, newKey, type Someone } from '../approvals/approval-scene';
import { keyInFolder } from '../sealing/support';
import { exampleText } from '../support/examples';
import { type Route, routesOf } from '../support/routes';
import type { TestBrowser, TestBureau } from '../support/test-service';

/** Stands in what only the bureau that owns it may see. */
const SECRET = '绝密';

const NOWHERE = '00000000-0000-4000-8000-000000000000';

export const MEETING = {
  number: '2026-1',
  title: `${SECRET}会议`,
  heldOn: '2026-11-20',
  place: '长春',
  chairedBy: '李某',
  agenda: [`${SECRET}议题`],
  attendees: [{ agency: '市财政局', name: '赵某', position: '科长' }],
  minutes: '会议同意。',
  resolutions: [],
};

/** A question after something of another bureau. */
export interface Probe {
  readonly route: string;
  readonly path: string;
}

/** A bureau with something of every kind, and another one, whose people ask for it. */
export class ForeignObjects {
  private constructor(
    readonly scene: ApprovalScene,
    readonly ownBureau: TestBureau,
    /** Who made what there is. */
    readonly maker: Someone,
    private readonly ids: Readonly<Record<string, string>>,
    private readonly secrets: readonly string[],
  ) {}

  static async open(): Promise<ForeignObjects> {
    const scene = await ApprovalScene.open();
    await replayCaseFile(scene.dataSource, parseCaseFile(exampleText('02-nanping-2015')));
    const officer = await scene.someone('finance_officer');
    await scene.fund(['special'], 1_000_000_000n);
    const approval = await scene.ask(officer, scene.spending('special', 1n, `${SECRET}事由`));
    const meeting = (await officer.browser.post('/api/v1/meetings', MEETING).expect(201)) as {
      body: { id: string };
    };
    const auditor = await scene.someone('auditor');
    const trail = (await auditor.browser.get('/api/v1/audit-events').expect(200)) as {
      body: { items: { id: string }[] };
    };
    const failed = await scene.failedRequest();
    const colleague = await scene.someone('finance_officer');
    const delegation = (await officer.browser
      .post('/api/v1/delegations', {
        to: colleague.personId,
        role: 'finance_officer',
        fromOn: '2026-01-01',
        untilOn: '2099-01-01',
        reason: `${SECRET}缘由`,
      })
      .expect(201)) as { body: { id: string } };
    const { key } = keyInFolder();
    await sealWholeTrail(scene.dataSource, { key, folder: undefined });
    const event = trail.body.items[0]?.id ?? '';
    const ids = {
      'books/:id': scene.bureau.bookCode,
      ':book': scene.bureau.bookCode,
      'case-files/:id': 'nanping-2015',
      'approvals/:id': approval,
      'meetings/:id': meeting.body.id,
      'queue/requests/:id': failed,
      'delegations/:id': delegation.body.id,
      'audit-events/:id': event,
      ':number': '1',
      ':request': '1',
      ':resolution': NOWHERE,
    };
    // Ids of lists: what is asked for by its name comes back in the refusal.
    const secrets = [SECRET, officer.personId, auditor.personId];
    const ownBureau = await scene.service.bureau('jilin');
    return new ForeignObjects(scene, ownBureau, officer, ids, secrets);
  }

  get routes(): Route[] {
    return routesOf(this.scene.service);
  }

  /** Somebody of the other bureau. */
  stranger(...roles: readonly Role[]): Promise<Someone> {
    return this.scene.someoneOf(this.ownBureau, ...roles);
  }

  /** Asks after what belongs to the first bureau. */
  probeOf({ method, path }: Route): Probe {
    const filled = Object.entries(this.ids)
      .reduce((text, [name, value]) => text.replace(name, name.replace(/:\w+$/, value)), path)
      .replace(/consistency$/, 'consistency?from=0&to=1')
      .replace(/candidates$/, 'candidates?role=auditor');
    return { route: `${method} ${path}`, path: filled };
  }

  /** What an answer gives away; undefined where it gives away nothing. */
  async leakOf(browser: TestBrowser, { route, path }: Probe): Promise<string | undefined> {
    const { status, text, body } = (await browser.get(path).set('idempotency-key', newKey())) as {
      status: number;
      text: string;
      body: { code?: string };
    };
    const { code = '' } = body;
    if (status >= 500) return `${route}: ${String(status)} ${code}`;
    const told = this.secrets.filter((secret) => text.includes(secret));
    const isList = !route.includes('/:');
    // A list is empty of it; a thing is not there.
    const isRefused = isList || code === 'NOT_FOUND';
    return told.length === 0 && isRefused ? undefined : `${route}: ${String(status)} ${code}`;
  }
}
