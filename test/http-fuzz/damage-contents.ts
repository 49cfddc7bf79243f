import { businessDate } from '../../src/calendar';
import { recordJudgment } from '../../src/recoveries';
import type { ClaimsScene } from '../claims/claims-scene';
import { DamageScene } from '../damage-fund/damage-scene';

/** What can be asked for of damage money: a case with a plan is there already. */
export async function damageContents(claims: ClaimsScene): Promise<{
  readonly contents: Readonly<Record<string, unknown>>;
  readonly resolutions: Readonly<Record<string, string>>;
}> {
  const scene = await DamageScene.over(claims);
  const litigation = await scene.caseWith('2000.00');
  const plan = await scene.adopt(litigation, '1000.00');
  const { implementer, budgetLines, ...content } = await scene.planOf(litigation, '900.00', {
    plan: '乙',
  });
  await scene.appropriate(litigation, '1000.00');
  const lost = await claims.openCase();
  await claims.act((work) =>
    recordJudgment(work, {
      ...{ caseId: lost.id, ref: '败诉', outcome: 'loss', claimed: null, items: [] },
      effectiveOn: businessDate('2026-01-05'),
    }),
  );
  await scene.appropriate(litigation, '100.00');
  const restored = await scene.caseWith('500.00');
  await scene.appropriate(restored, '500.00');
  const done = await scene.adopt(restored, '100.00', {
    plan: '丙',
    milestones: [{ name: '一次付清', papers: [], amount: '100.00' }],
  });
  await scene.report(done, 'acceptance');
  await scene.report(done, 'effect_evaluation');
  await scene.carryOut('milestone_payment', await scene.paymentOf(restored, done, 1, '100.00'));
  const contents = {
    cross_case_cost: {
      ...{ case: litigation.id, otherCase: lost.id, amount: '1.00', reason: '法院酌定' },
      ...{ organization: claims.organization, category: 'appraisal', court: '某法院' },
      ...{ number: '9号', day: '2026-06-01', allowed: '1.00', document: content['document'] },
      payee: await claims.ofOrganization(),
    },
    damage_surplus: {
      ...{ goesTo: 'same_place', reason: '继续修复' },
      plan: await scene.planOf(restored, '300.00', { plan: '丁' }),
    },
    milestone_payment: await scene.paymentOf(litigation, plan, 1, '300.00'),
    restoration_plan: { ...content, implementer, budgetLines },
    restoration_plan_change: {
      ...{ plan, version: 1, reason: '调整', amount: '900.00', budgetLines, implementer },
      document: content['document'],
      milestones: [{ name: '一次付清', ratio: '1', papers: [] }],
    },
  };
  const resolved = (of: string, plan: string, kind: string, amount: string): Promise<string> =>
    scene.resolution(kind, `restoration_plan/${of}/${plan}`, amount);
  const resolutions = {
    restoration_plan: await resolved(litigation.id, '乙', 'restoration_plan', '900.00'),
    damage_surplus: await resolved(restored.id, '丁', 'damage_surplus', '300.00'),
  };
  return { contents, resolutions };
}
