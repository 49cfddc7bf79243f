import { Button, Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { BUDGET_CHANGES, BUDGET_POOLS, type BudgetChangeKind, categoriesOf } from '../api-types';
import { amountRule, LongTextField, TextField } from '../parts/fields';
import { today } from '../parts/instant';
import { MoneyInput } from '../parts/money-input';
import { CaseField } from '../parts/case-field';
import type { FieldsProps } from './fields-props';

/** Which sides the lines of a change have. */
const SIDES: Readonly<Record<BudgetChangeKind, readonly ('raise' | 'lower')[]>> = {
  appropriation: ['raise'],
  adjustment: ['raise', 'lower'],
  transfer: ['raise', 'lower'],
  donation: ['raise'],
  interest: ['raise'],
  carry_over: ['lower'],
  lapse: ['lower'],
};
/** How far back a budget may still be carried over or given back. */
const YEARS_BACK = 4;

const onlyYear = (): number => parseInt(today().slice(0, 4), 10);

/** A change of the budget of a pool: of which kind, and line by line. */
export function BudgetChangeFields({ book }: FieldsProps) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const change = (Form.useWatch('change', form) ?? 'appropriation') as BudgetChangeKind;
  const pool = Form.useWatch('pool', form) as string | undefined;
  const ofCase = pool === 'damage_fund' && (change === 'appropriation' || change === 'lapse');
  const isGift = change === 'donation';
  const years = Array.from({ length: YEARS_BACK }, (_, back) => onlyYear() - back);
  // The lines of another kind or another pool are other lines.
  const beginAgain = (kind: BudgetChangeKind): void => {
    form.setFieldsValue({ budgetLines: kind === 'transfer' ? [{}, {}] : [{}], donor: undefined });
  };
  return (
    <>
      <div className="form-grid">
        <Form.Item name="change" label={t('content.change')} extra={t(`budget.aboutOf.${change}`)}>
          <Select
            options={BUDGET_CHANGES.map((value) => ({
              value,
              label: t(`budget.changeOf.${value}`),
            }))}
            onChange={beginAgain}
          />
        </Form.Item>
        <Form.Item name="pool" label={t('content.pool')}>
          <Select
            options={BUDGET_POOLS.map((value) => ({ value, label: t(`budget.poolOf.${value}`) }))}
            onChange={() => {
              beginAgain(change);
            }}
          />
        </Form.Item>
        <Form.Item name="year" label={t('content.year')}>
          <Select options={years.map((value) => ({ value, label: String(value) }))} />
        </Form.Item>
      </div>
      {ofCase && <CaseField book={book ?? ''} />}
      {isGift && <TextField name="donor" label={t('content.donor')} longest={200} />}
      {!isGift && <Form.Item name="donor" hidden noStyle children={<input type="hidden" />} />}
      <Form.List name="budgetLines">
        {(lines, { add, remove }) => (
          <section aria-label={t('content.budgetLines')}>
            {lines.map(({ key, name }) => (
              <LineFields
                key={key}
                at={name}
                change={change}
                {...(lines.length > 1 && {
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
              {t('budget.addLine')}
            </Button>
          </section>
        )}
      </Form.List>
      <TextField name="document" label={t('content.document')} longest={200} />
      <LongTextField name="reason" label={t('content.reason')} longest={500} />
    </>
  );
}

interface LineProps {
  readonly at: number;
  readonly change: BudgetChangeKind;
  readonly onRemove?: () => void;
}

function LineFields({ at, change, onRemove }: LineProps) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const pool = Form.useWatch('pool', form) as string | undefined;
  const year = (Form.useWatch('year', form) ?? onlyYear()) as number;
  const sides = SIDES[change];
  return (
    <div className="form-line" role="group" aria-label={t('budget.line', { number: at + 1 })}>
      <span className="form-line-number">{at + 1}</span>
      <div className="form-grid">
        <Form.Item
          name={[at, 'category']}
          label={t('content.category')}
          rules={[{ required: true, message: t('field.required') }]}
        >
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={categoriesOf(pool).map((value) => ({
              value,
              label: t(`budget.categoryOf.${value}`),
            }))}
          />
        </Form.Item>
        {sides.includes('lower') && (
          <Form.Item
            name={[at, 'originYear']}
            label={t('content.originYear')}
            extra={t('budget.originHelp')}
          >
            <Select
              allowClear
              options={[year, year - 1].map((value) => ({ value, label: String(value) }))}
            />
          </Form.Item>
        )}
        {sides.map((side) => (
          <SideField key={side} at={at} side={side} isOnly={sides.length === 1} />
        ))}
      </div>
      {onRemove && (
        <Button aria-label={t('budget.removeLine', { number: at + 1 })} onClick={onRemove}>
          ✕
        </Button>
      )}
    </div>
  );
}

interface SideProps {
  readonly at: number;
  readonly side: 'raise' | 'lower';
  readonly isOnly: boolean;
}

function SideField({ at, side, isOnly }: SideProps) {
  const { t } = useTranslation();
  const other = side === 'raise' ? 'lower' : 'raise';
  return (
    <Form.Item
      name={[at, side]}
      label={t(`content.${side}`)}
      dependencies={isOnly ? [] : [['budgetLines', at, other]]}
      rules={[
        amountRule(t('field.amount')),
        ...(isOnly
          ? [{ required: true, message: t('field.required') }]
          : [
              ({ getFieldValue }: { getFieldValue: (name: (string | number)[]) => unknown }) => ({
                validator: (_: unknown, typed: string | undefined) => {
                  const isThere = (value: unknown): boolean => value !== undefined && value !== '';
                  const isOne =
                    isThere(typed) !== isThere(getFieldValue(['budgetLines', at, other]));
                  return isOne ? Promise.resolve() : Promise.reject(new Error(t('budget.oneSide')));
                },
              }),
            ]),
      ]}
    >
      <MoneyInput />
    </Form.Item>
  );
}
