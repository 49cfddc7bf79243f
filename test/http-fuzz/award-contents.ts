import { AwardScene } from '../awards/award-scene';
import type { ClaimsScene } from '../claims/claims-scene';

/** What can be asked for of awards: a case with an award that is to be paid is there already. */
export async function awardContents(
  claims: ClaimsScene,
): Promise<Readonly<Record<string, unknown>>> {
  const scene = await AwardScene.over(claims);
  const litigation = await scene.won();
  await scene.awarded(litigation);
  const document = await claims.organizations.upload(scene.officer);
  return {
    award_payment: await scene.payment(litigation, '1.00'),
    sanction_record: {
      ...{ case: litigation.id, paidOn: '2026-03-01', amount: '1.00', grade: 3, document },
      reason: '已缴纳',
    },
  };
}
