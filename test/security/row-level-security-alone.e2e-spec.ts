import { type Caller, ROLES } from '../../src/identity';
import { AccessGuard, type KnownRequest } from '../../src/identity/http';
import { ForeignObjects } from './foreign-objects';

/** Whom the database knows behind whom the code believes. */
const mockTruth = new WeakMap<Caller, Caller>();
const mockEntered: Caller[] = [];

type AsCaller = typeof import('../../src/identity/as-caller').asCaller;

jest.mock('../../src/identity/as-caller', () => {
  const { asCaller } = jest.requireActual<{ asCaller: AsCaller }>('../../src/identity/as-caller');
  const inTruth: AsCaller = (dataSource, caller, work, options) => {
    mockEntered.push(caller);
    return asCaller(dataSource, mockTruth.get(caller) ?? caller, work, options);
  };
  return { asCaller: inTruth };
});

/**
 * What row-level security does not fence, because it is shown to everybody, is of the session itself, or
 * is done in the service's name: callers have no right to write those tables at all, so the checks in
 * code are the fence. Roles within a bureau are the service's alone, too.
 */
const NOT_FENCED: readonly (readonly [RegExp, string])[] = [
  [
    /^GET \/(activate|set-up|sign-in|console|healthz|readyz|metrics)/,
    'pages and figures without facts',
  ],
  [/^GET \/api\/v1\/(installation|problems|seal-key|audit-trail\/checkpoint)/, 'for everybody'],
  [/^GET \/api\/v1\/books\/:id\/checkpoint$/, 'a signed hash, for everybody'],
  [/^GET \/api\/v1\/credit-codes\/check$/, 'what a code says of itself: nothing is read'],
  [/^GET \/api\/v1\/audit-trail\/consistency$/, 'hashes of the one trail, without facts'],
  [/ \/api\/v1\/(sessions|set-up|activations)/, 'of whoever holds the session or the link'],
  [
    / \/api\/v1\/(people|accounts|account-resets|api-keys)/,
    'accounts and keys are read and written in the service’s name',
  ],
];

describe('row-level security alone', () => {
  let objects: ForeignObjects;
  beforeAll(async () => {
    objects = await ForeignObjects.open();
  });
  afterAll(() => objects.scene.service.close());
  afterEach(() => jest.restoreAllMocks());

  /** Every caller passes, with all roles and, as far as the code knows, of the bureau asked about. */
  function switchOffTheService(): void {
    const guard = AccessGuard.prototype as unknown as { requireRights: () => void };
    jest.spyOn(guard, 'requireRights').mockImplementation(() => undefined);
    // Called with the guard itself as `this` below.
    // eslint-disable-next-line @typescript-eslint/unbound-method
    const honest = AccessGuard.prototype.canActivate;
    jest.spyOn(AccessGuard.prototype, 'canActivate').mockImplementation(async function (
      this: AccessGuard,
      context,
    ) {
      const isLetIn = await honest.call(this, context);
      const request = context.switchToHttp().getRequest<KnownRequest>();
      const { caller } = request;
      if (caller !== undefined) {
        const pretended = { ...caller, bureauId: objects.scene.bureau.id, roles: ROLES };
        mockTruth.set(pretended, caller);
        request.caller = pretended;
      }
      return isLetIn;
    });
  }

  const fenced = () =>
    objects.routes.filter(
      ({ method, path }) => !NOT_FENCED.some(([routes]) => routes.test(`${method} ${path}`)),
    );

  it('gives nothing away of another bureau, whatever the code believes', async () => {
    const stranger = await objects.stranger();
    const member = await objects.member();
    // Without the lie the owner sees what is asked for: the questions are right.
    const owner = await objects.scene.someone('auditor');
    const shown = [];
    for (const route of fenced().filter(({ method }) => method === 'GET')) {
      shown.push(await objects.leakOf(owner.browser, objects.probeOf(route)));
    }
    expect(shown.filter((leak) => leak !== undefined).length).toBeGreaterThan(8);

    switchOffTheService();
    const leaks: string[] = [];
    for (const route of fenced().filter(({ method }) => method === 'GET')) {
      for (const { browser } of [stranger, member]) {
        const before = mockEntered.length;
        const leak = await objects.leakOf(browser, objects.probeOf(route));
        if (leak !== undefined) leaks.push(leak);
        if (mockEntered.length === before) leaks.push(`${route.path}: not in the caller’s name`);
      }
    }
    expect(leaks).toEqual([]);
  });

  it('lets nothing of another bureau be written', async () => {
    const stranger = await objects.stranger();
    switchOffTheService();
    const { dataSource, bureau } = objects.scene;
    const written = async (): Promise<unknown> =>
      dataSource.query(
        `SELECT (SELECT array_agg(r.id || r.status ORDER BY r.id) FROM ledger.posting_request r WHERE r.book_id = $1) AS requests,
                (SELECT count(*) FROM ledger.hold h JOIN ledger.account a ON a.id = h.account_id WHERE a.book_id = $1) AS holds,
                (SELECT array_agg(a ORDER BY a.id) FROM fund.approval_request a WHERE a.bureau_id = $2) AS approvals,
                (SELECT count(*) FROM fund.approval_decision) AS decisions,
                (SELECT array_agg(d ORDER BY d.id) FROM fund.delegation d) AS delegations,
                (SELECT array_agg(m ORDER BY m.id) FROM fund.joint_meeting m WHERE m.bureau_id = $2) AS meetings,
                (SELECT count(*) FROM fund.document d WHERE d.book_id = $1) AS documents,
                (SELECT count(*) FROM fund.legal_evaluation) AS evaluations,
                (SELECT count(*) FROM fund.training_record t WHERE t.book_id = $1) AS training`,
        [bureau.bookId, bureau.id],
      );
    const before = await written();
    const answers: string[] = [];
    for (const route of fenced().filter(({ method }) => method !== 'GET')) {
      const { method, path } = route;
      const { status } = await objects.ask(stranger.browser, objects.probeOf(route));
      answers.push(`${method} ${path}: ${String(status)}`);
    }
    // The code thinks the bureau its own, so it has no better words for what the database refuses.
    // A draft is the writer's own and only names a book, which nobody else reads there; a trial writes nothing, and
    // finds no case of another bureau.
    expect(answers.filter((answer) => !/: 40[34]$/.test(answer))).toEqual([
      'POST /api/v1/advance-drafts: 201',
      'POST /api/v1/award-policies/trial: 200',
      'POST /api/v1/meetings: 500',
    ]);
    expect(answers.length).toBeGreaterThan(10);
    expect(await written()).toEqual(before);
  });
});
