import { Descriptions, Table, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ApprovalDetail, SummaryRow } from '../api-types';
import { i18n } from '../i18n';
import { withThousands } from '../parts/amount';
import { ChangeRefused, ChangeSteps } from '../parts/change-steps';
import { TableScroll } from '../parts/table-scroll';
import { ContentDocuments } from './content-documents';

const AMOUNTS: readonly string[] = [
  'debit',
  'credit',
  'upTo',
  'total',
  'raise',
  'lower',
  'winningPrice',
  'perInstance',
  'perCase',
  'inAll',
  'instalmentAmount',
  'fee',
  'amount',
  'paid',
  'claimed',
  'share',
  'cap',
  'availableBefore',
  'availableAfter',
  'overpaidByRule',
  'released',
  'owedBack',
  'formerAward',
  'leftOfAward',
  'fromSanctionQuota',
  'fromAwardFund',
  'fixedInjunctionOnly',
  'fixedClaimsRealized',
  'awardFloor',
  'capAwardFund',
  'capSanctionQuota',
  'capCombined',
];

/** What people call a field of a request; a field without a name is called as the interface calls it. */
export function nameOfField(field: string): string {
  const key = `content.${field}`;
  return i18n.exists(key) ? (i18n.t as (name: string) => string)(key) : field;
}

/** The fields that JSON pointers lead into, each once. */
export const namesOfFields = (pointers: readonly string[]): string[] => [
  ...new Set(
    pointers.map((pointer) => {
      const [, first = '', second = first] = pointer.split('/');
      return nameOfField(first === 'content' ? second : first);
    }),
  ),
];

/** How a judgment changes another, step by step; without steps it cannot, and says why. */
const CHANGE = 'judgmentChange';

const shownAs = (field: string, value: string): string =>
  AMOUNTS.includes(field) ? withThousands(value) : value;

/** Whatever a kind of request consists of, in words; what is not as it was before is marked. */
export function Content({ approval }: { readonly approval: ApprovalDetail }) {
  useTranslation();
  const { summary } = approval;
  const lines = summary.filter(({ cells }) => cells === undefined);
  const tables = new Set(summary.flatMap(({ field, cells }) => (cells ? field : [])));
  return (
    <div className="content">
      <Descriptions
        size="small"
        column={1}
        bordered
        items={lines.map((row) => ({
          key: row.field,
          label: nameOfField(row.field),
          children: (
            <span className="value">
              {row.field === CHANGE ? (
                <ChangeRefused code={row.value} />
              ) : (
                shownAs(row.field, row.value)
              )}{' '}
              <Changed row={row} />
            </span>
          ),
        }))}
      />
      {[...tables].map((name) => (
        <Cells key={name} name={name} rows={summary.filter(({ field }) => field === name)} />
      ))}
      <ContentDocuments approval={approval} />
    </div>
  );
}

/** Says of what was changed that it was. */
function Changed({ row }: { readonly row: SummaryRow }) {
  const { t } = useTranslation();
  return row.changed === true && <Tag color="orange">✎ {t('approval.changedMark')}</Tag>;
}

interface CellsProps {
  readonly name: string;
  readonly rows: readonly SummaryRow[];
}

/** What there is many of, as a table; a column that is empty throughout is left out. */
function Cells({ name, rows }: CellsProps) {
  if (name === CHANGE) return <Change rows={rows} />;
  const cells = new Set(rows.flatMap((row) => Object.keys(row.cells ?? {})));
  const isUsed = (cell: string): boolean => rows.some((row) => (row.cells?.[cell] ?? '') !== '');
  return (
    <>
      <h3>{nameOfField(name)}</h3>
      <TableScroll label={nameOfField(name)}>
        <Table<SummaryRow>
          size="small"
          pagination={false}
          rowKey={(row) => rows.indexOf(row)}
          dataSource={[...rows]}
          columns={[
            ...[...cells].filter(isUsed).map((cell) => ({
              key: cell,
              title: nameOfField(cell),
              ...(AMOUNTS.includes(cell) && { align: 'right' as const, className: 'money' }),
              render: (_: unknown, row: SummaryRow) => shownAs(cell, row.cells?.[cell] ?? ''),
            })),
            ...(rows.some(({ changed }) => changed === true)
              ? [
                  {
                    key: 'changed',
                    title: '',
                    render: (_: unknown, row: SummaryRow) => <Changed row={row} />,
                  },
                ]
              : []),
          ]}
        />
      </TableScroll>
    </>
  );
}

function Change({ rows }: Pick<CellsProps, 'rows'>) {
  return (
    <>
      <h3>{nameOfField(CHANGE)}</h3>
      <ChangeSteps
        steps={rows.map(({ cells = {} }) => ({
          step: cells['changeStep'] ?? '',
          about: cells['changed'] ?? '',
          detail: [cells['judgmentItem'], cells['part'], cells['spentOn']]
            .filter(Boolean)
            .join(' '),
          amount: cells['amount'] ?? '',
        }))}
      />
    </>
  );
}
