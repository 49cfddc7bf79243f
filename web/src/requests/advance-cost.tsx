import { useQuery } from '@tanstack/react-query';
import { Button, Form, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api';
import { type Budget, categoriesOf, PAPER_KINDS, type PayeeChoice } from '../api-types';
import { withThousands } from '../parts/amount';
import { DocumentUpload } from '../parts/document-upload';
import { AddAccount } from '../parts/add-account';
import { amountRule, TextField } from '../parts/fields';
import { MoneyInput } from '../parts/money-input';
import { may, useSession } from '../session';

const INSTANCES = [1, 2, 3] as const;

interface Props {
  readonly at: number;
  /** Code of the book. */
  readonly book: string;
  readonly onRemove?: () => void;
}

/** One cost: what for, how much, to whom, and the papers that it rests on. */
export function AdvanceCost({ at, book, onRemove }: Props) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const category = Form.useWatch(['items', at, 'category'], form) as string | undefined;
  const required = { required: true, message: t('field.required') };
  return (
    <div className="form-line" role="group" aria-label={t('advance.line', { number: at + 1 })}>
      <span className="form-line-number">{at + 1}</span>
      <div>
        <div className="form-grid">
          <Form.Item name={[at, 'category']} label={t('content.category')} rules={[required]}>
            <Select
              showSearch={{ optionFilterProp: 'label' }}
              options={categoriesOf('special_fund').map((value) => ({
                value,
                label: t(`budget.categoryOf.${value}`),
              }))}
              // Another kind of cost goes to other payees.
              onChange={() => {
                form.setFieldValue(['items', at, 'payee'], undefined);
                form.setFieldValue(['items', at, 'courtNotice'], undefined);
                form.setFieldValue(['items', at, 'instance'], undefined);
              }}
            />
          </Form.Item>
          {category === 'lawyer' && (
            <Form.Item name={[at, 'instance']} label={t('content.instance')} initialValue={1}>
              <Select
                options={INSTANCES.map((value) => ({
                  value,
                  label: t('advance.instanceOf', { number: value }),
                }))}
              />
            </Form.Item>
          )}
          <Form.Item
            name={[at, 'amount']}
            label={t('content.amount')}
            extra={<BudgetHint book={book} category={category} />}
            rules={[required, amountRule(t('field.amount'))]}
          >
            <MoneyInput />
          </Form.Item>
          <TextField name={[at, 'purpose']} label={t('content.purpose')} />
        </div>
        <PayeeField at={at} book={book} category={category} />
        {category === 'acceptance_fee' && (
          <div className="form-grid">
            {(['claim', 'fee'] as const).map((field) => (
              <Form.Item
                key={field}
                name={[at, 'courtNotice', field]}
                label={t(`advance.${field}`)}
                rules={[required, amountRule(t('field.amount'))]}
              >
                <MoneyInput />
              </Form.Item>
            ))}
          </div>
        )}
        <PaperFields at={at} book={book} />
      </div>
      {onRemove && (
        <Button aria-label={t('advance.removeLine', { number: at + 1 })} onClick={onRemove}>
          ✕
        </Button>
      )}
    </div>
  );
}

interface OfCategory {
  readonly book: string;
  readonly category: string | undefined;
}

/** What the budget has left for the kind of cost; for those who may read budgets. */
function BudgetHint({ book, category }: OfCategory) {
  const { t } = useTranslation();
  const session = useSession();
  const { data } = useQuery({
    queryKey: ['budget', book, 'hint'],
    queryFn: () => call<Budget>({ path: `/api/v1/books/${encodeURIComponent(book)}/budget` }),
    enabled: may.readBooks(session) && book !== '',
  });
  const lines = data?.pools.find(({ pool }) => pool === 'special_fund')?.lines ?? [];
  const line = lines.find((one) => one.category === category && one.originYear === data?.year);
  if (line === undefined) return null;
  return <>{t('advance.available', { amount: withThousands(line.available) })}</>;
}

type Payee = Pick<PayeeChoice, 'account' | 'fingerprint' | 'name'>;

/** An account that is approved and fits; another one can be entered, and is there once it is approved. */
function PayeeField({ at, book, category }: OfCategory & { readonly at: number }) {
  const { t } = useTranslation();
  const [isAdding, setIsAdding] = useState(false);
  const { data } = useQuery({
    queryKey: ['list', 'payees', book, category],
    queryFn: () => {
      const asked = new URLSearchParams({ book, category: category ?? '' });
      return call<{ items: readonly PayeeChoice[] }>({
        path: `/api/v1/advances/payees?${asked.toString()}`,
      });
    },
    enabled: category !== undefined && book !== '',
  });
  const choices = data?.items ?? [];
  const payeeOf = (account: string): Payee | undefined => {
    const found = choices.find((choice) => choice.account === account);
    return found && { account, fingerprint: found.fingerprint, name: found.name };
  };
  return (
    <div className="row-actions">
      <Form.Item
        name={[at, 'payee']}
        label={t('content.payee')}
        extra={category === undefined ? t('advance.chooseCategory') : undefined}
        rules={[{ required: true, message: t('field.required') }]}
        getValueProps={(payee: Payee | undefined) => ({ value: payee?.account })}
        normalize={payeeOf}
        style={{ minWidth: 320 }}
      >
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={choices.map(({ account, name, bankName, masked }) => ({
            value: account,
            label: `${name} ${bankName} ${masked}`,
          }))}
        />
      </Form.Item>
      <Button
        onClick={() => {
          setIsAdding(true);
        }}
      >
        {t('advance.addAccount')}
      </Button>
      {isAdding && (
        <AddAccount
          book={book}
          onClose={() => {
            setIsAdding(false);
          }}
        />
      )}
    </div>
  );
}

interface Paper {
  readonly id?: string;
  readonly sha256?: string;
}

/** The papers of a cost: each by id and hash, with what it is. */
function PaperFields({ at, book }: Pick<Props, 'at' | 'book'>) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const given = (Form.useWatch(['items', at, 'documents'], form) ?? []) as readonly Paper[];
  return (
    <Form.List name={[at, 'documents']} initialValue={[]}>
      {(fields, { add, remove }) => (
        <fieldset>
          <legend>{t('content.papers')}</legend>
          {fields.map(({ key, name }) => (
            <div key={key} className="line">
              <Form.Item name={[name, 'kind']} label={t('content.paperKind')}>
                <Select
                  popupMatchSelectWidth={false}
                  options={PAPER_KINDS.map((kind) => ({
                    value: kind,
                    label: t(`advance.paperOf.${kind}`),
                  }))}
                />
              </Form.Item>
              {(['id', 'sha256'] as const).map((field) => (
                <Form.Item key={field} name={[name, field]} hidden>
                  <span />
                </Form.Item>
              ))}
              <code>{given[name]?.sha256?.slice(0, 16)}</code>
              <Button
                aria-label={t('advance.removePaper', { number: name + 1 })}
                onClick={() => {
                  remove(name);
                }}
              >
                ✕
              </Button>
            </div>
          ))}
          <DocumentUpload
            book={book}
            label={t('advance.addPaper')}
            onStored={({ id, sha256 }) => {
              add({ id, sha256, kind: 'quotation' });
            }}
          />
        </fieldset>
      )}
    </Form.List>
  );
}
