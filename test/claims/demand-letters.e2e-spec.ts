import { INBOX, newKey } from '../approvals/approval-scene';
import { addDays, businessDate } from '../../src/calendar';
import { type LetterToPrint, printDemandLetter } from '../../src/claims/print-demand-letter';
import { ClaimsScene, fenOf, type LiveCase } from './claims-scene';

const NOBODY = '00000000-0000-4000-8000-000000000000';
const PAY_TO = { name: '某环保局代管专户', bankName: '中国银行', number: '6222021234567890' };

describe('letters of demand', () => {
  let scene: ClaimsScene;
  let litigation: LiveCase;
  let account: string;
  beforeAll(async () => {
    scene = await ClaimsScene.open();
    account = await scene.custody();
  });
  afterAll(() => scene.close());
  beforeEach(async () => {
    litigation = await scene.openCase({ defendants: 2 });
    await scene.judge(litigation, [
      {
        ref: '判项1',
        amount: '1000.00',
        instalments: [
          { dueOn: '2026-02-28', amount: '400.00' },
          { dueOn: '2199-02-28', amount: '600.00' },
        ],
        debtors: [{ ref: 'd1' }],
      },
      { ref: '判项2', amount: '50.00', dueOn: '2199-02-28', debtors: [{ ref: 'd2' }] },
    ]);
  });

  const write = (debtor: string, more: object = {}, key = newKey()) =>
    scene.officer.browser
      .post(`/api/v1/cases/${litigation.id}/demand-letters`, {
        defendant: litigation.defendants[debtor],
        account,
        ...more,
      })
      .set('idempotency-key', key);
  interface Item {
    readonly source: string;
    readonly subject: string;
    readonly link: string;
  }
  const reminders = async (): Promise<Item[]> => {
    const { body } = (await scene.colleague.browser.get(`${INBOX}?limit=200`).expect(200)) as {
      body: { items: Item[] };
    };
    return body.items.filter(
      ({ source, link }) => source === 'demand_reminder' && link.includes(litigation.id),
    );
  };

  it('demand what is overdue, with interest to the day, and nothing that is not', async () => {
    const key = newKey();
    const { body } = (await write('d1', {}, key).expect(201)) as { body: { id: string } };
    expect(body).toMatchObject({
      number: expect.stringMatching(/^催\d{4}-0001$/) as unknown,
      principal: '400.00',
      madeOn: scene.day,
      content: {
        caseNumber: litigation.number,
        payTo: { name: '某环保局代管专户', bankName: '中国银行长春分行' },
        lines: [{ itemRef: '判项1', dueOn: '2026-02-28', principal: '400.00' }],
      },
    });
    const { debtors } = await scene.claims(litigation, scene.day);
    expect(body).toMatchObject({ interest: debtors[0]?.['owesInterest'] });
    const again = (await write('d1', {}, key).expect(201)) as { body: { id: string } };
    expect(again.body.id).toBe(body.id);
    const list = await scene.officer.browser
      .get(`/api/v1/cases/${litigation.id}/demand-letters`)
      .expect(200);
    expect((list.body as { items: object[] }).items).toHaveLength(1);
    const pdf = await scene.reviewer.browser
      .download(`/api/v1/demand-letters/${body.id}/letter.pdf`)
      .expect(200);
    expect((pdf.body as Buffer).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('demand general interest of what is overdue, told apart from doubled interest', async () => {
    await scene.judge(litigation, [
      {
        ref: '判项3',
        amount: '73000.00',
        instalments: [
          { dueOn: '2026-02-28', amount: '36500.00' },
          { dueOn: '2199-02-28', amount: '36500.00' },
        ],
        general: {
          from: businessDate(addDays(businessDate(scene.day), -100)),
          yearlyPercent: '10',
        },
        debtors: [{ ref: 'd2' }],
      },
    ]);
    // 36,500.00 × 10 % ÷ 365 × 100 days; the other half is not due yet.
    const { body } = (await write('d2').expect(201)) as { body: LetterToPrint };
    const [line] = body.content.lines;
    expect(line).toMatchObject({ principal: '36500.00', general: '1000.00' });
    const { debtors } = await scene.claims(litigation, scene.day);
    expect(debtors[1]).toMatchObject({ owesGeneral: '2000.00', owesInterest: line?.interest });
    const [whole, part] = [body.interest, line?.interest ?? ''].map((yuan) => fenOf(yuan));
    expect((whole ?? 0n) - (part ?? 0n)).toBe(1_000_00n);
  });

  it.each([
    ['to whoever owes nothing yet', 'd2', {}, 'NOTHING_TO_DEMAND'],
    ['with a reminder of yesterday', 'd1', { remindOn: '2020-01-06' }, 'REMINDER_DAY_WRONG'],
  ])('are not written %s', async (_, debtor, more, code) => {
    const { body } = (await write(debtor, more).expect(422)) as { body: { code: string } };
    expect(body.code).toBe(code);
  });

  it('are before the finance officers again from the day of the reminder, until it is paid', async () => {
    await write('d1').expect(201);
    expect(await reminders()).toEqual([]);
    // A letter as it stands some weeks later.
    const [past] = await scene.dataSource.query<{ id: string }[]>(
      `INSERT INTO fund.demand_letter
       SELECT '0fffffff-0000-7000-8000-000000000000', l.book_id, l.case_id, d.id, 2026, 99, '2026-03-02', l.made_at,
              '2026-03-23', 1, 0, l.content, l.made_by_id, 'past', l.body_hash
         FROM fund.demand_letter l JOIN fund.defendant d ON d.case_id = l.case_id AND d.ref = 'd2'
        WHERE l.case_id = $1 RETURNING id`,
      [litigation.id],
    );
    expect(past).toBeDefined();
    // Nothing of the second defendant is overdue yet.
    expect(await reminders()).toEqual([]);
    await scene.dataSource.query(
      `UPDATE fund.claim_balance b SET due_on = '2026-02-28' FROM fund.judgment_item i
        WHERE i.id = b.item_id AND i.case_id = $1 AND i.ref = '判项2'`,
      [litigation.id],
    );
    expect(await reminders()).toMatchObject([{ subject: `demand_letter/${past?.id ?? ''}` }]);
    const reversed = (is: boolean) =>
      scene.dataSource.query(
        `UPDATE fund.judgment_item SET reversed = $2 WHERE case_id = $1 AND ref = '判项2'`,
        [litigation.id, is],
      );
    // Another judgment takes the place of its own.
    await reversed(true);
    expect(await reminders()).toEqual([]);
    await reversed(false);
    expect(await reminders()).toHaveLength(1);
    await scene.receive(litigation, {
      ...{ payer: litigation.defendants['d2'], amount: '50.00', kind: 'voluntary' },
      ...{ receivedOn: '2026-06-08', bankReference: newKey() },
    });
    expect(await reminders()).toEqual([]);
  });

  it('tell an account of the bureau’s own for custody, which others approved, and the latest', async () => {
    const other = await scene.account('bureau', '某环保局', { ledgerAccount: '1002.01' });
    const ofOthers = await scene.ofTreasury();
    for (const wrong of [other.account, ofOthers.account]) {
      expect((await write('d1', { account: wrong })).status).toBe(404);
    }
    const later = await scene.custody();
    expect((await write('d1', { account })).body).toMatchObject({ code: 'PAYEE_ACCOUNT_CHANGED' });
    expect((await write('d1', { account: later })).status).toBe(201);
    account = later;
    const reveals = await scene.dataSource.query<object[]>(
      `SELECT FROM fund.audit_event WHERE action = 'bank_account.reveal' AND subject = $1`,
      [`bank_account/${later}`],
    );
    expect(reveals).toHaveLength(1);
  });

  describe('while enforcement is deferred on security', () => {
    const deferral = async (from: string, until: string, more: object = {}) => ({
      ...{ case: litigation.id, defendant: litigation.defendants['d1'], from, until },
      ...{ security: 'guarantor', securedBy: '某集团公司', reason: '经申请执行人同意' },
      document: await scene.organizations.upload(scene.officer),
      ...more,
    });
    const day = (offset: number): string => addDays(businessDate(scene.day), offset);
    const defer = async (from: string, until: string): Promise<string> => {
      const id = await scene.ask('enforcement_deferral', await deferral(from, until));
      const { body } = await scene.approvals.decide(scene.approver, id, 'approve');
      expect(body.state).toBe('approved');
      return id;
    };
    /** A letter whose day has come. */
    const remind = () =>
      scene.dataSource.query(
        `INSERT INTO fund.demand_letter
         SELECT gen_random_uuid(), c.book_id, c.id, d.id, 2026, (SELECT max(x.ordinal) + 1 FROM fund.demand_letter x),
                '2026-03-02', now(), '2026-03-23', 1, 0, l.content, l.made_by_id, gen_random_uuid()::text, l.body_hash
           FROM fund.litigation_case c JOIN fund.defendant d ON d.case_id = c.id AND d.ref = 'd1'
          CROSS JOIN (SELECT * FROM fund.demand_letter LIMIT 1) l WHERE c.id = $1`,
        [litigation.id],
      );

    it('are not written nor reminded of, and interest runs', async () => {
      await remind();
      expect(await reminders()).toHaveLength(1);
      const claims = await scene.claims(litigation, scene.day);
      await defer(scene.day, day(30));
      expect(await reminders()).toEqual([]);
      const { body } = (await write('d1').expect(409)) as { body: object };
      expect(body).toMatchObject({ code: 'ENFORCEMENT_DEFERRED', until: day(30) });
      expect(await scene.claims(litigation, scene.day)).toEqual(claims);
      const shown = await scene.officer.browser
        .get(`/api/v1/cases/${litigation.id}/judgments`)
        .expect(200);
      expect(shown.body).toMatchObject({
        deferrals: [{ from: scene.day, until: day(30), securedBy: '某集团公司' }],
      });
    });

    it('come before the officers again on the day after its last', async () => {
      await remind();
      await defer(day(-30), day(-1));
      expect(await reminders()).toHaveLength(1);
      await write('d1').expect(201);
    });

    it.each([
      ['for more than a year', () => deferral('2026-03-02', '2027-03-03'), 400, 'BODY_INVALID'],
      [
        'of somebody who owes nothing',
        () => deferral(scene.day, day(1), { defendant: NOBODY }),
        404,
        'NOT_FOUND',
      ],
    ])('which is refused %s', async (_, content, status, code) => {
      const asked = await scene.tryToAsk('enforcement_deferral', await content());
      expect(asked).toMatchObject({ status, body: { code } });
    });

    it('once for a day, and only by its request', async () => {
      const request = await defer(scene.day, day(5));
      const again = await scene.tryToAsk('enforcement_deferral', await deferral(day(5), day(6)));
      expect(again).toMatchObject({ status: 409, body: { code: 'ENFORCEMENT_DEFERRED' } });
      const insert = (from: string, until: string, of: string) =>
        scene.dataSource.query(
          `INSERT INTO fund.enforcement_deferral
           SELECT gen_random_uuid(), e.case_id, e.defendant_id, $2, $3, e.security, e.secured_by, e.document_id, $4
             FROM fund.enforcement_deferral e WHERE e.approval_request_id = $1`,
          [request, from, until, of],
        );
      await expect(insert(day(10), day(11), NOBODY)).rejects.toThrow('made for it');
      await expect(insert('2026-03-02', '2027-03-03', request)).rejects.toThrow(
        'ck_enforcement_deferral_days',
      );
    });
  });

  it('are refused where the font has no character of a name, and never printed without it', async () => {
    const letter: LetterToPrint = {
      number: '催2026-0001',
      madeOn: '2026-06-08',
      principal: '400.00',
      interest: '7.00',
      bureau: '某环保局',
      content: {
        caseNumber: '（2026）吉01民初1号',
        court: '长春市中级人民法院',
        defendant: '某公司\u{1F600}',
        payTo: PAY_TO,
        lines: [
          {
            ...{ itemRef: '判项1', kind: 'restoration', dueOn: '2026-02-28' },
            ...{ principal: '400.00', interest: '7.00' },
          },
        ],
      },
    };
    await expect(printDemandLetter(letter)).rejects.toThrow('GLYPH_MISSING');
  });
});
