import { ApprovalScene, type Someone } from '../approvals/approval-scene';
import { asSuperuser } from '../support/test-database';

const NUMBER = '6222021234567890123';
const OURS = '51220000MJ0000018T';

interface Account {
  readonly id: string;
  readonly masked: string;
  readonly fingerprint: string;
  readonly approved: boolean;
  readonly current: boolean;
}

describe('bank accounts of those who are paid', () => {
  let scene: ApprovalScene;
  let member: Someone;
  let officer: Someone;
  let reviewer: Someone;
  let approver: Someone;
  let cashier: Someone;
  beforeAll(async () => {
    scene = await ApprovalScene.open();
    member = await scene.memberOf(OURS);
    officer = await scene.someone('finance_officer');
    reviewer = await scene.someone('reviewer');
    approver = await scene.someone('approver');
    cashier = await scene.someone('cashier');
  });
  afterAll(() => scene.service.close());

  const holder = {
    holderKind: 'organization',
    holderName: '吉林省绿色志愿者协会',
    creditCode: OURS,
    bankName: '中国银行长春分行',
  };
  const enter = async (by: Someone, number = NUMBER): Promise<Account> => {
    const { body } = (await by.browser
      .post('/api/v1/bank-accounts', { book: scene.bureau.bookCode, ...holder, number })
      .expect(201)) as { body: Account };
    return body;
  };
  const read = async ({ browser }: Someone, id: string): Promise<Account> => {
    const { body } = (await browser.get(`/api/v1/bank-accounts/${id}`).expect(200)) as {
      body: Account;
    };
    return body;
  };
  const approve = async (by: Someone, { id: account, fingerprint }: Account): Promise<string> => {
    const id = await scene.ask(by, { account, fingerprint }, { kind: 'bank_account' });
    await scene.decide(reviewer, id, 'approve');
    await scene.decide(approver, id, 'approve');
    return id;
  };

  it('may be paid to once two others have approved exactly this account', async () => {
    const account = await enter(member);
    expect(account).toMatchObject({ masked: '**** 0123', approved: false, current: false });
    await approve(member, account);
    expect(await read(officer, account.id)).toMatchObject({ approved: true, current: true });
  });

  it('take the place of the former account of the holder, which stays on record', async () => {
    const before = await enter(officer, '6222020000000000001');
    await approve(officer, before);
    const after = await enter(officer, '6222020000000000002');
    await approve(officer, after);
    expect(await read(officer, before.id)).toMatchObject({ approved: true, current: false });
    expect(await read(officer, after.id)).toMatchObject({ approved: true, current: true });
  });

  it('are encrypted in the database, and whole for those who pay only, on the record', async () => {
    const { id } = await enter(member);
    const stored = await asSuperuser(scene.service.database.name, async (client) => {
      const { rows } = await client.query<{ row: string }>(
        'SELECT to_jsonb(a)::text AS row FROM fund.bank_account a WHERE id = $1',
        [id],
      );
      return rows[0]?.row ?? '';
    });
    expect(stored).not.toContain(NUMBER);
    expect(stored).not.toContain(Buffer.from(NUMBER).toString('hex'));
    const { body } = (await cashier.browser
      .get(`/api/v1/bank-accounts/${id}/number`)
      .expect(200)) as { body: object };
    expect(body).toEqual({ number: NUMBER });
    for (const { browser } of [member, reviewer, approver]) {
      await browser.get(`/api/v1/bank-accounts/${id}/number`).expect(403);
    }
    const [event] = await scene.dataSource.query<{ person_id: string }[]>(
      `SELECT person_id FROM fund.audit_event WHERE action = 'bank_account.reveal' AND subject = $1`,
      [`bank_account/${id}`],
    );
    expect(event?.person_id).toBe(cashier.personId);
  });

  it('are not there for another organization or another bureau', async () => {
    const { id } = await enter(member);
    const stranger = await scene.memberOf('52220100MJ0000026P');
    const elsewhere = await scene.someoneOf(await scene.service.bureau('jilin'), 'cashier');
    for (const { browser } of [stranger, elsewhere]) {
      await browser.get(`/api/v1/bank-accounts/${id}`).expect(404);
    }
    await elsewhere.browser.get(`/api/v1/bank-accounts/${id}/number`).expect(404);
    const forOthers = await stranger.browser.post('/api/v1/bank-accounts', {
      book: scene.bureau.bookCode,
      ...holder,
      number: NUMBER,
    });
    expect(forOthers).toMatchObject({ status: 403, body: { code: 'NOT_OWN_ORGANIZATION' } });
  });

  it('are refused with another fingerprint, and not approved past the request made for them', async () => {
    const account = await enter(officer);
    const content = { account: account.id, fingerprint: '0'.repeat(64) };
    const refused = await officer.browser
      .post('/api/v1/approvals', { kind: 'bank_account', content, book: scene.bureau.bookCode })
      .set('idempotency-key', 'another fingerprint'.replace(/ /g, '-'));
    expect(refused.status).toBe(404);
    const other = await approve(officer, await enter(officer, '6222020000000000003'));
    await expect(
      asSuperuser(scene.service.database.name, (client) =>
        client.query(
          `INSERT INTO fund.bank_account_approval (bank_account_id, approval_request_id) VALUES ($1, $2)`,
          [account.id, other],
        ),
      ),
    ).rejects.toThrow();
  });

  it.each(['12345', '6222 0212 3456', '６２２２０２１２３４', 'x'.repeat(10)])(
    'are refused with the number %s',
    async (number) => {
      const refused = await officer.browser.post('/api/v1/bank-accounts', {
        book: scene.bureau.bookCode,
        ...holder,
        number,
      });
      expect(refused).toMatchObject({
        status: 400,
        body: { faults: [{ pointer: '/number' }] },
      });
    },
  );
});
