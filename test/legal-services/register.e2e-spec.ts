import { asSuperuser } from '../support/test-database';
import { FIRM, LegalScene, OTHER_FIRM } from './legal-scene';

describe('the register of law firms', () => {
  let scene: LegalScene;
  let firm: string;
  beforeAll(async () => {
    scene = await LegalScene.open();
    firm = await scene.register();
  });
  afterAll(() => scene.approvals.service.close());

  it('takes a firm from a tender, with its record, its lawyers and its papers, once reviewed', async () => {
    expect(await scene.read(firm, scene.reviewer)).toMatchObject({
      uscc: FIRM,
      state: 'registered',
      version: 1,
      source: {
        kind: 'tender',
        number: 'JLCG-2026-018',
        on: '2026-01-20',
        method: 'competitive_consultation',
        bidders: 5,
        winningPrice: '300000.00',
        authority: null,
      },
      documents: [{ name: '中标通知书.pdf' }],
      lawyers: [
        {
          name: '陈某',
          licenceNumber: '12201201010000001',
          field: '环境公益诉讼',
          state: 'active',
        },
        { name: '孙某', licenceNumber: '12201201010000002', field: '侵权责任', state: 'active' },
      ],
      agreements: [],
      engagements: [],
      history: [{ version: 1, changed: [], enteredBy: scene.officer.name }],
    });
  });

  it('takes one from a recommended list, and lists firms by name, state and code', async () => {
    const source = {
      kind: 'recommended_list',
      number: '吉环函〔2026〕3号',
      on: '2026-01-05',
      authority: '吉林省生态环境厅',
    };
    const other = await scene.register(OTHER_FIRM, { name: '长春某律师事务所', source });
    expect((await scene.read(other)).source).toMatchObject({ ...source, winningPrice: null });
    const found = async (query: string): Promise<string[]> => {
      const { body } = (await scene.officer.browser
        .get(`/api/v1/law-firms?${query}`)
        .expect(200)) as { body: { items: { id: string }[] } };
      return body.items.map(({ id }) => id);
    };
    expect(await found(`q=${encodeURIComponent('长春')}`)).toEqual([other]);
    expect(await found(`q=${FIRM.slice(0, 16)}`)).toEqual([firm]);
    expect(await found(`book=${scene.bureau.bookCode}&state=registered`)).toEqual([firm, other]);
    expect(await found('state=removed')).toEqual([]);
  });

  it.each([
    ['a code without its check character', '31220000MD0000016X', {}, '/content/uscc'],
    ['a code of a social organization', '51220000MJ0000018T', {}, '/content/uscc'],
    [
      'a tender without its price',
      '31220000MD00000322',
      { source: { kind: 'tender', number: '1', on: '2026-01-01', method: 'inquiry', bidders: 3 } },
      '/content/facts/source/kind',
    ],
    [
      'a list with a winning price',
      '31220000MD00000322',
      {
        source: {
          kind: 'recommended_list',
          number: '1',
          on: '2026-01-01',
          authority: '省厅',
          winningPrice: '1.00',
        },
      },
      '/content/facts/source/kind',
    ],
    [
      'one lawyer twice',
      '31220000MD00000322',
      {
        lawyers: [
          { name: '甲', licenceNumber: '12201201010000001', field: '环境' },
          { name: '乙', licenceNumber: '12201201010000001', field: '环境' },
        ],
      },
      '/content/facts/lawyers',
    ],
  ])('refuses %s, and says where', async (_, uscc, more, pointer) => {
    const refused = await scene.send(scene.officer, 'law_firm_registration', {
      uscc,
      facts: scene.facts([], more),
    });
    expect(refused).toMatchObject({
      status: 400,
      body: { code: 'BODY_INVALID', faults: [{ pointer }] },
    });
  });

  it('has each firm once, also where two requests were asked for before either was approved', async () => {
    const content = { uscc: '31220000MD00000322', facts: scene.facts() };
    const [one, two] = [
      await scene.approvals.ask(scene.officer, content, { kind: 'law_firm_registration' }),
      await scene.approvals.ask(scene.officer, content, { kind: 'law_firm_registration' }),
    ];
    expect((await scene.approveAll(one)).status).toBe(200);
    const late = await scene.approveAll(two);
    expect(late).toMatchObject({ status: 409, body: { code: 'LAW_FIRM_REGISTERED' } });
    const again = await scene.send(scene.officer, 'law_firm_registration', content);
    expect(again).toMatchObject({ status: 409, body: { code: 'LAW_FIRM_REGISTERED' } });
  });

  it('rests on no document with another hash', async () => {
    const document = { ...(await scene.upload()), sha256: '0'.repeat(64) };
    const refused = await scene.send(scene.officer, 'law_firm_change', {
      ...{ lawFirm: firm, version: 1, state: 'registered', reason: '变更' },
      facts: scene.facts([document]),
    });
    expect(refused).toMatchObject({ status: 404, body: { code: 'DOCUMENT_NOT_FOUND' } });
  });

  it('keeps every version and every lawyer, and takes a change only of what it says now', async () => {
    const lawyers = [
      { name: '陈某', licenceNumber: '12201201010000001', field: '环境资源' },
      { name: '周某', licenceNumber: '12201201010000003', field: '刑事附带民事' },
    ];
    const change = {
      ...{ lawFirm: firm, version: 1, state: 'registered', reason: '律师变动' },
      facts: scene.facts([], { lawyers }),
    };
    const before = await scene.read(firm);
    expect((await scene.carryOut('law_firm_change', change)).status).toBe(200);
    const after = await scene.read(firm);
    expect(after.version).toBe(2);
    expect(after.history[1]?.changed).toContain('/lawyers/0/field');
    expect(after.lawyers).toMatchObject([
      { id: before.lawyers[0]?.id, name: '陈某', field: '环境资源', state: 'active' },
      { name: '周某', state: 'active' },
      { id: before.lawyers[1]?.id, name: '孙某', state: 'left' },
    ]);
    const stale = await scene.send(scene.officer, 'law_firm_change', change);
    expect(stale).toMatchObject({ status: 409, body: { code: 'LAW_FIRM_CHANGED', version: 2 } });
  });

  it('suspends a firm and takes it back, and removes it for good, whoever writes', async () => {
    const { items } = (
      (await scene.officer.browser.get(`/api/v1/law-firms?q=31220000MD00000322`)) as {
        body: { items: { id: string }[] };
      }
    ).body;
    const id = items[0]?.id ?? '';
    const become = (version: number, state: string) =>
      scene.carryOut('law_firm_change', {
        ...{ lawFirm: id, version, state, reason: '年度考核' },
        facts: scene.facts(),
      });
    expect((await become(1, 'suspended')).status).toBe(200);
    const terms = scene.terms(id, '协议-暂停');
    expect(await scene.send(scene.officer, 'service_agreement', terms)).toMatchObject({
      status: 422,
      body: { code: 'LAW_FIRM_NOT_IN_GOOD_STANDING', state: 'suspended' },
    });
    expect((await become(2, 'registered')).status).toBe(200);
    expect((await become(3, 'removed')).status).toBe(200);
    expect(await become(4, 'registered')).toMatchObject({
      status: 409,
      body: { code: 'LAW_FIRM_NOT_IN_GOOD_STANDING', state: 'removed' },
    });
    const { name } = scene.approvals.service.database;
    await expect(
      asSuperuser(name, (client) =>
        client.query(
          `UPDATE fund.law_firm SET state = 'registered', version = version + 1 WHERE id = $1`,
          [id],
        ),
      ),
    ).rejects.toThrow('stays so');
    await expect(
      asSuperuser(name, (client) => client.query('DELETE FROM fund.lawyer')),
    ).rejects.toThrow();
  });

  it('is not asked for by a reviewer, and not seen by another bureau or an organization', async () => {
    const content = { uscc: FIRM, facts: scene.facts() };
    expect((await scene.send(scene.reviewer, 'law_firm_registration', content)).status).toBe(403);
    const { approvals } = scene;
    const stranger = await approvals.someoneOf(
      await approvals.service.bureau('jilin'),
      'finance_officer',
    );
    await stranger.browser.get(`/api/v1/law-firms/${firm}`).expect(404);
    await stranger.browser.get(`/api/v1/law-firms/${firm}/engagement-choices`).expect(404);
    const member = await approvals.memberOf('51220000MJ0000018T');
    await member.browser.get(`/api/v1/law-firms/${firm}`).expect(403);
  });

  it('records who read which firm, and who changed it', async () => {
    await scene.read(firm, scene.reviewer);
    const events = await scene.approvals.dataSource.query<{ action: string; person: string }[]>(
      `SELECT DISTINCT action, person FROM fund.audit_event
        WHERE subject = $1 AND person_id = $2 OR action = 'law_firm.change' AND content->>'lawFirm' = $3
        ORDER BY action`,
      [`law_firm/${firm}`, scene.reviewer.personId, firm],
    );
    expect(events).toEqual([
      { action: 'law_firm.change', person: scene.reviewer.name },
      { action: 'law_firm.read', person: scene.reviewer.name },
    ]);
  });
});
