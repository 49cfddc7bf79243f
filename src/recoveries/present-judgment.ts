import { type EntityManager, In } from 'typeorm';
import type { SummaryRow } from '../approvals';
import { CATEGORY_NAMES } from '../budget';
import { CaseStep, Defendant, LitigationCase } from '../cases';
import { Document } from '../documents';
import type { Language } from '../errors';
import { formatYuan, sumFen } from '../money';
import { amountOf } from './judgment-of-content';
import type { JudgmentContent } from './judgment-schemas';
import { FEE_NAMES, ITEM_NAMES, MODE_NAMES, NO, OUTCOME_NAMES, YES } from './judgment-words';
import { Judgment } from './judgment.entity';

type Names = ReadonlyMap<string, string>;

const rowOf = (field: string, cells: Readonly<Record<string, string>>): SummaryRow => ({
  field,
  value: Object.values(cells).filter(Boolean).join(' '),
  cells,
});

export async function caseNumberOf(tx: EntityManager, id: string): Promise<string> {
  return (await tx.findOneBy(LitigationCase, { id }))?.number ?? id;
}

/** The papers that a request names, as rows of a table. */
export async function paperRows(
  tx: EntityManager,
  papers: readonly { readonly id: string; readonly sha256: string }[],
): Promise<SummaryRow[]> {
  const found = await tx.findBy(Document, { id: In(papers.map(({ id }) => id)) });
  const names = new Map(found.map(({ id, name }) => [id, name]));
  return papers.map(({ id, sha256 }) =>
    rowOf('papers', { attachment: names.get(id) ?? id, sha256: sha256.slice(0, 16) }),
  );
}

/** What a judgment says, item by item, for those who decide on it. */
export async function presentJudgment(
  content: JudgmentContent,
  language: Language,
  tx: EntityManager,
): Promise<readonly SummaryRow[]> {
  const { case: caseId, outcome, claimed, feeOwedBy, replaces } = content;
  const defendants = await tx.findBy(Defendant, { caseId });
  const names = new Map(defendants.map(({ id, name }) => [id, name]));
  const step = await tx.findOneBy(CaseStep, { id: content.step });
  const former = replaces === undefined ? null : await tx.findOneBy(Judgment, { id: replaces });
  const said = (field: string, value: string | undefined): SummaryRow[] =>
    value === undefined ? [] : [{ field, value }];
  return [
    { field: 'caseNumber', value: await caseNumberOf(tx, caseId) },
    { field: 'judgmentRef', value: content.ref },
    { field: 'outcome', value: OUTCOME_NAMES[outcome][language] },
    ...said('effectiveOn', step?.happenedOn),
    ...said('replaces', former?.ref),
    ...said('claimed', claimed),
    ...content.items.flatMap((item) => itemRows(item, language, names)),
    {
      field: 'total',
      value: formatYuan(sumFen(content.items.map(({ amount }) => amountOf(amount)))),
    },
    ...content.inKind.map(({ work, dueOn = '', defendants: ids }) =>
      rowOf('inKind', {
        inKindWork: work,
        dueOn,
        debtor: ids.map((id) => names.get(id) ?? id).join('、'),
      }),
    ),
    ...content.refusedCosts.map(({ category, amount, reason }) =>
      rowOf('refusedCosts', { category: CATEGORY_NAMES[category][language], amount, reason }),
    ),
    ...said('feeOwedBy', feeOwedBy && FEE_NAMES[feeOwedBy][language]),
    ...(await paperRows(tx, content.documents)),
  ];
}

function itemRows(
  {
    ref,
    kind,
    amount,
    dueOn,
    instalments = [],
    conditional,
    interest,
    liability,
  }: JudgmentContent['items'][number],
  language: Language,
  names: Names,
): SummaryRow[] {
  const { mode, debtors } = liability;
  return [
    rowOf('judgmentItems', {
      judgmentItem: ref,
      itemKind: ITEM_NAMES[kind][language],
      liability: MODE_NAMES[mode][language],
      debtor: debtors.map(({ defendant }) => names.get(defendant) ?? defendant).join('、'),
      dueOn: dueOn ?? '',
      conditional: conditional === true ? YES[language] : '',
      bearsInterest: interest === false ? NO[language] : '',
      amount,
    }),
    ...debtors
      .filter(({ share, cap }) => share !== undefined || cap !== undefined)
      .map(({ defendant, share = '', cap = '', dueOn: ownDay = '' }) =>
        rowOf('shares', {
          judgmentItem: ref,
          debtor: names.get(defendant) ?? defendant,
          dueOn: ownDay,
          share,
          cap,
        }),
      ),
    ...instalments.map((part) =>
      rowOf('instalments', { judgmentItem: ref, dueOn: part.dueOn, amount: part.amount }),
    ),
  ];
}
