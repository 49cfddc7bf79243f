import { toCsv } from '../platform/csv';
import type { Progress, Publication } from './publication-schemas';

const PROGRESS_NAMES: Readonly<Record<Progress, string>> = {
  awaiting_payment: '待履行',
  awaiting_plan: '待编制修复方案',
  planned: '方案已确定',
  under_way: '修复中',
  completed: '已验收',
};
const ROUTE_NAMES = { treasury: '缴入国库', trust_account: '专户管理' } as const;

const HEAD = [
  '案号',
  '审理法院',
  '生效日期',
  '管理方式',
  '判决金额（元）',
  '本年收入（元）',
  '累计收入（元）',
  '累计上缴国库（元）',
  '本年支出（元）',
  '累计支出（元）',
  '结余（元）',
  '进度',
  '修复方案',
  '验收日期',
];

/** A publication as a table for spreadsheets, in Chinese. */
export function publicationCsv({ items, totals }: Publication): string {
  const rows = items.map((one) => [
    ...[one.caseNumber, one.court, one.effectiveOn, ROUTE_NAMES[one.route], one.ordered],
    ...[one.receivedInYear, one.received, one.remitted, one.spentInYear, one.spent, one.balance],
    PROGRESS_NAMES[one.progress],
    one.plans.map(({ plan, amount, spent }) => `${plan} ${amount}（已支出 ${spent}）`).join('；'),
    one.plans.flatMap(({ acceptedOn }) => acceptedOn ?? []).join('；'),
  ]);
  const { receivedInYear, received, spentInYear, spent, balance } = totals;
  const total = ['合计', '', '', '', '', receivedInYear, received, '', spentInYear, spent, balance];
  return toCsv([HEAD, ...rows, [...total, '', '', '']]);
}
