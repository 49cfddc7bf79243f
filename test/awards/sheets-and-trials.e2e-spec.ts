import { parseCaseFile, replayCaseFile } from '../../src/casefile';
import { sheetLines } from '../../src/awards/print-award-sheet';
import type { AwardTerms } from '../../src/law';
import { DEFAULT_AWARD_TERMS } from '../../src/law';
import { newKey } from '../approvals/approval-scene';
import type { LiveCase } from '../claims/claims-scene';
import { exampleText } from '../support/examples';
import { AwardScene } from './award-scene';

/** Fen of what is printed; exact, as printed amounts have up to eight decimals. */
const exact = (text: string): bigint => {
  const [whole = '', decimals = ''] = text.split('.');
  return BigInt(whole + decimals.padEnd(8, '0'));
};
const ONE = 10n ** 8n;
const CENT = 10n ** 6n;
const halfUp = (value: bigint, by = 1n): bigint =>
  ((2n * value + CENT * by) / (2n * CENT * by)) * CENT;
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

const found = (lines: readonly string[], pattern: RegExp): RegExpExecArray => {
  const line = lines.find((one) => pattern.test(one));
  const match = line === undefined ? null : pattern.exec(line);
  if (match === null) throw new Error(`no line ${pattern.source}`);
  return match;
};
const rateOf = (text: string): bigint => exact(text);

/** The award of a printed sheet, worked out anew from the inputs that are printed on it and nothing else. */
function recomputed(lines: readonly string[], terms: AwardTerms): Record<string, bigint> {
  const outcome = found(lines, /^结案方式：(\w+)$/)[1];
  const base = exact(found(lines, /基数）：([0-9.]+)$/)[1] ?? '');
  let over = 0n;
  let banded = 0n;
  for (const { upTo, rate } of terms.bands) {
    const top = upTo === undefined ? base : least(base, exact(upTo));
    if (top > over) banded += ((top - over) * rateOf(rate)) / ONE;
    over = upTo === undefined ? over : exact(upTo);
  }
  const factor = rateOf(outcome === 'mediation' ? terms.factors.mediation : terms.factors.win);
  const fund = least(
    [halfUp(banded * factor, ONE), exact(terms.floor)].reduce((a, b) => (a > b ? a : b)),
    exact(terms.caps.awardFund),
  );
  const grades = [terms.grades.first, terms.grades.second, terms.grades.third];
  const sanctions = lines
    .map((line) => /^被告已缴纳制裁款：([0-9.]+)（([123]) 级）$/.exec(line))
    .filter((match) => match !== null)
    .reduce(
      (sum, [, amount = '', grade = '1']) =>
        sum + exact(amount) * rateOf(grades[parseInt(grade, 10) - 1] ?? '0'),
      0n,
    );
  const quota = least(halfUp(sanctions, ONE), exact(terms.caps.sanctionQuota));
  const rest = least(fund, exact(terms.caps.combined) - quota);
  return { banded, fund, quota, rest, total: quota + rest };
}

