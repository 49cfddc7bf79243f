import { Button, Form, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { VoucherAccount } from '../api-types';
import { amountInWords, parseAmount, sumOfAmounts } from './amount';
import { amountRule, TextField } from './fields';
import { Money } from './money';
import { MoneyInput } from './money-input';

type Side = 'debit' | 'credit';
const opposite = (side: Side): Side => (side === 'debit' ? 'credit' : 'debit');

interface Line {
  readonly account?: string;
  readonly debit?: string;
  readonly credit?: string;
}

const totalOf = (lines: readonly (Line | undefined)[], side: Side): string =>
  sumOfAmounts(lines.flatMap((line) => parseAmount(line?.[side] ?? '') ?? []));

/** Debit less credit. */
const differenceOf = (lines: readonly (Line | undefined)[]): string =>
  sumOfAmounts([totalOf(lines, 'debit'), `-${totalOf(lines, 'credit')}`]);

const FEWEST = 2;

interface Props {
  /** Those that may be named. */
  readonly accounts: readonly VoucherAccount[];
}

/** The lines of a voucher, with their sums and what is missing between them. */
export function VoucherLines({ accounts }: Props) {
  const { t } = useTranslation();
  const balanced = {
    validator: (_: unknown, lines: readonly (Line | undefined)[]) =>
      differenceOf(lines) === '0.00'
        ? Promise.resolve()
        : Promise.reject(new Error(t('voucher.mustBalance'))),
  };
  return (
    <Form.List name="lines" rules={[balanced]}>
      {(lines, { add, remove }, { errors }) => (
        <section className="voucher-lines" aria-label={t('content.lines')}>
          {lines.map(({ key, name }) => (
            <VoucherLine
              key={key}
              at={name}
              accounts={accounts}
              {...(lines.length > FEWEST && {
                onRemove: () => {
                  remove(name);
                },
              })}
            />
          ))}
          <Button
            type="dashed"
            onClick={() => {
              add({});
            }}
          >
            {t('voucher.addLine')}
          </Button>
          <Totals errors={errors} />
        </section>
      )}
    </Form.List>
  );
}

/** Whose an account is that only a line of the bank's lets a voucher name; nobody types it. */
const Kept = () => null;

interface LineProps extends Props {
  readonly at: number;
  readonly onRemove?: () => void;
}

function VoucherLine({ at, accounts, onRemove }: LineProps) {
  const { t, i18n } = useTranslation();
  const form = Form.useFormInstance();
  const language = i18n.language === 'zh' ? 'zh' : 'en';
  const code = Form.useWatch(['lines', at, 'account'], form) as string | undefined;
  const needs = accounts.find((account) => account.code === code)?.needs ?? [];
  return (
    <div className="voucher-line" role="group" aria-label={t('voucher.line', { number: at + 1 })}>
      <span className="form-line-number">{at + 1}</span>
      <Form.Item
        name={[at, 'account']}
        label={t('ledger.account')}
        rules={[{ required: true, message: t('field.required') }]}
      >
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={accounts.map((account) => ({
            value: account.code,
            label: `${account.code} ${account.name[language]}`,
          }))}
          // What the account before was kept by is not kept for this one.
          onChange={() => {
            form.setFieldValue(['lines', at, 'dimensions'], undefined);
          }}
        />
      </Form.Item>
      {!accounts.some((account) => account.code === code) && (
        <Form.Item name={[at, 'dimensions']} noStyle>
          <Kept />
        </Form.Item>
      )}
      <div className="voucher-dimensions">
        {needs.map((need) => (
          <TextField
            key={need}
            name={[at, 'dimensions', need]}
            label={t(`ledger.dimension.${need}`)}
          />
        ))}
      </div>
      {(['debit', 'credit'] as const).map((side) => (
        <SideField key={side} at={at} side={side} />
      ))}
      {onRemove && (
        <Button aria-label={t('voucher.removeLine', { number: at + 1 })} onClick={onRemove}>
          ✕
        </Button>
      )}
    </div>
  );
}

/** The amount on one side of a line; a line has one side. */
function SideField({ at, side }: { readonly at: number; readonly side: Side }) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const other = ['lines', at, opposite(side)];
  const oneSide = {
    validator: (_: unknown, typed: string | undefined) => {
      const beside = form.getFieldValue(other) as string | undefined;
      return (typed ?? '') === '' && (beside ?? '') === ''
        ? Promise.reject(new Error(t('voucher.oneSide')))
        : Promise.resolve();
    },
  };
  return (
    <Form.Item
      name={[at, side]}
      label={t(`ledger.${side}`)}
      dependencies={[other]}
      rules={[amountRule(t('field.amount')), ...(side === 'debit' ? [oneSide] : [])]}
    >
      <MoneyInput
        inWords={false}
        onChange={(typed) => {
          if (typed !== '') form.setFieldValue(other, undefined);
        }}
      />
    </Form.Item>
  );
}

/** The sums of both sides, what one side has more than the other, and the total in words. */
function Totals({ errors }: { readonly errors: readonly ReactNode[] }) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const lines = (Form.useWatch('lines', form) as readonly (Line | undefined)[] | undefined) ?? [];
  const difference = differenceOf(lines);
  const debit = totalOf(lines, 'debit');
  const isBalanced = difference === '0.00';
  return (
    <>
      <dl className="voucher-totals" aria-live="polite">
        <dt>{t('voucher.totalDebit')}</dt>
        <dd>
          <Money amount={debit} />
        </dd>
        <dt>{t('voucher.totalCredit')}</dt>
        <dd>
          <Money amount={totalOf(lines, 'credit')} />
        </dd>
        <dt>{t('voucher.difference')}</dt>
        <dd className={isBalanced ? '' : 'is-off'}>
          {isBalanced ? (
            `✓ ${t('voucher.balanced')}`
          ) : (
            <>
              ! {t(difference.startsWith('-') ? 'voucher.creditMore' : 'voucher.debitMore')}{' '}
              <Money amount={difference.replace('-', '')} />
            </>
          )}
        </dd>
        {isBalanced && debit !== '0.00' && (
          <>
            <dt>{t('approval.inWords')}</dt>
            <dd lang="zh-CN">{amountInWords(debit)}</dd>
          </>
        )}
      </dl>
      {!isBalanced && errors.length > 0 && (
        <p className="voucher-error" role="alert">
          {errors}
        </p>
      )}
    </>
  );
}
