import { remindExpiring } from '../../src/notices';
import { EXPIRIES } from '../../src/open-work';
import { inTransaction } from '../../src/platform/database/transaction';
import type { Someone } from '../approvals/approval-scene';
import { LegalScene } from '../legal-services/legal-scene';
import { OF_CHANGCHUN, OrganizationScene, PROVINCIAL } from '../organizations/organization-scene';
import { refusalOf } from '../support/ledger';

interface Notice {
  readonly kind: string;
  readonly content: { readonly subject: string; readonly text: string } | null;
}

/** Codes of further invented organizations. */
const SECOND = '51220000MJ00010109';
const THIRD = '51220000MJ0003010P';
const FOURTH = '51220000MJ0004010Y';
const FIFTH = '51220000MJ00050106';

/** What a notice says of how long something lasts. */
const LASTS = /valid until .*\)/;

describe('what is about to end', () => {
  let organizations: OrganizationScene;
  let legal: LegalScene;
  let officer: Someone;
  let reviewer: Someone;
  let member: Someone;
  beforeAll(async () => {
    organizations = await OrganizationScene.open();
    const { approvals } = organizations;
    legal = await LegalScene.over(approvals);
    officer = await approvals.someone('finance_officer');
    reviewer = await approvals.someone('reviewer');
    member = await approvals.memberOf(PROVINCIAL);
  });
  afterAll(() => organizations.approvals.service.close());

  const remind = (day: string): Promise<number> =>
    inTransaction(organizations.approvals.dataSource, (tx) => remindExpiring(tx, EXPIRIES, day));
  /** Of how much somebody was told on each day. */
  async function remindOn(days: readonly string[]): Promise<Record<string, number>> {
    const told: Record<string, number> = {};
    for (const day of days) told[day] = await remind(day);
    return told;
  }

  /** What somebody was told, the oldest first. */
  async function toldTo({ browser }: Someone, kind: string): Promise<string[]> {
    const { body } = (await browser
      .get(`/api/v1/notices?limit=200&mine=true&kind=${kind}`)
      .expect(200)) as { body: { items: Notice[] } };
    return body.items.map(({ content }) => content?.text ?? '').reverse();
  }
  const lastingOf = (texts: readonly string[]): (string | undefined)[] =>
    texts.map((text) => LASTS.exec(text)?.[0]);

  it('is told 60, 30 and 7 days before, once each, on working days, with the days that are left', async () => {
    await organizations.register(officer, reviewer, PROVINCIAL, { validUntil: '2027-06-30' });
    // The sixtieth day before is a Saturday.
    expect(
      await remindOn([
        ...['2027-04-30', '2027-05-01', '2027-05-03', '2027-05-04', '2027-05-28', '2027-05-31'],
        ...['2027-06-01', '2027-06-22', '2027-06-23', '2027-06-24', '2027-06-30', '2027-07-01'],
      ]),
    ).toEqual({
      ...{ '2027-04-30': 0, '2027-05-01': 0, '2027-05-03': 1, '2027-05-04': 0, '2027-05-28': 0 },
      ...{ '2027-05-31': 1, '2027-06-01': 0, '2027-06-22': 0, '2027-06-23': 1, '2027-06-24': 0 },
      ...{ '2027-06-30': 0, '2027-07-01': 0 },
    });
    const lasting = [58, 30, 7].map(
      (days) => `valid until 2027-06-30 (days left: ${String(days)})`,
    );
    for (const told of [officer, member]) {
      const texts = await toldTo(told, 'files_expiring');
      expect(lastingOf(texts)).toEqual(lasting);
      expect(texts[0]).toContain('吉林省绿色志愿者协会: Registration certificate');
    }
  });

  it('is told to nobody else: not to another role, organization or bureau', async () => {
    const { approvals } = organizations;
    const other = await approvals.service.bureau('jilin');
    const others = [
      reviewer,
      await approvals.memberOf(SECOND),
      await approvals.someoneOf(other, 'finance_officer'),
    ];
    for (const person of others) expect(await toldTo(person, 'files_expiring')).toEqual([]);
  });

  it('is told once where nothing ran for weeks, as it stands then', async () => {
    const before = (await toldTo(officer, 'files_expiring')).length;
    await organizations.register(officer, reviewer, OF_CHANGCHUN, { validUntil: '2028-06-30' });
    expect(await remindOn(['2028-06-20', '2028-06-21', '2028-06-23', '2028-07-03'])).toEqual({
      '2028-06-20': 1,
      '2028-06-21': 0,
      '2028-06-23': 1,
      '2028-07-03': 0,
    });
    const told = (await toldTo(officer, 'files_expiring')).slice(before);
    expect(lastingOf(told)).toEqual([
      'valid until 2028-06-30 (days left: 10)',
      'valid until 2028-06-30 (days left: 7)',
    ]);
  });

  it('is told after its end where nothing ran before, and not after years', async () => {
    const register = (validUntil: string, uscc: string) =>
      organizations.register(officer, reviewer, uscc, { validUntil });
    await register('2029-05-31', SECOND);
    await register('2029-04-30', THIRD);
    expect(await remind('2029-06-04')).toBe(1);
    expect(lastingOf(await toldTo(officer, 'files_expiring')).at(-1)).toBe(
      'valid until 2029-05-31 (days since: 4)',
    );
  });

  it('is told once by two workers at once', async () => {
    await organizations.register(officer, reviewer, FOURTH, {
      validUntil: '2030-06-28',
    });
    const told = await Promise.all([remind('2030-06-03'), remind('2030-06-03')]);
    expect(told.toSorted()).toEqual([0, 1]);
  });

  it('is what the file says today: each document, a certificate once, and nothing that was renewed', async () => {
    const { approvals } = organizations;
    const [certificate, proof] = [
      await organizations.upload(officer),
      await organizations.upload(officer),
    ];
    const facts = organizations.facts([], {
      validUntil: '2031-06-30',
      evidence: [
        { kind: 'registration_certificate', document: certificate, validUntil: '2031-06-30' },
        { kind: 'activity_proof', document: proof, validUntil: '2031-06-27' },
        { kind: 'charter', document: certificate },
      ],
    });
    const id = await organizations.register(officer, reviewer, FIFTH, facts);
    expect(await remind('2031-06-02')).toBe(2);
    const [text] = (await toldTo(officer, 'files_expiring')).slice(-1);
    expect(text?.split('\n').filter((line) => line.startsWith('- '))).toEqual([
      '- 吉林省绿色志愿者协会: Proof of earlier activity, valid until 2031-06-27 (days left: 25)',
      '- 吉林省绿色志愿者协会: Registration certificate, valid until 2031-06-30 (days left: 28)',
    ]);
    // Another version names the same proof, and a certificate that lasts for longer.
    const change = await approvals.ask(
      officer,
      {
        organization: id,
        version: 1,
        reason: '换发登记证书',
        facts: {
          ...facts,
          validUntil: '2036-06-30',
          evidence: [
            { kind: 'registration_certificate', document: certificate, validUntil: '2036-06-30' },
            { kind: 'activity_proof', document: proof, validUntil: '2031-06-27' },
          ],
        },
      } as never,
      { kind: 'organization_change' },
    );
    expect((await approvals.decide(reviewer, change, 'approve')).body.state).toBe('approved');
    expect(await remindOn(['2031-06-03', '2031-06-20', '2031-06-23', '2031-06-30'])).toEqual({
      '2031-06-03': 0,
      '2031-06-20': 1,
      '2031-06-23': 0,
      '2031-06-30': 0,
    });
    const ended = await approvals.ask(
      officer,
      { organization: id, action: 'deregister', effectiveOn: '2026-01-05', reason: '注销登记' },
      { kind: 'organization_standing' },
    );
    const approver = await approvals.someone('approver');
    expect((await approvals.decide(approver, ended, 'approve')).body.state).toBe('approved');
    expect(await remind('2036-06-27')).toBe(0);
  });

  it('is an agreement with a law firm as well, to the finance officers, unless it was ended', async () => {
    const firm = await legal.register();
    const until = { until: '2032-06-30' };
    await legal.agree(firm, '协议1', until);
    const over = await legal.agree(firm, '协议2', until);
    const end = { agreement: over, endedOn: '2026-10-01', reason: '双方协商解除' };
    const { status } = await legal.carryOut('service_agreement_end', end);
    expect(status).toBe(200);
    expect(await remindOn(['2032-05-31', '2032-06-01'])).toEqual({
      '2032-05-31': 1,
      '2032-06-01': 0,
    });
    const [told] = await toldTo(officer, 'agreements_expiring');
    expect(told).toContain(
      '- 吉林某律师事务所: Service agreement (协议1), valid until 2032-06-30 (days left: 30)',
    );
    for (const person of [reviewer, member]) {
      expect(await toldTo(person, 'agreements_expiring')).toEqual([]);
    }
  });

  it('cannot be told twice, or as never told, by anybody who writes into the database', async () => {
    const query = (sql: string) => organizations.approvals.dataSource.query(sql);
    const again = query(
      `INSERT INTO fund.expiry_reminder (subject, expires_on, threshold, reminded_on)
       SELECT r.subject, r.expires_on, r.threshold, '2040-01-02' FROM fund.expiry_reminder r LIMIT 1`,
    );
    expect(await refusalOf(again)).toMatchObject({ sqlState: '23505' });
    for (const sql of [
      'DELETE FROM fund.expiry_reminder',
      'UPDATE fund.expiry_reminder SET threshold = 7',
    ]) {
      expect((await refusalOf(query(sql))).sqlState).toBe('42501');
    }
  });
});
