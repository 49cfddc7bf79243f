import { payAdvance } from '../../src/advances';
import { ADVANCE_STATES, AdvanceItem } from '../../src/advances';
import { settleBook } from '../../src/ledger';
import { inTransaction } from '../../src/platform/database/transaction';
import { newKey, type Someone } from '../approvals/approval-scene';
import { AdvanceScene, type Payee } from './advance-scene';

interface Item {
  readonly id: string;
  readonly number: string | null;
  readonly case: string | null;
  readonly organization: string | null;
  readonly state: string;
}

interface Timeline {
  readonly state: string;
  readonly steps: readonly {
    readonly step: string;
    readonly state: string;
    readonly on: string | null;
  }[];
  readonly waitingFor: string | null;
  readonly dueOn: string | null;
  readonly needed: string | null;
  readonly reason: string | null;
}

describe('advances as they are followed', () => {
  let scene: AdvanceScene;
  let firm: Payee;
  let cashier: Someone;
  let stranger: Someone;
  let elsewhere: Someone;
  beforeAll(async () => {
    scene = await AdvanceScene.open();
    await scene.budget({ lawyer: '400000.00', travel: '1000.00' });
    firm = await scene.payee('law_firm', '吉林某律师事务所');
    cashier = await scene.approvals.someone('cashier');
    stranger = await scene.approvals.memberOf('52220100MJ0000026P');
    elsewhere = await scene.approvals.someoneOf(
      await scene.approvals.service.bureau('jilin'),
      'finance_officer',
    );
  });
  afterAll(() => scene.close());

  const asked = async (by: Someone, amount = '5000.00'): Promise<string> => {
    const cost = { category: 'lawyer', amount, payee: firm } as const;
    const { body } = await scene.ask(by, await scene.openCase(), [cost]);
    return body.id;
  };
  const get = async <Body>({ browser }: Someone, path: string): Promise<Body> => {
    const { body } = (await browser.get(path).expect(200)) as { body: Body };
    return body;
  };
  const listed = async (by: Someone, query = ''): Promise<readonly Item[]> =>
    (await get<{ items: Item[] }>(by, `/api/v1/advances?limit=200${query}`)).items;
  const timeline = (by: Someone, id: string): Promise<Timeline> =>
    get<Timeline>(by, `/api/v1/advances/${id}/timeline`);
  const stepsOf = ({ steps }: Timeline): string[] =>
    steps.map(({ step, state }) => `${step} ${state}`);

  /** Pays the first cost of an application, as payment orders will. */
  const pay = async (applicationId: string): Promise<void> => {
    const { bookId } = scene.approvals.bureau;
    await inTransaction(scene.dataSource, async (tx) => {
      const item = await tx.findOneByOrFail(AdvanceItem, { applicationId });
      const [row] = await tx.query<{ day: string }[]>(
        `SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date::text AS day`,
      );
      const work = { tx, bookId, bookKind: 'real', on: row?.day ?? '', key: newKey() } as const;
      await payAdvance({ ...work, by: cashier.name }, { itemId: item.id, amount: undefined });
    });
    await settleBook(scene.dataSource, bookId);
  };

  it('tell the applicant at each step whom they wait for, and what is needed', async () => {
    const id = await asked(scene.member);
    expect(await timeline(scene.member, id)).toMatchObject({
      state: 'reviewing',
      waitingFor: 'reviewer',
      needed: null,
    });
    await scene.approvals.decide(scene.reviewer, id, 'return');
    expect(await timeline(scene.member, id)).toMatchObject({
      state: 'returned',
      waitingFor: 'organization_member',
      needed: 'revise',
      reason: '请补充材料',
    });
    const content = (await scene.approvals.read(scene.member, id)) as unknown as {
      content: object;
    };
    await scene.approvals.revise(scene.member, id, content.content as never);
    await scene.approvals.decide(scene.reviewer, id, 'approve');
    expect(await timeline(scene.member, id)).toMatchObject({
      state: 'approving',
      waitingFor: 'approver',
    });
    await scene.approvals.decide(scene.approver, id, 'approve');
    const approved = await timeline(scene.member, id);
    expect(approved).toMatchObject({ state: 'to_pay', waitingFor: 'finance_officer' });
    expect(approved.dueOn).not.toBeNull();
    expect(stepsOf(approved)).toEqual([
      'submitted done',
      'review done',
      'approval done',
      'payment current',
      'settlement ahead',
    ]);
    await pay(id);
    expect(await timeline(scene.member, id)).toMatchObject({
      state: 'to_settle',
      waitingFor: 'organization_member',
      needed: 'settle',
    });
    const text = JSON.stringify(await timeline(scene.member, id));
    for (const { name, personId } of [scene.reviewer, scene.approver, cashier]) {
      expect(text).not.toContain(name);
      expect(text).not.toContain(personId);
    }
  });

  it('keep the id that they had as a request, and get a number', async () => {
    const id = await asked(scene.officer, '10.00');
    const before = await get<Item & { items: unknown[] }>(scene.officer, `/api/v1/advances/${id}`);
    expect(before).toMatchObject({
      number: null,
      state: 'reviewing',
      total: '10.00',
      items: [{ id: null, payee: firm.name, approved: '0.00' }],
    });
    await scene.approve(id);
    expect(await get(scene.member, `/api/v1/advances/${id}`)).toMatchObject({
      approval: id,
      number: expect.stringMatching(/^垫\d{4}-\d{4}$/) as string,
      items: [{ payee: firm.name, purpose: '现场采样检测', approved: '10.00', paid: '0.00' }],
    });
    const [row] = await scene.dataSource.query<{ reads: string }[]>(
      `SELECT count(*) AS reads FROM fund.audit_event WHERE action = 'advance.read' AND subject = $1`,
      [`advance_application/${id}`],
    );
    expect(row?.reads).toBe('2');
  });

  it('wait in the inbox of the finance officers, until they are paid', async () => {
    const id = await asked(scene.member, '20.00');
    const waiting = async (): Promise<readonly string[]> => {
      const { items } = await get<{ items: { source: string; subject: string }[] }>(
        scene.officer,
        '/api/v1/inbox?limit=200',
      );
      return items.flatMap(({ source, subject }) => (source === 'advance_to_pay' ? subject : []));
    };
    const subject = `advance_application/${id}`;
    expect(await waiting()).not.toContain(subject);
    await scene.approve(id);
    expect(await waiting()).toContain(subject);
    await pay(id);
    expect(await waiting()).not.toContain(subject);
  });

  it('are found by state and by words, and paged without a gap', async () => {
    const ids = [await asked(scene.officer, '1.00'), await asked(scene.officer, '2.00')];
    await scene.approve(ids[0] ?? '');
    const open = await listed(scene.officer, '&state=reviewing');
    expect(open.map(({ id }) => id)).toContain(ids[1]);
    expect(open.map(({ id }) => id)).not.toContain(ids[0]);
    const all = await listed(scene.officer);
    const number = all.find(({ id }) => id === ids[0])?.number ?? '';
    expect(await listed(scene.officer, `&q=${encodeURIComponent(number)}`)).toMatchObject([
      { id: ids[0] },
    ]);
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const after: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const page: { items: Item[]; next: string | null } = await get(
        scene.officer,
        `/api/v1/advances?limit=1${after}`,
      );
      paged.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    }
    expect(paged).toEqual(all.map(({ id }) => id));
  });

  it('are listed by each state and by words as they are without, to the officer and to the member', async () => {
    await scene.approve(await asked(scene.officer, '6.00'));
    await asked(scene.member, '7.00');
    for (const by of [scene.officer, scene.member]) {
      const all = await listed(by);
      expect(new Set(all.map(({ state }) => state)).size).toBeGreaterThan(2);
      for (const state of ADVANCE_STATES) {
        const those = all.filter((item) => item.state === state);
        expect(await listed(by, `&state=${state}`)).toEqual(those);
      }
      const last = all.at(-1);
      for (const word of [last?.case, last?.organization?.slice(2, 6)]) {
        const those = all.filter((item) =>
          [item.number, item.case, item.organization].some((text) => text?.includes(word ?? '?')),
        );
        expect(those).toContainEqual(last);
        expect(await listed(by, `&q=${encodeURIComponent(word ?? '')}`)).toEqual(those);
      }
      expect(await listed(by, `&q=${encodeURIComponent('无此字样')}`)).toEqual([]);
    }
  });

  it('are not there for another organization or another bureau', async () => {
    const pending = await asked(scene.member, '3.00');
    const decided = await asked(scene.member, '4.00');
    await scene.approve(decided);
    for (const by of [stranger, elsewhere]) {
      expect(await listed(by)).toEqual([]);
      for (const id of [pending, decided]) {
        await by.browser.get(`/api/v1/advances/${id}`).expect(404);
        await by.browser.get(`/api/v1/advances/${id}/timeline`).expect(404);
      }
    }
    const own = (await listed(scene.member)).map(({ id }) => id);
    expect(own).toEqual(expect.arrayContaining([pending, decided]));
  });

  it('offer to whoever applies the accounts that fit, and no number', async () => {
    const path = `/api/v1/advances/payees?book=${scene.organizations.bookCode}`;
    expect(await get(scene.member, `${path}&category=lawyer`)).toMatchObject({
      items: [{ ...firm, holderKind: 'law_firm' }],
    });
    expect(await get(scene.member, `${path}&category=acceptance_fee`)).toEqual({ items: [] });
    await stranger.browser.get(`${path}&category=lawyer`).expect(404);
  });
});

