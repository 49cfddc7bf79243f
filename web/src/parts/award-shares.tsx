import { Button, Form, InputNumber, Select, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AwardOfCase, type AwardShare, type DecidedAward, USE_PURPOSES } from '../award-types';
import { AskDialog } from '../requests/ask-dialog';
import { may, useSession } from '../session';
import { ActDialog } from './act-dialog';
import { DocumentLink, DocumentUpload } from './document-upload';
import { amountRule, DayField, LongTextField, TextField } from './fields';
import { today } from './instant';
import { Money } from './money';
import { MoneyInput } from './money-input';
import { TableScroll } from './table-scroll';
import { withoutEmpty } from './without-empty';

interface Props {
  readonly of: AwardOfCase;
  readonly award: DecidedAward;
}

type Doing = { readonly what: 'pay' | 'return' | 'use'; readonly share: AwardShare } | 'recall';

/** What was awarded: shares, payments, what was recalled and returned, and what it was used for. */
export function AwardShares({ of, award }: Props) {
  const { t } = useTranslation();
  const session = useSession();
  const [doing, setDoing] = useState<Doing>();
  const title = `${t('award.award')} ${award.decidedOn}`;
  return (
    <section className="panel" aria-label={title}>
      <h2>{title}</h2>
      {award.recalls.map(({ on, former, left, reason }) => (
        <p key={on + former}>{t('award.recalled', { on, former, left, reason })}</p>
      ))}
      <Shares
        of={award.shares}
        onDo={(what, share) => {
          setDoing({ what, share });
        }}
      />
      <Uses of={award.shares} />
      {may.keepAwards(session) && award.recalledOn === null && (
        <Button
          onClick={() => {
            setDoing('recall');
          }}
        >
          {t('award.recall')}
        </Button>
      )}
      {doing !== undefined && (
        <Dialogs
          of={of}
          award={award}
          doing={doing}
          onClose={() => {
            setDoing(undefined);
          }}
        />
      )}
    </section>
  );
}

interface SharesProps {
  readonly of: readonly AwardShare[];
  readonly onDo: (what: 'pay' | 'return' | 'use', share: AwardShare) => void;
}

function Shares({ of, onDo }: SharesProps) {
  const { t } = useTranslation();
  const session = useSession();
  const isNothing = (amount: string): boolean => amount === '0.00';
  const amount = (field: 'amount' | 'payable' | 'owedBack' | 'returned') => ({
    key: field,
    title: t(`award.shareOf.${field}`),
    align: 'right' as const,
    render: (_: unknown, share: AwardShare) => <Money amount={share[field]} />,
  });
  const acts = (share: AwardShare) => [
    ...(may.payAwards(session) && !isNothing(share.payable) ? (['pay'] as const) : []),
    ...(may.recordPayments(session) && share.owedBack !== share.returned
      ? (['return'] as const)
      : []),
    ...(may.reportUses(session) && !isNothing(share.unreported) ? (['use'] as const) : []),
  ];
  return (
    <TableScroll label={t('award.shares')}>
      <Table<AwardShare>
        size="small"
        pagination={false}
        rowKey={({ id }) => id}
        dataSource={[...of]}
        columns={[
          { key: 'name', title: t('content.organization'), render: (_, { name }) => name },
          amount('amount'),
          amount('payable'),
          { key: 'paidOn', title: t('award.paidOn'), render: (_, { paidOn }) => paidOn ?? '' },
          amount('owedBack'),
          amount('returned'),
          {
            key: 'acts',
            title: '',
            render: (_, share) => (
              <div className="row-actions">
                {acts(share).map((what) => (
                  <Button
                    key={what}
                    size="small"
                    onClick={() => {
                      onDo(what, share);
                    }}
                  >
                    {t(`award.actOf.${what}`)}
                  </Button>
                ))}
              </div>
            ),
          },
        ]}
      />
    </TableScroll>
  );
}

