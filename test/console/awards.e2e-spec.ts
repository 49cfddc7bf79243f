import type { Page } from 'playwright-core';
import { AwardScene } from '../awards/award-scene';
import type { LiveCase } from '../claims/claims-scene';
import { obstacles, obstaclesByDayAndNight, TestConsole } from '../support/console';
import { Desks } from '../support/desks';

const TOTAL = '30,000.00';

describe('the award of a case in the console', () => {
  let scene: AwardScene;
  let litigation: LiveCase;
  let console: TestConsole;
  let desks: Desks;
  beforeAll(async () => {
    scene = await AwardScene.open();
    litigation = await scene.won();
    await scene.claims.ofOrganization();
    console = await TestConsole.open(scene.claims.approvals.service);
    desks = new Desks(console);
  }, 300_000);
  afterAll(async () => {
    await console.close();
    expect(desks.faults).toEqual([]);
  });

  const pageOf = (): string => `/console/awards/${litigation.id}`;
  const stands = async (page: Page, state: string): Promise<void> => {
    await page.getByRole('main').getByText(state, { exact: true }).first().waitFor();
  };

  it('goes from the officer over the approver to the account of the organization', async () => {
    const officer = await desks.of(scene.officer, '/console/awards');
    await officer.getByRole('link', { name: litigation.number }).click();
    await stands(officer, '○ 待核定');
    await officer
      .getByText('法律、行政法规和规章均未规定奖励比例', { exact: false })
      .first()
      .waitFor();
    expect(await obstaclesByDayAndNight(officer, 'award')).toEqual([]);
    await officer.getByRole('button', { name: '核定奖励' }).click();
    const dialog = officer.getByRole('dialog');
    await dialog.getByRole('button', { name: /确\s*定/ }).click();
    await stands(officer, '◐ 已核定');

    await officer.getByRole('button', { name: '发布公示' }).click();
    await dialog.getByLabel('异议方式').fill('向本单位书面提出');
    expect(await obstacles(officer, 'award-notice')).toEqual([]);
    await dialog.getByRole('button', { name: /确\s*定/ }).click();
    await stands(officer, '◷ 公示中');

    await officer.getByRole('button', { name: '登记异议' }).click();
    await dialog.getByLabel('异议人').fill('某公司');
    await dialog.getByLabel('异议内容').fill('奖励基数有误');
    await dialog.getByRole('button', { name: /确\s*定/ }).click();
    await stands(officer, '! 有异议');

    const reviewer = await desks.of(scene.claims.reviewer, '/console/todo');
    await reviewer.getByRole('link', { name: `奖励公示异议：${litigation.number}` }).click();
    await reviewer.getByRole('button', { name: '处理异议' }).click();
    const verdict = reviewer.getByRole('dialog');
    await verdict.getByLabel('处理结果').click();
    await reviewer.getByTitle('异议不成立', { exact: true }).click();
    await verdict.getByLabel('理由').fill('经核实基数无误');
    await verdict.getByRole('button', { name: /确\s*定/ }).click();
    await stands(reviewer, '◷ 公示中');

    // The notice ends, which no test can wait for.
    await scene.noticeEnded((await scene.read(litigation)).assessment?.id ?? '');
    await officer.goto(pageOf());
    await stands(officer, '◷ 公示期满');
    await officer.getByRole('button', { name: '报请批准' }).click();
    await dialog.getByRole('button', { name: '提交' }).click();
    await officer.waitForURL(/\/console\/approvals\//);
    for (const person of [scene.claims.reviewer, scene.claims.approver]) {
      await desks.agree(person, `胜诉奖励：${litigation.number}`);
    }
    await scene.claims.post();

    const colleague = await desks.of(scene.colleague, pageOf());
    await stands(colleague, '◷ 已批准待发放');
    await colleague.getByRole('button', { name: '发放', exact: true }).click();
    const pay = colleague.getByRole('dialog');
    await pay.getByLabel('收款账户').click();
    await colleague.getByTitle(/^吉林省绿色志愿者协会/).click();
    await pay.getByLabel('理由').fill('发放胜诉奖励');
    await pay.getByRole('button', { name: '提交' }).click();
    await colleague.waitForURL(/\/console\/approvals\//);
    for (const person of [scene.claims.reviewer, scene.claims.approver]) {
      await desks.agree(person, new RegExp(`^支付胜诉奖励：${litigation.number}`));
    }
    await scene.claims.post();

    const member = await desks.of(scene.claims.member, '/console/awards');
    await member.getByRole('link', { name: litigation.number }).click();
    await stands(member, '✓ 已发放');
    await member.getByText(TOTAL).first().waitFor();
    expect(await member.getByText('某公司').count()).toBe(0);
    await member.getByRole('button', { name: '报告使用' }).click();
    const use = member.getByRole('dialog');
    await use.getByLabel('金额').fill('1200');
    await use.getByLabel('使用情况').fill('补种林木');
    await use.getByRole('button', { name: /确\s*定/ }).click();
    await use.waitFor({ state: 'detached' });
    await member.getByText('补种林木').waitFor();
    expect(await obstaclesByDayAndNight(member, 'award-of-member')).toEqual([]);
  }, 400_000);

  it('is tried under a draft of the policy, beside what the one in force gives', async () => {
    const page = await desks.of(scene.officer, '/console/policies');
    await page.getByRole('button', { name: '申请修改奖励办法' }).click();
    const dialog = page.getByRole('dialog');
    const first = dialog.getByRole('group', { name: '第 1 段' });
    await first.getByLabel('比例').fill('0.02');
    await dialog.getByRole('button', { name: '试算' }).click();
    await dialog.getByText('-10,000.00').first().waitFor();
    expect(await obstaclesByDayAndNight(page, 'award-policy')).toEqual([]);
    await dialog.getByRole('button', { name: '提交' }).click();
    await page.waitForURL(/\/console\/approvals\//);
    await page.getByText('累进比例').first().waitFor();
  }, 200_000);
});
