import type { LiveCase } from '../claims/claims-scene';
import { refusalOf } from '../support/ledger';
import { AwardScene } from './award-scene';

/** What the database holds by itself, whatever the code above forgets. */
describe('the guards of awards', () => {
  let scene: AwardScene;
  let litigation: LiveCase;
  beforeAll(async () => {
    scene = await AwardScene.open();
  });
  afterAll(() => scene.close());
  beforeEach(async () => {
    litigation = await scene.won();
  });

  const refused = async (sql: string, parameters: unknown[] = []): Promise<string> =>
    (await refusalOf(scene.claims.dataSource.query(sql, parameters))).message;
  const insertAward = (assessment: string) =>
    refused(
      `INSERT INTO fund.award (id, case_id, ref, decided_on, base_fen, from_sanction_quota_fen, from_award_fund_fen,
                               assessment_id, approval_request_id)
       SELECT gen_random_uuid(), a.case_id, 'forged', $2::date, a.base_fen, a.from_sanction_quota_fen,
              a.from_award_fund_fen, a.id, (SELECT r.id FROM fund.approval_request r LIMIT 1)
         FROM fund.award_assessment a WHERE a.id = $1`,
      [assessment, scene.claims.day],
    );

  it('let no award in that nobody approved', async () => {
    const assessment = await scene.assessed(litigation);
    await scene.noticedLongAgo(assessment);
    expect(await insertAward(assessment)).toBe(
      'an award is decided as it was assessed, after the public notice, with no objection open',
    );
  });

  it('keep an award and an assessment as they were, and one of each in force', async () => {
    const assessment = await scene.awarded(litigation);
    expect(
      await refused(
        'UPDATE fund.award SET from_award_fund_fen = from_award_fund_fen + 1 WHERE case_id = $1',
        [litigation.id],
      ),
    ).toBe('what was awarded stays as it was decided');
    expect(
      await refused('UPDATE fund.award_assessment SET base_fen = 0 WHERE id = $1', [assessment]),
    ).toBe('an assessment stays as it was made, until it is void');
    expect(
      await refused(
        `INSERT INTO fund.award (id, case_id, ref, decided_on, base_fen, from_sanction_quota_fen, from_award_fund_fen)
         VALUES (gen_random_uuid(), $1, 'second', '2026-01-05', 0, 0, 1)`,
        [litigation.id],
      ),
    ).toContain('uq_award_in_force');
    expect(
      await refused('DELETE FROM fund.award_notice WHERE assessment_id = $1', [assessment]),
    ).toMatch(/permission denied|refuse|never/i);
  });

  it('let an objection in during the notice alone, decided by somebody else', async () => {
    const assessment = await scene.assessed(litigation);
    await scene.noticedLongAgo(assessment);
    const objection = (on: string) =>
      refused(
        `INSERT INTO fund.award_objection (id, assessment_id, objector, objected_on, objection, recorded_by_id, act_key, body_hash)
         VALUES (gen_random_uuid(), $1, '某公司', $2, '基数有误', $3, 'key', '')`,
        [assessment, on, scene.officer.personId],
      );
    expect(await objection('2026-02-14')).toBe('an objection is made during the public notice');
    const { body } = await scene.object(assessment);
    expect(
      await refused(
        `INSERT INTO fund.award_objection_decision (objection_id, upheld, reason, decided_by_id) VALUES ($1, false, '无误', $2)`,
        [body.id, scene.officer.personId],
      ),
    ).toBe('an objection is decided by another person');
  });

  it('let no more be used than was paid', async () => {
    await scene.awarded(litigation);
    await scene.paid(litigation, '30000.00');
    const share = (await scene.read(litigation)).awards[0]?.shares[0]?.id;
    expect(
      await refused(
        `INSERT INTO fund.award_use_report (id, share_id, year, purpose, amount_fen, use, reported_by_id, act_key, body_hash)
         VALUES (gen_random_uuid(), $1, 2026, 'research', 3000001, '调查', $2, 'key', '')`,
        [share, scene.officer.personId],
      ),
    ).toBe('no more is used than was paid');
  });

  it('let nobody ask for the payment of an award that they decided on', async () => {
    await scene.awarded(litigation);
    await scene.claims.ofOrganization();
    expect(
      await refused(
        `INSERT INTO fund.pay_out (id, book_id, case_id, kind, payee_id, amount_fen, bank_account_id, account_fingerprint,
                                   paid_on, posting_key, approval_request_id)
         SELECT gen_random_uuid(), c.book_id, c.id, 'award_payment', $2, 1, b.id, b.fingerprint, $3::date, 'forged',
                a.approval_request_id
           FROM fund.award a JOIN fund.litigation_case c ON c.id = a.case_id
           JOIN fund.bank_account b ON b.book_id = c.book_id WHERE c.id = $1 LIMIT 1`,
        [litigation.id, scene.claims.organization, scene.claims.day],
      ),
    ).toBe('whoever decided on an award does not ask for its payment');
  });
});
