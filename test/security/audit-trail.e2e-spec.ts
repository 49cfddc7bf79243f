import { type TestBureau, TestService } from '../support/test-service';

const TRAIL = '/api/v1/audit-events';

interface Trail {
  readonly items: readonly Readonly<Record<string, string | null>>[];
  readonly next: string | null;
}

describe('the audit trail', () => {
  let service: TestService;
  let bureau: TestBureau;
  beforeAll(async () => {
    service = await TestService.open();
    bureau = await service.bureau('changchun');
  });
  afterAll(() => service.close());

  it('is searched by person, time, action and content, page by page', async () => {
    const administrator = await service.person(['system_administrator'], { bureauId: bureau.id });
    const auditor = await service.signIn(
      await service.person(['auditor'], { bureauId: bureau.id }),
    );
    const browser = await service.signIn(administrator);
    await browser.post('/api/v1/people', { name: '郑某', login: 'zheng' }).expect(201);
    const read = async (query: string): Promise<Trail> =>
      ((await auditor.get(`${TRAIL}?${query}`).expect(200)) as { body: Trail }).body;

    const { items } = await read(`action=person.&q=${encodeURIComponent('郑某')}`);
    expect(items).toMatchObject([
      {
        action: 'person.enter',
        person: administrator.name,
        outcome: 'accepted',
        refusalCode: null,
      },
    ]);
    const signIns = await read(
      `action=session.begin&person=${encodeURIComponent(administrator.name)}`,
    );
    expect(signIns.items).toHaveLength(1);
    expect((await read('from=2000-01-01&to=2000-01-31')).items).toEqual([]);

    const first = await read('limit=2');
    const second = await read(`limit=2&cursor=${first.next ?? ''}`);
    const ids = [...first.items, ...second.items].map(({ id }) => id ?? '');
    expect(ids).toEqual([...ids].sort().reverse());
    expect(new Set(ids).size).toBe(4);
    expect((await read('action=audit_event.read')).items.length).toBeGreaterThan(4);
  });

  it('shows nothing of another bureau', async () => {
    const elsewhere = await service.bureau('jilin');
    const stranger = await service.signIn(
      await service.person(['auditor'], { bureauId: elsewhere.id }),
    );
    const { body } = (await stranger.get(`${TRAIL}?limit=200`).expect(200)) as { body: Trail };
    expect(body.items.length).toBeGreaterThan(0);
    expect(JSON.stringify(body)).not.toContain('郑某');
    expect(body.items.every(({ action }) => action !== 'person.enter')).toBe(true);
  });

  it.each(['from=2024-02-30', 'limit=0', 'colour=red', `q=${'x'.repeat(101)}`])(
    'refuses %s',
    async (query) => {
      const auditor = await service.signIn(
        await service.person(['auditor'], { bureauId: bureau.id }),
      );
      await auditor
        .get(`${TRAIL}?${query}`)
        .expect(400)
        .expect(/PARAMETER_INVALID/);
    },
  );
});
