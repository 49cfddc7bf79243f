import { Button, Table, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseJudgments, SpentDeficit } from '../api-types';
import { AskDialog } from '../requests/ask-dialog';
import { may, useSession } from '../session';
import { Money } from './money';
import { ProblemNotice, problemOfError } from './problem-notice';
import { TableScroll } from './table-scroll';
import { useCaseJudgments } from './use-case-judgments';

interface Props {
  readonly caseId: string;
  /** Code of the book in which money that comes back is booked. */
  readonly book: string;
}

const AMOUNTS = [
  ['amount', 'deficitAmount'],
  ['recovered', 'deficitRecovered'],
  ['left', 'deficitLeft'],
] as const;

/** What was spent under a judgment that has changed since, what of it came back, and what is missing. */
export function DeficitsPanel({ caseId, book }: Props) {
  const { t } = useTranslation();
  const mayAsk = may.recordReceipts(useSession());
  const [asked, setAsked] = useState<SpentDeficit>();
  const { data, error } = useCaseJudgments(caseId);
  if (error !== null) return <ProblemNotice problem={problemOfError(error)} />;
  if (data === undefined || data.deficits.length === 0) return null;
  return (
    <section className="panel" aria-label={t('claims.deficits')}>
      <h2>{t('claims.deficits')}</h2>
      <p>{t('claims.deficitsHelp')}</p>
      <TableScroll label={t('claims.deficits')}>
        <Table<SpentDeficit>
          size="small"
          pagination={false}
          rowKey={({ id }) => id}
          dataSource={[...data.deficits]}
          columns={[
            {
              key: 'judgment',
              title: t('claims.deficitOf'),
              render: (_, deficit) => <Changed of={deficit} judgments={data.judgments} />,
            },
            {
              key: 'what',
              title: t('claims.spentOn'),
              render: (_, { what, organization }) =>
                [t(`claims.spentOnOf.${what}`), organization].filter(Boolean).join(' '),
            },
            ...AMOUNTS.map(([field, name]) => ({
              key: field,
              title: t(`claims.${name}`),
              align: 'right' as const,
              render: (_: unknown, row: SpentDeficit) => <Money amount={row[field]} />,
            })),
            { key: 'state', title: '', render: (_, deficit) => <DeficitTag of={deficit} /> },
            {
              key: 'act',
              title: '',
              render: (_, deficit) =>
                mayAsk &&
                isMissing(deficit) && (
                  <Button
                    size="small"
                    aria-label={t('claims.recoverDeficitOf', {
                      what: t(`claims.spentOnOf.${deficit.what}`),
                    })}
                    onClick={() => {
                      setAsked(deficit);
                    }}
                  >
                    {t('claims.recoverDeficit')}
                  </Button>
                ),
            },
          ]}
        />
      </TableScroll>
      {asked && (
        <AskDialog
          title={`${t('kind.deficit_recovery')} ${t(`claims.spentOnOf.${asked.what}`)}`}
          kind="deficit_recovery"
          book={book}
          content={{ case: caseId, deficit: asked.id, amount: asked.left }}
          onClose={() => {
            setAsked(undefined);
          }}
        />
      )}
    </section>
  );
}

/** Something of it can come back to the custody account. */
const isMissing = ({ ofCustody, left }: SpentDeficit): boolean => ofCustody && left !== '0.00';

interface ChangedProps {
  readonly of: SpentDeficit;
  readonly judgments: CaseJudgments['judgments'];
}

/** The judgment that changed it, and the one that it changed. */
function Changed({ of, judgments }: ChangedProps) {
  const { t } = useTranslation();
  const judgment = judgments.find(({ id }) => id === of.judgment);
  const former = judgments.find(({ id }) => id === judgment?.replaces);
  return t('claims.deficitReplaces', { ref: judgment?.ref ?? '', former: former?.ref ?? '' });
}

function DeficitTag({ of }: { readonly of: SpentDeficit }) {
  const { t } = useTranslation();
  if (!of.ofCustody) return <Tag>{t('claims.deficitForInformation')}</Tag>;
  if (!isMissing(of)) return <Tag color="green">✓ {t('claims.deficitWhole')}</Tag>;
  return <Tag color="red">! {t('claims.deficitMissing')}</Tag>;
}
