import { type EntityManager, In } from 'typeorm';
import type { WorkCalendar } from '../calendar';
import type { PresentedRequest, SummaryRow } from '../approvals';
import { CATEGORY_NAMES } from '../budget';
import { CaseStep, Defendant, LitigationCase } from '../cases';
import { Document } from '../documents';
import { DomainError, type Language } from '../errors';
import { formatYuan, sumFen } from '../money';
import { readCalendar } from '../working-days';
import { changeSteps } from './change-steps';
import { PART_NAMES, SPENT_NAMES, STEP_NAMES } from './change-words';
import { amountOf, movedDay } from './judgment-of-content';
import type { JudgmentContent } from './judgment-schemas';
import { FEE_NAMES, ITEM_NAMES, MODE_NAMES, NO, OUTCOME_NAMES, YES } from './judgment-words';
import { Judgment } from './judgment.entity';
import { changeOf } from './plan-change';

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
  request: Pick<PresentedRequest, 'isOpen'>,
): Promise<readonly SummaryRow[]> {
  const { case: caseId, outcome, claimed, feeOwedBy, replaces } = content;
  const defendants = await tx.findBy(Defendant, { caseId });
  const names = new Map(defendants.map(({ id, name }) => [id, name]));
  const step = await tx.findOneBy(CaseStep, { id: content.step });
  const former = replaces === undefined ? null : await tx.findOneBy(Judgment, { id: replaces });
  const calendar = await readCalendar(tx);
  const said = (field: string, value: string | undefined): SummaryRow[] =>
    value === undefined ? [] : [{ field, value }];
  return [
    { field: 'caseNumber', value: await caseNumberOf(tx, caseId) },
    { field: 'judgmentRef', value: content.ref },
    { field: 'outcome', value: OUTCOME_NAMES[outcome][language] },
    ...said('effectiveOn', step?.happenedOn),
    ...said('replaces', former?.ref),
    ...said('claimed', claimed),
    ...content.items.flatMap((item) => itemRows(item, language, names, calendar)),
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
    ...(await changeRows(content, language, tx, step, request)),
    ...(await paperRows(tx, content.documents)),
  ];
}

/** What it changes of the judgment in whose place it comes: told while that can still be decided. */
async function changeRows(
  content: JudgmentContent,
  language: Language,
  tx: EntityManager,
  step: CaseStep | null,
  { isOpen }: Pick<PresentedRequest, 'isOpen'>,
): Promise<SummaryRow[]> {
  const of = await tx.findOneBy(LitigationCase, { id: content.case });
  if (!isOpen || of === null || step === null) return [];
  try {
    const change = await changeOf(tx, of, content, step.happenedOn);
    const steps = change === undefined ? [] : changeSteps(change, content);
    return steps.map(({ what, about, item, part, spentOn, amount }) =>
      rowOf('judgmentChange', {
        changeStep: STEP_NAMES[what][language],
        changed: about,
        judgmentItem: item ?? '',
        part: part === null ? '' : PART_NAMES[part][language],
        spentOn: spentOn === null ? '' : SPENT_NAMES[spentOn][language],
        amount,
      }),
    );
  } catch (error) {
    // It cannot be done as things stand: whoever approves is told why, and the request stays readable.
    if (error instanceof DomainError) return [{ field: 'judgmentChange', value: error.code }];
    throw error;
  }
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
    generalInterest,
    liability,
  }: JudgmentContent['items'][number],
  language: Language,
  names: Names,
  calendar: WorkCalendar,
): SummaryRow[] {
  const { mode, debtors } = liability;
  // Told where it is not the day that the paper says.
  const movedTo = (day: string): { movedTo?: string } => {
    const moved = day === '' ? day : movedDay(day, calendar);
    return moved === day ? {} : { movedTo: moved };
  };
  return [
    rowOf('judgmentItems', {
      judgmentItem: ref,
      itemKind: ITEM_NAMES[kind][language],
      liability: MODE_NAMES[mode][language],
      debtor: debtors.map(({ defendant }) => names.get(defendant) ?? defendant).join('、'),
      dueOn: dueOn ?? '',
      ...movedTo(dueOn ?? ''),
      conditional: conditional === true ? YES[language] : '',
      bearsInterest: interest === false ? NO[language] : '',
      generalPercent: generalInterest?.yearlyPercent ?? '',
      generalFrom: generalInterest?.from ?? '',
      amount,
    }),
    ...debtors
      .filter(({ share, cap }) => share !== undefined || cap !== undefined)
      .map(({ defendant, share = '', cap = '', dueOn: ownDay = '' }) =>
        rowOf('shares', {
          judgmentItem: ref,
          debtor: names.get(defendant) ?? defendant,
          dueOn: ownDay,
          ...movedTo(ownDay),
          share,
          cap,
        }),
      ),
    ...instalments.map((part) =>
      rowOf('instalments', {
        judgmentItem: ref,
        dueOn: part.dueOn,
        ...movedTo(part.dueOn),
        amount: part.amount,
      }),
    ),
  ];
}