function Uses({ of }: { readonly of: readonly AwardShare[] }) {
  const { t } = useTranslation();
  const uses = of.flatMap(({ name, uses: own }) => own.map((use) => ({ ...use, name })));
  if (uses.length === 0) return null;
  return (
    <TableScroll label={t('award.uses')}>
      <Table<(typeof uses)[number]>
        size="small"
        pagination={false}
        rowKey={({ id }) => id}
        dataSource={uses}
        columns={[
          { key: 'name', title: t('content.organization'), render: (_, { name }) => name },
          { key: 'year', title: t('award.year'), render: (_, { year }) => year },
          {
            key: 'purpose',
            title: t('award.purpose'),
            render: (_, { purpose }) => t(`award.purposeOf.${purpose}`),
          },
          {
            key: 'amount',
            title: t('content.amount'),
            align: 'right',
            render: (_, { amount }) => <Money amount={amount} />,
          },
          { key: 'use', title: t('award.use'), render: (_, { use }) => use },
          {
            key: 'documents',
            title: t('case.documents'),
            render: (_, { documents }) =>
              documents.map((id, index) => (
                <span key={id}>
                  <DocumentLink id={id} name={`${t('award.paper')}${String(index + 1)}`} />{' '}
                </span>
              )),
          },
        ]}
      />
    </TableScroll>
  );
}

interface DialogsProps extends Props {
  readonly doing: Doing;
  readonly onClose: () => void;
}

function Dialogs({ of, award, doing, onClose }: DialogsProps) {
  const { t } = useTranslation();
  const { id: caseId, book } = of.case;
  if (doing === 'recall') {
    return (
      <AskDialog
        title={t('award.recall')}
        kind="award_recall"
        book={book}
        content={{ case: caseId, award: award.id, extent: 'reduced' }}
        onClose={onClose}
      />
    );
  }
  const { what, share } = doing;
  if (what === 'pay') {
    return (
      <AskDialog
        title={`${t('kind.award_payment')} ${share.name}`}
        kind="award_payment"
        book={book}
        content={{ case: caseId, organization: share.organization, amount: share.payable }}
        onClose={onClose}
      />
    );
  }
  const path = `/api/v1/award-shares/${share.id}`;
  const shared = { reread: ['award', caseId], onClose };
  if (what === 'return') {
    return (
      <ActDialog
        name="award-return"
        title={t('award.actOf.return')}
        path={`${path}/returns`}
        initialValues={{ on: today() }}
        {...shared}
      >
        <AmountField />
        <DayField name="on" label={t('receipt.surplus.on')} />
        <TextField name="bankReference" label={t('receipt.surplus.reference')} longest={100} />
      </ActDialog>
    );
  }
  return (
    <ActDialog
      name="award-use"
      title={t('award.actOf.use')}
      path={`${path}/uses`}
      initialValues={{ year: parseInt(today().slice(0, 4), 10), purpose: 'restoration' }}
      bodyOf={(values) => ({ amount: '0.00', documents: [], ...withoutEmpty(values) })}
      {...shared}
    >
      <Form.Item name="year" label={t('award.year')}>
        <InputNumber min={2000} max={2200} precision={0} />
      </Form.Item>
      <Form.Item name="purpose" label={t('award.purpose')}>
        <Select
          options={USE_PURPOSES.map((value) => ({ value, label: t(`award.purposeOf.${value}`) }))}
        />
      </Form.Item>
      <AmountField isOptional />
      <LongTextField name="use" label={t('award.use')} longest={2_000} />
      <UseDocuments book={book} />
    </ActDialog>
  );
}

/** Papers that show a use, by their ids. */
function UseDocuments({ book }: { readonly book: string }) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const [names, setNames] = useState<readonly string[]>([]);
  return (
    <section aria-label={t('case.documents')}>
      <Form.Item name="documents" hidden noStyle>
        <input type="hidden" />
      </Form.Item>
      {names.map((name, index) => (
        <p key={`${name}${String(index)}`}>{name}</p>
      ))}
      <DocumentUpload
        book={book}
        label={t('case.addDocument')}
        onStored={({ id, name }) => {
          const ids = (form.getFieldValue('documents') ?? []) as readonly string[];
          form.setFieldValue('documents', [...ids, id]);
          setNames([...names, name]);
        }}
      />
    </section>
  );
}

function AmountField({ isOptional = false }: { readonly isOptional?: boolean }) {
  const { t } = useTranslation();
  return (
    <Form.Item
      name="amount"
      label={t('content.amount')}
      rules={[
        { required: !isOptional, message: t('field.required') },
        amountRule(t('field.amount')),
      ]}
    >
      <MoneyInput />
    </Form.Item>
  );
}
