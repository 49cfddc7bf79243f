import { useQuery } from '@tanstack/react-query';
import { Button, Descriptions, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { call } from '../api';
import { COMPARED, type Compared, type DocumentFacts, type ReceiptLine } from '../api-types';
import { sumOfAmounts, withThousands } from './amount';
import { DecideReceipt } from './decide-receipt';
import { Instant } from './instant';
import { Money } from './money';
import { ProblemNotice, problemOfError } from './problem-notice';
import { ReceiptStateTag } from './receipt-parts';
import { TableScroll } from './table-scroll';

interface Props {
  readonly of: ReceiptLine;
}

/** One receipt: the original on the one side, on the other what was entered of it and what it says itself. */
export function ReviewReceipt({
  of,
  onRefused,
}: Props & { readonly onRefused: (error: unknown) => void }) {
  const { t } = useTranslation();
  return (
    <section
      className="panel review"
      aria-label={t('receipt.review', { number: of.invoice.number })}
    >
      <div>
        <h2>{t('receipt.document')}</h2>
        <Original id={of.document} />
        <Amounts of={of} />
      </div>
      <div>
        <h2>{t('receipt.compare')}</h2>
        <Comparison of={of} />
        <DecideReceipt of={of} onRefused={onRefused} />
      </div>
    </section>
  );
}

/** What the original is; it is only ever downloaded. */
function Original({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const path = `/api/v1/documents/${encodeURIComponent(id)}`;
  const { data, error } = useQuery({
    queryKey: ['document', id],
    queryFn: () => call<DocumentFacts>({ path }),
    staleTime: Infinity,
  });
  if (error !== null) return <ProblemNotice problem={problemOfError(error)} />;
  if (data === undefined) return null;
  const { name, mediaType, size, uploadedBy, uploadedAt } = data;
  return (
    <>
      <Descriptions
        size="small"
        bordered
        column={1}
        items={[
          {
            key: 'file',
            label: t('receipt.file'),
            children: <span className="value">{name}</span>,
          },
          { key: 'type', label: t('receipt.type'), children: mediaType },
          {
            key: 'size',
            label: t('receipt.size'),
            children: t('receipt.kilobytes', { size: Math.ceil(size / 1_024) }),
          },
          { key: 'uploadedBy', label: t('receipt.uploadedBy'), children: uploadedBy ?? '—' },
          {
            key: 'uploadedAt',
            label: t('receipt.uploadedAt'),
            children: <Instant at={uploadedAt} />,
          },
        ]}
      />
      <p className="row-actions">
        <Button href={`${path}/content`} download={name}>
          {t('receipt.download')}
        </Button>
        <small>{t('receipt.downloadHelp')}</small>
      </p>
    </>
  );
}

/** What was paid of the cost and is left of it, and where else the invoice is used. */
function Amounts({ of }: Props) {
  const { t } = useTranslation();
  const { invoice, amount, paid, settled, remaining, state } = of;
  const elsewhere =
    state === 'rejected' ? invoice.used : sumOfAmounts([invoice.used, `-${amount}`]);
  const items = [
    { key: 'amount', children: amount },
    { key: 'paid', children: paid },
    { key: 'settled', children: settled },
    { key: 'remaining', children: remaining },
    { key: 'usedElsewhere', children: elsewhere },
  ] as const;
  return (
    <Descriptions
      size="small"
      bordered
      column={1}
      items={[
        {
          key: 'application',
          label: t('receipt.application'),
          children: <Link to={`/console/advances/${of.application}`}>{of.applicationRef}</Link>,
        },
        ...items.map(({ key, children }) => ({
          key,
          label: t(`receipt.${key}`),
          children: <Money amount={children} />,
        })),
      ]}
    />
  );
}

/** Each field as it was entered and as the file has it; a difference is in amber, with a sign and a word. */
function Comparison({ of: { invoice, eInvoice, organization, state, reason } }: Props) {
  const { t } = useTranslation();
  const entered: Readonly<Record<Compared, string | null>> = {
    ...invoice,
    total: withThousands(invoice.total),
    buyer: organization,
  };
  const read = eInvoice && { ...eInvoice, total: withThousands(eInvoice.total) };
  return (
    <>
      <p>
        <ReceiptStateTag state={state} />{' '}
        {reason !== null && <span className="value">{reason}</span>}
      </p>
      {eInvoice === null && <p>{t('receipt.byHand')}</p>}
      <TableScroll label={t('receipt.compare')}>
        <table className="comparison">
          <thead>
            <tr>
              {(['what', 'entered', 'readValue', 'result'] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`receipt.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {COMPARED.map((field) => {
              const isOff = eInvoice?.differs.includes(field) === true;
              return (
                <tr key={field} className={isOff ? 'is-off' : ''}>
                  <th scope="row">{t(`receipt.field.${field}`)}</th>
                  <td>{entered[field] ?? '—'}</td>
                  <td>{read?.[field] ?? '—'}</td>
                  <td>
                    <Result
                      isOff={isOff}
                      isCompared={(read?.[field] ?? null) !== null && entered[field] !== null}
                    />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </TableScroll>
    </>
  );
}

function Result({ isOff, isCompared }: { readonly isOff: boolean; readonly isCompared: boolean }) {
  const { t } = useTranslation();
  if (!isCompared) return <>{t('receipt.notCompared')}</>;
  return isOff ? <Tag color="gold">≠ {t('receipt.differs')}</Tag> : <>✓ {t('receipt.same')}</>;
}
