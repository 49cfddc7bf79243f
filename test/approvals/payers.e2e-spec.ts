import { refuseParty } from '../../src/approvals';
import { today } from '../../src/platform/database/today';
import { refusalOf } from '../support/ledger';
import { asSuperuser } from '../support/test-database';
import { ApprovalScene, IN_ONE_STEP, type Someone } from './approval-scene';

/** A table of payments as a workflow makes one: for requests, and by nobody until they are paid. */
const PAYMENTS = `
  CREATE TABLE fund.test_payment (approval_request_id uuid NOT NULL, paid_by_id uuid);
  CREATE TRIGGER guard_payer BEFORE INSERT OR UPDATE ON fund.test_payment
    FOR EACH ROW EXECUTE FUNCTION fund.guard_payer('approval_request_id', 'paid_by_id');
  ALTER TABLE fund.test_payment ENABLE ALWAYS TRIGGER guard_payer;
  GRANT SELECT, INSERT, UPDATE ON fund.test_payment TO fund_app;`;

describe('whoever pays what was approved', () => {
  let scene: ApprovalScene;
  let maker: Someone;
  let reviewer: Someone;
  let approver: Someone;
  let cashier: Someone;
  beforeAll(async () => {
    scene = await ApprovalScene.open();
    await scene.fund(['special'], 1_000_000_000n);
    maker = await scene.someone('finance_officer');
    reviewer = await scene.someone('reviewer', 'cashier');
    approver = await scene.someone('approver', 'cashier');
    cashier = await scene.someone('cashier');
    await asSuperuser(scene.service.database.name, (client) => client.query(PAYMENTS));
  });
  afterAll(() => scene.service.close());

  const approved = async (): Promise<string> => {
    const id = await scene.ask(maker, scene.spending('special', 10n));
    await scene.decide(reviewer, id, 'approve');
    await scene.decide(approver, id, 'approve');
    return id;
  };

  const INSERT = 'INSERT INTO fund.test_payment (approval_request_id, paid_by_id) VALUES ($1, $2)';
  const insert = (request: string, person?: Someone): Promise<unknown> =>
    scene.dataSource.query(INSERT, [request, person?.personId ?? null]);
  const insertAsSuperuser = (request: string, person: Someone): Promise<unknown> =>
    asSuperuser(scene.service.database.name, async (client) => {
      await client.query('SET session_replication_role = replica');
      return client.query(INSERT, [request, person.personId]);
    });
  const refuse = (request: string, person: Someone): Promise<void> =>
    refuseParty(scene.dataSource.manager, [request], person.personId);

  it('had no part in it', async () => {
    const id = await approved();
    for (const party of [maker, reviewer, approver]) {
      for (const act of [insert, insertAsSuperuser, refuse]) {
        expect((await refusalOf(act(id, party))).message).toMatch(/SAME_PERSON/);
      }
    }
    await refuse(id, cashier);
    await insert(id, cashier);
  });

  it('is asked for when it is paid, not when the payment is ordered', async () => {
    const id = await approved();
    await insert(id);
    const pay = ({ personId }: Someone) =>
      scene.dataSource.query(
        'UPDATE fund.test_payment SET paid_by_id = $2 WHERE approval_request_id = $1',
        [id, personId],
      );
    expect((await refusalOf(pay(approver))).message).toMatch(/SAME_PERSON/);
    await pay(cashier);
  });

  it('had none in a version before, and stood in for nobody who decided', async () => {
    const other = await scene.someone('approver', 'cashier');
    const content = scene.spending('special', 11n);
    const id = await scene.ask(maker, content, { kind: IN_ONE_STEP });
    await scene.decide(other, id, 'return');
    await scene.revise(maker, id, scene.spending('special', 12n));
    // Whoever sent it back decides again, but is away by now.
    const day = await today(scene.dataSource.manager);
    const deputy = await scene.someone('reviewer', 'cashier');
    await other.browser
      .post('/api/v1/delegations', {
        to: deputy.personId,
        role: 'approver',
        fromOn: day,
        untilOn: day,
        reason: '出差',
      })
      .expect(201);
    expect((await scene.decide(deputy, id, 'approve')).status).toBe(200);
    for (const party of [other, deputy]) {
      expect((await refusalOf(insert(id, party))).message).toMatch(/SAME_PERSON/);
      expect((await refusalOf(refuse(id, party))).message).toMatch(/SAME_PERSON/);
    }
    await insert(id, cashier);
  });

  it('pays nothing that is not approved', async () => {
    const id = await scene.ask(maker, scene.spending('special', 13n));
    expect((await refusalOf(insert(id, cashier))).message).toMatch(/NOT_APPROVED/);
    await scene.decide(reviewer, id, 'reject');
    expect((await refusalOf(insert(id, cashier))).message).toMatch(/NOT_APPROVED/);
  });
});
