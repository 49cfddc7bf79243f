import { AdvanceItem } from '../../src/advances';
import { newKey } from '../approvals/approval-scene';
import type { ClaimsScene } from '../claims/claims-scene';
import { awardContents } from './award-contents';

/** What can be asked for of claims: a case whose defendant has paid more than it owes is there already. */
export async function claimsContents(
  scene: ClaimsScene,
): Promise<Readonly<Record<string, unknown>>> {
  const litigation = await scene.openCase({ defendants: 2, settled: '1000.00' });
  const costs = { kind: 'fund_costs', dueOn: '2026-02-28' } as const;
  const items = await scene.judge(litigation, [
    { ...costs, ref: '判项1', amount: '600.00', debtors: [{ ref: 'd1' }] },
    { ...costs, ref: '判项2', amount: '400.00', debtors: [{ ref: 'd2' }] },
    {
      ...costs,
      ref: '判项3',
      kind: 'organization_costs',
      amount: '500.00',
      debtors: [{ ref: 'd1' }],
    },
    { ref: '判项4', amount: '500.00', dueOn: '2026-02-28', debtors: [{ ref: 'd1' }] },
  ]);
  const [payer, owing] = [litigation.defendants['d1'], litigation.defendants['d2']];
  const receipt = { kind: 'voluntary', receivedOn: '2026-06-08' };
  await scene.receive(litigation, {
    ...{ ...receipt, payer, amount: '10000.00', bankReference: newKey() },
  });
  await scene.post();
  const document = await scene.organizations.upload(scene.officer);
  const lost = await scene.openCase({ settled: '5.00' });
  const [borne] = await scene.act(({ tx }) => tx.findBy(AdvanceItem, { caseId: lost.id }));
  const ofCase = { case: litigation.id, amount: '1.00', reason: '按判决执行' };
  return {
    ...(await awardContents(scene)),
    overpayment_refund: { ...ofCase, defendant: payer, payee: await scene.ofDefendant() },
    cost_reimbursement: {
      ...ofCase,
      organization: scene.organization,
      payee: await scene.ofOrganization(),
    },
    fund_replenishment: ofCase,
    damages_remittance: { ...ofCase, payee: await scene.ofTreasury() },
    interest_remittance: { ...ofCase, payee: await scene.ofTreasury() },
    deficit_recovery: { ...ofCase, deficit: await scene.missing(litigation, '1.00') },
    cost_absorption: { item: borne?.id, amount: '1.00', reason: '善意败诉', document },
    debt_write_off: { item: items['判项2'], amount: '1.00', reason: '被告破产', document },
    receipt_departure: {
      ...{ ...receipt, case: litigation.id, payer: owing, amount: '1.00' },
      bankReference: newKey(),
      allocations: [{ item: items['判项2'], part: 'principal', amount: '1.00' }],
      reason: '法院分配通知',
      document,
    },
  };
}
