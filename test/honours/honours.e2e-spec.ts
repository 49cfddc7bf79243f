import { type CertificateToPrint, printCertificate } from '../../src/honours/print-certificate';
import { newKey } from '../approvals/approval-scene';
import { OF_CHANGCHUN, PROVINCIAL } from '../organizations/organization-scene';
import { refusalOf } from '../support/ledger';
import { GROUND, HonourScene } from './honour-scene';

const YEAR = new Date().toISOString().slice(0, 4);

describe('honours of organizations', () => {
  let scene: HonourScene;
  beforeAll(async () => {
    scene = await HonourScene.open();
  });
  afterAll(() => scene.approvals.service.close());

  const revoke = (honour: string, reason = '事迹失实') =>
    scene.carryOut('honour_revocation', { honour, reason });

  it('are given by a reviewer and an approver for a case, and stand in the register with their number', async () => {
    const { body: litigation } = (await scene.officer.browser
      .post('/api/v1/cases', {
        ...{ book: scene.approvals.bureau.bookCode, number: '(2026)吉01民初21号' },
        ...{ court: '长春市中级人民法院', filedOn: '2026-02-01', damageRoute: 'treasury' },
        ...{ plaintiffs: [scene.organizations[0]], defendants: [] },
      })
      .set('idempotency-key', newKey())
      .expect(201)) as { body: { id: string } };
    const shown = await scene.honour({ cases: [litigation.id] });
    expect(shown).toMatchObject({
      number: `荣〔${YEAR}〕1号`,
      kind: 'certificate',
      organization: { id: scene.organizations[0], name: '吉林省绿色志愿者协会' },
      ground: GROUND,
      cases: [{ number: '(2026)吉01民初21号' }],
      revoked: null,
    });
    const one = await scene.officer.browser.get(`/api/v1/honours/${shown.id}`).expect(200);
    expect(one.body).toMatchObject({ id: shown.id, number: shown.number });
  });

  it('have numbers without a gap, also when several are given at once', async () => {
    const asked = await Promise.all(
      ['commendation', 'advanced_unit', 'commendation'].map(async (kind) => {
        const { body } = (await scene
          .ask('honour', scene.content({ kind, organization: scene.organizations[1] }))
          .expect(201)) as { body: { id: string } };
        await scene.approvals.decide(scene.reviewer, body.id, 'approve');
        return body.id;
      }),
    );
    await Promise.all(
      asked.map(async (id) => {
        expect((await scene.approvals.decide(scene.approver, id, 'approve')).status).toBe(200);
      }),
    );
    const numbers = (await scene.list()).map(({ number }) => number).sort();
    expect(numbers).toEqual(numbers.map((_, index) => `荣〔${YEAR}〕${String(index + 1)}号`));
    expect(
      (await scene.list(scene.officer, '?kind=advanced_unit')).map(({ kind }) => kind),
    ).toEqual(['advanced_unit']);
  });

  it('are taken back by approval with a reason: the row stays, the certificate goes, and once is enough', async () => {
    const { id, number } = await scene.honour();
    const { body: refused } = (await scene
      .ask('honour_revocation', { honour: id, reason: '事迹失实' }, scene.reviewer)
      .expect(403)) as { body: { code: string } };
    expect(refused.code).toBe('ROLE_REQUIRED');
    expect((await revoke(id)).body.state).toBe('approved');
    const [shown] = (await scene.list()).filter((each) => each.id === id);
    expect(shown).toMatchObject({ number, revoked: { reason: '事迹失实' } });
    await scene.officer.browser.get(`/api/v1/honours/${id}/certificate.pdf`).expect(409);
    const again = await scene.ask('honour_revocation', { honour: id, reason: '重复' }).expect(409);
    expect(again.body).toMatchObject({ code: 'HONOUR_REVOKED' });
    expect((await scene.honour()).number).not.toBe(number);
  });

  it('are printed as a certificate in Chinese: kind, number, organization, day and bureau', async () => {
    const { id } = await scene.honour();
    const { body } = (await scene.officer.browser
      .download(`/api/v1/honours/${id}/certificate.pdf`)
      .expect(200)) as { body: Buffer };
    expect(body.subarray(0, 5).toString()).toBe('%PDF-');
    const paper: CertificateToPrint = {
      ...{ number: '荣〔2026〕1号', organization: '某协会', ground: GROUND },
      ...{ kind: 'certificate', grantedOn: '2026-03-05', bureau: '长春市生态环境局' },
    };
    expect((await printCertificate(paper)).length).toBeGreaterThan(5_000);
    const unknown = await printCertificate({ ...paper, organization: '\u{1F600}' }).catch(
      (error: unknown) => error,
    );
    expect(unknown).toMatchObject({
      code: 'GLYPH_MISSING',
      details: { characters: ['\u{1F600} U+1F600'] },
    });
  });

  it('are seen by the own organization, with its certificate, and by no other', async () => {
    const { id } = await scene.honour();
    const member = await scene.approvals.memberOf(PROVINCIAL);
    const own = await scene.list(member);
    expect(own.map((each) => each.id)).toContain(id);
    expect(new Set(own.map(({ organization }) => organization.id))).toEqual(
      new Set([scene.organizations[0]]),
    );
    await member.browser.get(`/api/v1/honours/${id}/certificate.pdf`).expect(200);
    const stranger = await scene.approvals.memberOf(OF_CHANGCHUN);
    await stranger.browser.get(`/api/v1/honours/${id}`).expect(404);
    await scene.ask('honour', scene.content(), member).expect(403);
  });

  it('are not given to an organization that is suspended, unknown, or for a case of no book', async () => {
    const nothing = '00000000-0000-4000-8000-000000000000';
    for (const more of [{ organization: nothing }, { cases: [nothing] }]) {
      await scene.ask('honour', scene.content(more)).expect(404);
    }
    const [, other] = scene.organizations;
    const standing = { organization: other, action: 'suspend', effectiveOn: '2026-01-05' };
    expect(
      (await scene.carryOut('organization_standing', { ...standing, reason: '核查' })).body.state,
    ).toBe('approved');
    const refused = await scene.ask('honour', scene.content({ organization: other })).expect(422);
    expect(refused.body).toMatchObject({ code: 'ORG_NOT_QUALIFIED' });
  });

  it('come from their own request and under the next number, whoever writes the row', async () => {
    const { id } = await scene.honour();
    const { dataSource } = scene.approvals;
    const copy = (ordinal: string, request: string): Promise<unknown> =>
      dataSource.query(
        `INSERT INTO fund.honour (id, book_id, organization_id, kind, year, ordinal, granted_on, organization_name, ground, approval_request_id)
         SELECT gen_random_uuid(), book_id, organization_id, kind, year, ${ordinal}, granted_on, organization_name, ground, ${request}
           FROM fund.honour WHERE id = $1`,
        [id],
      );
    const foreign = await refusalOf(
      copy(
        'ordinal + 1',
        `(SELECT r.id FROM fund.approval_request r WHERE r.kind = 'honour_revocation' LIMIT 1)`,
      ),
    );
    expect(foreign.sqlState).toBe('FL086');
    const gap = await refusalOf(copy('ordinal + 2', 'approval_request_id'));
    expect(gap).toMatchObject({
      sqlState: 'FL086',
      message: expect.stringContaining('gap') as string,
    });
    const revoked = await refusalOf(
      dataSource.query(
        `INSERT INTO fund.honour_revocation (honour_id, revoked_on, reason, approval_request_id)
         SELECT id, granted_on, 'x', approval_request_id FROM fund.honour WHERE id = $1`,
        [id],
      ),
    );
    expect(revoked.sqlState).toBe('FL086');
  });
});