describe('the computation sheet of an award', () => {
  let scene: AwardScene;
  let litigation: LiveCase;
  beforeAll(async () => {
    scene = await AwardScene.open();
    litigation = await scene.won('2371900.33');
    const document = await scene.claims.organizations.upload(scene.officer);
    for (const [amount, grade] of [
      ['12345.67', 3],
      ['500000.05', 1],
    ] as const) {
      const sanction = { case: litigation.id, paidOn: '2026-03-01', amount, grade, document };
      await scene.claims.carryOut(
        await scene.claims.ask('sanction_record', { ...sanction, reason: '已缴纳' }),
      );
    }
  });
  afterAll(() => scene.close());

  it('says of every line what comes out, as anybody can work out from what is printed', async () => {
    const { now, case: of } = await scene.read(litigation);
    if (now === null) throw new Error('nothing was computed');
    const { sheet, total, fromAwardFund, fromSanctionQuota, shares } = now;
    const lines = sheetLines({
      ...{ sheet, total, fromAwardFund, fromSanctionQuota, shares },
      ...{ caseNumber: of.number, bureau: '长春市生态环境局', day: '2026-11-30' },
    });
    expect(lines.join('\n')).toContain('法律、行政法规和规章均未规定奖励比例');
    expect(lines).toContain('适用办法：award_policy/0');
    const anew = recomputed(lines, DEFAULT_AWARD_TERMS);
    const printed = (pattern: RegExp): bigint => exact(found(lines, pattern)[1] ?? '');
    expect({
      banded: printed(/^\d+．([0-9.]+) 元 × 结案系数/),
      fund: printed(/不低于 .* = ([0-9.]+)$/),
      quota: printed(/^\d+．制裁提取部分 .* = ([0-9.]+)$/),
      rest: printed(/合计不超过 .* = [0-9.]+ \+ ([0-9.]+) = /),
      total: printed(/^奖励合计：([0-9.]+) 元/),
    }).toEqual(anew);
    // Each band and each sanction by itself.
    for (const line of lines) {
      const band = /的部分 ([0-9.]+) 元 × ([0-9.]+) ‰ = ([0-9.]+)$/.exec(line);
      const paid = /制裁款 ([0-9.]+) 元，[123] 级 × ([0-9.]+) % = ([0-9.]+)$/.exec(line);
      const [, amount = '', rate = '', gives = ''] = band ?? paid ?? [];
      if (amount === '') continue;
      const times = band === null ? 100n : 1000n;
      expect(exact(gives)).toBe((exact(amount) * exact(rate)) / (ONE * times));
    }
    const share = printed(/^吉林省绿色志愿者协会：([0-9.]+) 元$/);
    expect(share).toBe(anew['total']);
  });

  it('is printed as PDF for the bureau and for the organization', async () => {
    for (const { browser } of [scene.officer, scene.claims.member]) {
      const { body, headers } = (await browser
        .get(`/api/v1/cases/${litigation.id}/award/sheet.pdf`)
        .expect(200)) as { body: Buffer; headers: Record<string, string> };
      expect(headers['content-type']).toBe('application/pdf');
      expect(body.subarray(0, 5).toString()).toBe('%PDF-');
    }
    const stranger = await scene.claims.approvals.memberOf('53220000MJ1234567X');
    await stranger.browser.get(`/api/v1/cases/${litigation.id}/award/sheet.pdf`).expect(404);
  });

  it('is that of case files in the sandbox, whose awards are read in the same way', async () => {
    const { service, dataSource } = scene.claims.approvals;
    await replayCaseFile(dataSource, parseCaseFile(exampleText('02-nanping-2015')));
    const visitor = await service.signInToSandbox('finance_officer');
    const { body } = (await visitor.get('/api/v1/awards').expect(200)) as {
      body: { items: { id: string; state: string; amount: string }[] };
    };
    expect(body.items).toMatchObject([{ state: 'approved', amount: '57438.00' }]);
    const shown = (await visitor
      .get(`/api/v1/cases/${body.items[0]?.id ?? ''}/award`)
      .expect(200)) as { body: object };
    expect(shown.body).toMatchObject({
      assessment: null,
      now: { total: '57438.00', sheet: { ruleVersion: 'casefile/1' } },
      awards: [{ shares: [{ amount: '38292.00', payable: '0.00' }, { payable: '19146.00' }] }],
    });
  });

  const draft: AwardTerms = {
    ...DEFAULT_AWARD_TERMS,
    bands: [{ rate: '0.01' }],
    caps: { ...DEFAULT_AWARD_TERMS.caps, sanctionQuota: '1000.00' },
    noticeDays: 30,
  };

  it('is tried under a draft of the policy beside the one in force, and nothing is kept', async () => {
    const { status, body } = await scene.send(scene.officer, 'award-policies/trial', {
      value: draft,
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      version: 0,
      cases: [
        {
          case: { id: litigation.id },
          base: '2371900.33',
          inForce: '77684.93',
          draft: '24719.00',
          difference: '-52965.93',
        },
      ],
      total: { difference: '-52965.93' },
    });
    const falling = { ...draft, bands: [{ upTo: '1.00', rate: '0.01' }] };
    const wrong = await scene.send(scene.officer, 'award-policies/trial', { value: falling });
    expect(wrong.status).toBe(400);
  });

  it('names the version that it was computed by, also after the policy has changed', async () => {
    const assessment = await scene.assessed(litigation);
    const { approvals, reviewer, approver } = scene.claims;
    const content = { name: 'award_policy', value: draft, effectiveOn: '2026-01-01' };
    const request = await approvals.ask(scene.officer, content as never, {
      ...{ kind: 'policy_change', inBook: false },
    });
    const { body: asked } = (await reviewer.browser
      .get(`/api/v1/approvals/${request}`)
      .set('accept-language', 'en')
      .expect(200)) as { body: { summary: object[] } };
    expect(asked.summary).toEqual(
      expect.arrayContaining([
        { field: 'policy', value: 'Policy of awards' },
        {
          field: 'noLaw',
          value:
            'No law or regulation fixes a rate of awards; every rate and limit here is the bureau’s own.',
        },
        {
          field: 'awardBands',
          value: '≤ no end × 0.01',
          cells: { limit: 'no end', rate: '0.01' },
        },
        { field: 'capSanctionQuota', value: '1000.00' },
        { field: 'poolOrder', value: 'sanction quota → award fund' },
      ]),
    );
    await approvals.decide(reviewer, request, 'approve');
    await approvals.decide(approver, request, 'approve');
    const shown = await scene.read(litigation);
    expect(shown).toMatchObject({
      assessment: { total: '77684.93', sheet: { ruleVersion: 'award_policy/0' } },
      now: { total: '24719.00', sheet: { ruleVersion: 'award_policy/1' } },
    });
    await scene.noticedLongAgo(assessment);
    expect((await scene.askToDecide(litigation, assessment)).status).toBe(201);
    const { body } = await scene.send(
      scene.officer,
      `cases/${litigation.id}/award/assessments`,
      { plaintiffs: [{ organization: scene.claims.organization }] },
      newKey(),
    );
    expect(body.code).toBe('AWARD_ASSESSED');
  });
});