describe('drafts of applications', () => {
  let scene: AdvanceScene;
  beforeAll(async () => {
    scene = await AdvanceScene.open();
  });
  afterAll(() => scene.close());

  const draft = { book: 'changchun', values: { reason: '写到一半' } };
  const begun = async (): Promise<string> => {
    const { body } = (await scene.member.browser
      .post('/api/v1/advance-drafts', draft)
      .expect(201)) as { body: { id: string } };
    return body.id;
  };
  const pathOf = (id: string): string => `/api/v1/advance-drafts/${id}`;

  it('are kept as they are typed, for whoever types them alone', async () => {
    const id = await begun();
    const changed = { ...draft, values: { reason: '写完了' } };
    await scene.member.browser.put(pathOf(id), changed).expect(200);
    const { body } = (await scene.member.browser.get(pathOf(id)).expect(200)) as { body: object };
    expect(body).toMatchObject({ id, content: changed });
    await scene.officer.browser.get(pathOf(id)).expect(404);
    await scene.officer.browser.put(pathOf(id), draft).expect(404);
    await scene.officer.browser.delete(pathOf(id)).expect(404);
    const { body: others } = (await scene.officer.browser.get('/api/v1/advance-drafts')) as {
      body: object;
    };
    expect(others).toEqual({ items: [] });
  });

  it('are gone, content and all, once they are thrown away', async () => {
    const id = await begun();
    await scene.member.browser.delete(pathOf(id)).expect(204);
    await scene.member.browser.delete(pathOf(id)).expect(204);
    await scene.member.browser.get(pathOf(id)).expect(404);
    await scene.member.browser.put(pathOf(id), draft).expect(404);
    const [row] = await scene.dataSource.query<{ content: object }[]>(
      'SELECT content FROM fund.advance_draft WHERE id = $1',
      [id],
    );
    expect(row?.content).toEqual({});
  });

  it('are refused above 64 KB', async () => {
    const large = { ...draft, values: { reason: 'x'.repeat(70_000) } };
    await scene.member.browser.post('/api/v1/advance-drafts', large).expect(413);
  });
});
