import { POOL_NAMES } from '../accounting';
import { approvalKind, type SummaryRow, workInBook } from '../approvals';
import type { Language } from '../errors';
import { formatYuan } from '../money';
import { today } from '../platform/database/today';
import { changeBudget, rehearseChange } from './change-budget';
import {
  amountOf,
  type BudgetChangeContent,
  type ChangedLine,
  changeSchema,
} from './change-schema';
import { numberOfCase } from './money-of-case';
import { CATEGORY_NAMES, CHANGE_NAMES } from './names';

function lineRow(year: number, line: ChangedLine, language: Language): SummaryRow {
  const { category, originYear = year, raise = '', lower = '' } = line;
  const cells = {
    category: CATEGORY_NAMES[category][language],
    originYear: originYear === year ? '' : String(originYear),
    raise,
    lower,
  };
  const sign = raise === '' ? `−${lower}` : `+${raise}`;
  const value = [cells.category, cells.originYear, sign].filter(Boolean).join(' ');
  return { field: 'budgetLines', value, cells };
}

/** The budget of a pool changes; who decides follows from the amount. */
export const budgetChange = approvalKind<BudgetChangeContent>({
  kind: 'budget_change',
  makers: ['finance_officer'],
  inBook: true,
  schema: changeSchema,

  async describe({ tx, book }, content) {
    if (book === null) throw new Error('a budget is of a book');
    await rehearseChange(tx, book, content, await today(tx));
    const { change, pool, year } = content;
    return {
      title: `${String(year)} 年${POOL_NAMES[pool].zh}：${CHANGE_NAMES[change].zh}`,
      subject: `budget/${book.code}/${String(year)}/${pool}`,
      amountFen: amountOf(content),
    };
  },

  present: async (content, language, tx) => [
    { field: 'change', value: CHANGE_NAMES[content.change][language] },
    { field: 'pool', value: POOL_NAMES[content.pool][language] },
    { field: 'year', value: String(content.year) },
    ...(content.case === undefined
      ? []
      : [{ field: 'caseNumber', value: await numberOfCase(tx, content.case) }]),
    ...(content.donor === undefined ? [] : [{ field: 'donor', value: content.donor }]),
    { field: 'document', value: content.document },
    { field: 'reason', value: content.reason },
    ...content.budgetLines.map((line) => lineRow(content.year, line, language)),
    { field: 'total', value: formatYuan(amountOf(content)) },
  ],

  async execute(approval, content, request) {
    const { id, maker } = request;
    await changeBudget(workInBook(approval, request), content, { id, maker: maker.name });
  },
});

/** What of a budget needs approval. */
export const BUDGET_KINDS = [budgetChange] as const;
